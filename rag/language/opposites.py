"""Words of English that say the opposite of one another."""

from __future__ import annotations

from functools import cache

from rag.language.lexical import stem_of

_OPPOSITES = (
    "easy easier easiest easily simple simpler effortless / hard harder hardest difficult tough tougher challenging "
    "complicated",
    "more / less fewer",
    "most / least fewest",
    "high higher highest highly / low lower lowest",
    "rise rises rose rising risen increase increases "
    "increased grow grows grew growing growth climb climbs gain gains expand expands boom / fall falls fell falling "
    "fallen decrease decreases "
    "decreased decline declines declined shrink shrinks shrank drop drops dropped lose loses reduce reduces reduced "
    "slump",
    "fast faster fastest quick quicker quickly rapid rapidly / slow slower slowest slowly",
    "cheap cheaper cheapest inexpensive affordable / expensive pricey",
    "scarce rare rarely shortage scarcity lack seldom / abundant plentiful common commonly plenty surplus often "
    "frequent oversupply",
    "start starts started begin begins began begun / end ends ended finish finishes finished",
    "early earlier / late later",
    "allow allows allowed permit permits permitted / forbid forbids forbidden prohibit prohibited ban banned",
    "possible / impossible",
    "required mandatory compulsory necessary essential needed crucial indispensable must / optional voluntary "
    "unnecessary needless dispensable superfluous",
    "useful helpful valuable worthwhile / useless worthless pointless unhelpful",
    "strong stronger strongest / weak weaker weakest",
    "good better best great excellent / bad worse worst poor terrible",
    "always / never",
    "open opens / close closes closed",
    "many / few",
    "lot lots much / little",
    "well / badly poorly",
    "often usually frequently / rarely seldom hardly",
    "increase / decrease",
    "long longer longest / short shorter shortest",
    "large larger largest big bigger biggest / small smaller smallest",
    "safe safer secure / risky dangerous unsafe riskier",
    "old older oldest / young younger new newer newest",
    "full / empty part partial",
    "overrated overkill unnecessary / underrated essential",
    "advantage benefit pro upside / disadvantage drawback con downside",
    "accept accepts accepted / reject rejects rejected refuse",
    "pass passes passed succeed / fail fails failed",
    "agree agrees / disagree disagrees",
    "public / private",
    "inside within / outside",
    "above over / below under",
    "win wins / lose loses",
    "paid / unpaid free",
    "likely probable / unlikely improbable",
    "join joins enter enters / leave leaves",
    "stay stays stayed remain remains remained / leave leaves quit quits",
    "hire hires hired / fire fires fired",
    "theory theoretical / practice practical",
    "broad broader wide wider / narrow narrower",
    "steep steeper / gentle gentler flat",
    "remote remotely / on-site onsite",
    "include includes included including / exclude excludes excluded except excepted",
    "same similar alike identical / different separate distinct",
    "recommend recommends advise advises encourage encourages urge urges / discourage discourages",
    "love loves like likes enjoy / hate hates dislike dislikes",
    "morning / afternoon evening night",
    "summer / winter",
    "spring / autumn fall",
    "day / night",
    "indoor indoors / outdoor outdoors",
    "minimum / maximum",
    "temporary / permanent",
    "full-time / part-time",
    "buy buys / sell sells",
    "true / false",
    "success / failure",
    "gain / loss",
    "healthy / unhealthy",
    "near nearer close closer / far farther further",
    "heavy heavier / light lighter",
    "manual manually / automatic automatically automated",
    "mature / immature",
    "stricter strict / lax looser loose",
    "active / passive",
    "majority / minority",
    "ahead / behind",
    "junior / senior",
    "reliable / unreliable",
    "certain / uncertain",
    "new newly novice / experienced veteran seasoned",
    "inner / outer",
    "upper / lower",
    "first / last final",
    "north northern / south southern",
    "east eastern / west western",
    "urban city / rural countryside",
    "domestic national / foreign international",
    "interesting exciting fascinating thrilling / boring dull tedious monotonous",
    "popular / unpopular",
    "satisfied happy content pleased glad / dissatisfied unhappy discontent miserable",
    "regret regrets regretted / welcome welcomes",
    "praise praises praised / criticise criticises criticised criticize criticizes blame blames",
    "support supports favour favours favor favors / oppose opposes opposed",
    "attract attracts attracted / deter deters deterred repel repels",
    "help helps helped / hinder hinders hurt hurts harm harms",
    "create creates created / destroy destroys abolish abolishes abolished",
    "add adds added / remove removes removed cut cuts",
    "appear appears appeared emerge emerges / disappear disappears disappeared vanish vanishes vanished",
    "survive survives survived / die dies died perish",
    "improve improves improved / worsen worsens worsened deteriorate deteriorates",
    "accelerate accelerates speed / slow slows delay delays",
    "overestimate overestimates overrate overrates / underestimate underestimates underrate underrates",
    "generous / stingy meagre",
    "crowded saturated / uncrowded empty",
    "stable secure / unstable insecure volatile precarious",
    "flexible / rigid inflexible",
    "formal / informal",
    "friendly / hostile unfriendly",
    "quiet calm / noisy loud hectic busy",
    "relaxed / stressful stressed",
    "clean / dirty",
    "dry / wet",
    "hot warm / cold cool",
    "deep / shallow",
    "thick / thin",
    "modern current up-to-date / outdated obsolete old-fashioned",
    "alone individually / together team teams jointly",
    "employee employed salaried / freelance freelancer self-employed",
    "before / after",
    "beginner newcomer novice / expert veteran",
    "question / answer",
    "profit profitable / loss unprofitable",
    "lead leads / follow follows",
    "central / peripheral",
    "specialist specialised specialized / generalist",
    "compete competes / cooperate cooperates collaborate collaborates",
    "trust trusts / distrust mistrust",
    "honest / dishonest",
    "visible / invisible",
    "understaffed short-staffed / overstaffed",
    "underpaid / overpaid",
    "best / worst",
    "plus / minus",
    "lenient / strict harsh",
    "credit / debit debt",
    "enough sufficient adequate / insufficient inadequate",
    "prefer prefers preferred / dislike dislikes avoid avoids",
    "confident / anxious nervous unsure",
    "tired exhausting / refreshing relaxing",
    "rich / poor",
    "save saves saved / spend spends spent",
    "keep keeps kept retain retains / lose loses lost",
    "import imports / export exports",
    "win won / lost",
    "more / little",
)
_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "mis")
"""Before a word they make its opposite."""
_SHORTEST = 4


