"""What is known of English without any guide: words that negate, hedge, hold a view, report or call on a source."""

from __future__ import annotations

import re

NEGATORS = re.compile(
    r"\b(?:not(?!\s(?:only|just|merely))|n't|no(?!\s(?:matter|doubt|more than|less than|fewer than))|never|none|nobody"
    r"|no-one|nor|neither|cannot|without|hardly|scarcely|barely|lacks|lacked|fail(?:s|ed)?\s(?:to|at)"
    r"|unable|impossible|unnecessary|needless|irrelevant|unlikely|instead\sof|rather\sthan|free\s(?:of|from)"
    r"|den(?:y|ies|ied)|doubts?|doubted|far\sfrom|avoids?|refuses?|stops?|without|isn['’]t|aren['’]t|wasn['’]t|weren['’]t"
    r"|doesn['’]t|don['’]t|didn['’]t|won['’]t|wouldn['’]t|can['’]t|couldn['’]t|shouldn['’]t|needn['’]t|hasn['’]t"
    r"|nothing|haven['’]t|hadn['’]t|mustn['’]t)(?!\w)|(?<=\w)n['’]t\b",
    re.IGNORECASE,
)
"""Words that turn what follows into its opposite; "a few" says that there are some."""

HEDGES = {
    "possible": (
        r"may|might|could|can(?= (?:\w+ly )?(?:also )?(?:earn|make|reach|cost|take|become|get|exceed|go|pay|bring|rise"
        r"|grow|fall|last|count|mean|lead|cause|be|vary|run|climb|double|expect|help)\b)|perhaps|possibly|maybe|potentially"
        r"|possible|chances?|able to|allowed to|permitted to"
    ),
    "probable": (
        r"probably|likely|seems?|appears? to|arguably|presumably|apparently|tends? to|supposedly"
        r"|projected|estimated?|forecast|anticipated"
    ),
    "frequent": (
        r"usually|often|typically|generally|mostly|sometimes|commonly|frequently|normally|occasionally|as a rule"
        r"|in many cases|in some cases|in most cases|on average|average|at times|now and then|mainly|largely"
        r"|increasingly"
        r"|typical|tends? to|regularly"
    ),
    "rare": r"rarely|seldom|hardly ever|infrequently|(?<!too )(?<!a )few",
    "quantity": (
        r"some|many|most|several|a few|majority|not all|not every|nearly all|almost all|almost every\w*|a lot of"
        r"|plenty of|numerous|nearly every\w*|a number of"
    ),
}
HEDGE = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in HEDGES.items()}
STANDS_FOR = {
    "possible": ("possible", "probable", "frequent"),
    "probable": ("probable", "possible", "frequent"),
    "frequent": ("frequent", "probable", "possible", "quantity"),
    "rare": ("rare",),
    "quantity": ("quantity", "frequent", "possible"),
}
"""A hedge of one kind may be told as one of these kinds."""

ABSOLUTES = {
    "always": r"always|every time|without exception|invariably|constantly|at all times|whenever",
    "all": (
        r"all(?!\s(?:about|along|over|right|but|in all|of that|this|that|these))|every(?:one|body|thing|where)?"
        r"(?!\s(?:\d|few|other|second|third|fourth|fifth|sixth|week|month|year|day|quarter))"
    ),
    "must": r"must|mandatory|compulsory|obliged|required by law",
    "only": r"solely|exclusively|nothing but|nobody but|no one but",
    "never": r"never|at no time|under no circumstances",
    "certain": (
        r"certain(?:ly)?|definite(?:ly)?|guarante\w+|undoubted\w*|without (?:a )?doubt|proven|surely|for sure"
        r"|inevitabl\w+|settled (?:that|fact|question)"
        r"|established|well[- ]documented|an? (?:\w+ )?fact|beyond (?:dispute|doubt)"
        r"|undisputed|obvious(?:ly)?"
        r"|of course"
    ),
}
MUST_SAID = re.compile(
    r"\b(?:ha(?:s|ve|d) to|requir\w+|needs?|needed|necessary|essential|nobody may|cannot)\b", re.IGNORECASE
)
"""What a text may have in the place of a "must"."""
SOFT_NEGATIVE = re.compile(
    r"\b(?:wrong|overrated|overkill|against|short(?:age)?|scarce\w*|few(?:er)?|little|less|lack\w*|except|unlike|free"
    r"|alone|avoid\w*"
    r"|discourag\w+|poor\w*|worse|leaves? out|den(?:y|ies|ied)|dead|quit|stop\w*|exclud\w+|only|unimportant|reject\w*"
    r"|refus\w+"
    r"|miss(?:es|ing)?|prefer\w*|over|absent|waits?|doubt\w*|disappear\w*|vanish\w*|gone|cheap\w*|optional|beats?"
    r"|overlook\w*|too|beyond|differ\w*|apart|un\w{4,}|dis\w{4,}|\w+less)\b",
    re.IGNORECASE,
)
"""Words that may say without a negation what others say with one."""
ABSOLUTE = {name: re.compile(rf"(?<!at )\b(?:{words})\b", re.IGNORECASE) for name, words in ABSOLUTES.items()}