@cache
def opposites() -> dict[str, frozenset[str]]:
    """Stem -> the stems that mean its opposite."""
    table: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        sides = [_stems(side) for side in pair.split(" / ")]
        for one, other in (sides, sides[::-1]):
            for stem in one:
                table[stem] = table.get(stem, frozenset()) | (other - one)
    return table


def against(stem: str, said: frozenset[str]) -> frozenset[str]:
    """The stems of a text that say the opposite of a stem, by the table or by a prefix ("unpaid")."""
    found = opposites().get(stem, frozenset()) & said
    made = {prefix + stem for prefix in _PREFIXES if len(stem) >= _SHORTEST} & said
    bare = {stem[len(p) :] for p in _PREFIXES if stem.startswith(p) and len(stem) - len(p) >= _SHORTEST} & said
    swapped = {
        other + stem[len(one) :] for one, other in (("over", "under"), ("under", "over")) if stem.startswith(one)
    }
    return found | made | bare | (swapped & said)


@cache
def alike() -> dict[str, frozenset[str]]:
    """Stem -> the stems on its own side of a pair of opposites: they say the same of a thing."""
    table: dict[str, frozenset[str]] = {}
    for pair in _OPPOSITES:
        for side in pair.split(" / "):
            stems = _stems(side)
            for stem in stems:
                table[stem] = table.get(stem, frozenset()) | stems
    return table


def _stems(words: str) -> frozenset[str]:
    return frozenset(map(stem_of, words.split()))