VIEW = re.compile(
    r"\b(?:I|we) (?:\w+ly )?(?:think|believe|feel|guess|suspect|reckon|consider|find|found|doubt|expect|hope|prefer"
    r"|recommend"
    r"|suggest|would (?:say|argue)|['’]d (?:say|argue|guess|bet)|personally)\b"
    r"|\b(?:I['’]d|I would|we['’]d)\b|\b(?:I['’]m|I am) (?:convinced|sure|confident|afraid|not sure|of the opinion)"
    r"|\bin (?:my|our|his|her|their|\w+['’]s|\w+ \w+['’]s|the \w+['’]s) (?:\w+ )?(?:view|opinion|experience|estimate"
    r"|judg\w+|mind|eyes|books?)\b"
    r"|\b(?:my|our) (?:\w+ )?(?:view|opinion|guess|experience|estimate|hunch|impression|take|advice|favou?rite|bet)\b"
    r"|\b(?:personally|honestly|frankly|to my mind|if you ask me|for me|as I see it|for my money|to me)\b"
    r"|\b(?:thinks?|believes?|argues? (?:that|for)|considers|regards|maintains? that|insists?(?! on)"
    r"|estimates(?! (?:of|for|by|are|say))|reckons?|suspects?"
    r"|guess(?:es)?|feels? that"
    r"|sees? (?:no|it|\w+ as)|predicts|expects(?! from)|views (?:it|this|\w+ as)|deems?|opinion|calls (?:it|this|that"
    r"|the|\w+)|doubts?|finds? (?:it|that|\w+ (?:better|easier|harder|more|surprisingly)))\b",
    re.IGNORECASE,
)
"""Marks of a sentence that tells somebody's view and no fact."""

REPORTS = (
    r"says?|said|saying|tells?|told|writes?|wrote|writing|reports?|reported|notes?|noted|adds?|added|states?|stated"
    r"|explains?"
    r"|explained|argues?|argued|thinks?|thought|believes?|believed|finds?|found|claims?|claimed|points?|pointed|puts?"
    r"|warns?"
    r"|warned|advises?|advised|recommends?|recommended|suggests?|suggested|considers?|considered|regards?|regarded"
    r"|calls?|called"
    r"|sees?|saw|expects?|expected|predicts?|predicted|estimates?|estimated|maintains?|insists?|describes?|described"
    r"|mentions?"
    r"|mentioned|answers?|answered|recalls?|recalled|observes?|observed|reckons?|admits?|admitted|stresses|stressed"
    r"|names?|named"
    r"|quotes?|quoted|lists?|listed|gives?|gave|concludes?|concluded|guesses|feels?|felt|holds?|held|urges?|urged"
    r"|views?|viewed"
    r"|cites?|cited|shares?|shared|emphasi[sz]es|tends|rates?|rated|ranks?|ranked|counts?|counted|judges?|judged|deems?"
)
REPORT = re.compile(rf"\b(?:{REPORTS})\b", re.IGNORECASE)
SOURCES = re.compile(
    r"\b(?:stud(?:y|ies)\s(?:\w+\s){0,3}(?:show|f[io]und|find|suggest|say|report|conclud|reveal|indicat|prove"
    r"|confirm)\w*"
    r"|(?:an?|recent|new|several|many|some|\d{4})\s(?:\w+\s){0,2}stud(?:y|ies)(?=\s(?:by|from|of|that)|,|\s\w+s\b)"
    r"|surveys?"
    r"|research(?:ers)?\s(?:has|have|on|by|from|\w+s\b|at|show)|polls?|statistics|census|experts?|scientists say"
    r"|reports? (?:by|from|of|show\w*|find\w*)"
    r"|data (?:from|by|show\w*)|official figures|analysts (?:say|expect)|economists|a report|paper by|universit(?:y"
    r"|ies) (?:found|study))\b",
    re.IGNORECASE,
)
"""Authorities that a sentence may call on."""
