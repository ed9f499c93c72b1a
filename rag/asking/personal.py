"""A text without who somebody is: name, gender, age, origin. None of it may change what is found."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.text.places import PLACE

IsCareer = Callable[[str], bool]
"""Whether a word is a role, a level or the like: "I'm DevOps" tells no name."""

_I_AM = r"\b(?:I['’]?m|I am|I was)"
_NUMBER = (
    r"(?:\d{1,2}|(?:twenty|thirty|forty|fifty|sixty|seventy)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|eighteen|nineteen)"
)
_ENDS = r"(?=\s*(?:[,.;:!?)–—]|$|and\b|but\b|so\b))"
_AGE = re.compile(
    rf"{_I_AM}\s+(?:(?:now|already|only|just|almost|nearly|about|over|past|turning)\s+)*"
    rf"{_NUMBER}(?:[- ]?(?:years?|yrs?)(?:[- ]old|{_ENDS})|\s?y/?o|(?=\s+with\b)|{_ENDS})"
    rf"|\b{_NUMBER}[- ]?(?:years?|yrs?)[- ]?olds?\b|\b{_NUMBER}\s?(?:y/o|yo)\b|\baged?\s(?:of\s)?{_NUMBER}\b"
    rf"|\bat\s(?:the\sage\sof\s)?{_NUMBER}{_ENDS}"
    r"|\bin\smy\s(?:early\s|mid[- ]?|late\s)?(?:teens|twenties|thirties|forties|fifties|sixties"
    r"|seventies|[2-7]0['’]?s)\b"
    r"|\(\s*(?:[mf]\s*,?\s*\d{2}|\d{2}\s*,?\s*[mf])\s*\)",
    re.IGNORECASE,
)
_AGE_AND_ROLE = re.compile(
    rf"({_I_AM})\s+{_NUMBER}(?:[- ]?(?:years?|yrs?)[- ]old)?\s*(?:,|,?\s*and)\s+(?=an?\s(?!half\b|lot\b|bit\b))",
    re.IGNORECASE,
)
"""An age before what else somebody is: "I'm 45 and a nurse" is "I'm a nurse"."""
_ABOUT_AGE = re.compile(r"\b(?:old(?:er|est)?|young(?:er|est)?|age(?:ism|d|s|ing)?)\b", re.IGNORECASE)

_PERSONS = (
    r"(?:wom[ae]n|m[ae]n|girl|guy|lady|gentleman|boy|mother|father|mom|mum|dad|parent|wife|husband|widow(?:er)?"
    r"|(?:im)?migrant|refugee|expat|foreigner|citizen|male|female)"
)
_QUALITIES = (
    r"(?:fe)?male|young|old(?:er)?|trans(?:gender)?|cis|gay|lesbian|queer|non-?binary|married|divorced|widowed|pregnant"
    r"|middle-aged|elderly|teenage|retired|disabled"
)
# Peoples and beliefs: by their endings, and those that have none. A guide's own subject is never taken for one.
_PEOPLES = (
    r"(?-i:[A-Z][a-z]+(?:ian|ean|ican|ish|ese|ani)|French|Dutch|Czech|Greek|Swiss|Thai|Turk|Arab|Kurd"
    r"|Swede|Dane|Finn|Pole"
    r"|Scot|Welsh|Filipin[oa]|Latin[oa]|African|Asian|Black|White|Jew|Muslim|Hindu|Sikh|Buddhist|Catholic|German|Iraqi"
    r"|Israeli|Somali|Afghan|Slovak|Serb|Croat|Brit)"
)
_WHO = rf"(?:{_QUALITIES}|{_PEOPLES}(?:-{_PEOPLES})?|{_NUMBER}-?(?:year)?-?old)"
_SELF_PERSON = re.compile(
    rf"(?:({_I_AM}|\bas|\bbeing)\s+)an?\s+(?:(?:single|native"
    rf"|{_WHO})\s+)*{_PERSONS}\b(?:\s+of\s+(?:\w+\s+kids|\w+\s+children|one|two|three|four|five|six"
    rf"|\d))?(\s+(?:in|at|on|with|who|of)\b)?",
    re.IGNORECASE,
)
_ANY_PERSON = re.compile(
    r"\ban?\s+(?:wom[ae]n|man|girl|guy|lady|boy|mother|father|mom|mum|dad|male|female)\b", re.IGNORECASE
)
_SELF_WHO = re.compile(
    rf"(({_I_AM}|\bas|\bbeing)\s+)((?:an?|the)\s+)?((?:{_WHO}\b[\s,]+(?:and\s+)?)*{_WHO})\b(\s+\w)?", re.I
)

_CAPITAL = r"(?-i:[^\W\d_a-z][\w'’-]*)"
_PLACE_NAME = rf"(?:the\s+)?{_CAPITAL}(?:\s+(?:of\s+(?:the\s+)?)?{_CAPITAL})*"
_FROM = re.compile(
    rf"(?:(?:{_I_AM}|\bI|\bI['’]ve|\bwho(?:['’]s|\sis)?)\s+)?\b(?:originally\s+|currently\s+)?"
    rf"(?:(?:come|came|hail)\s+from|(?:was\s+)?born(?:\s+and\s+raised|\s+and\s+grew\s+up)?\s+in|raised\s+in"
    rf"|grew\s+up\s+in|moved\s+(?:here\s+)?from|(?<!coming\s)from)\s+(?P<place>{_PLACE_NAME}"
    rf"|(?:the\s+)?(?:{PLACE.pattern}))"
    rf"(?:\s+originally)?{_ENDS}",
    re.IGNORECASE,
)
_PARTICLE = r"(?:(?:van|von|de|da|di|del|la|al|el|bin|ben|der)\s+)*"
_NAME = rf"{_CAPITAL}(?:\s+{_PARTICLE}{_CAPITAL}){{0,3}}"
_NAMED = re.compile(
    rf"\b(?:my (?:first |full |given )?name(?:['’]s|\sis)|call me|I(?:['’]m|\sam) called)\s+(?:{_NAME}|\w+)"
    rf"|^\W*(?:(?:hi|hello|hey)\W+)?(?:(?:this is|it['’]s)\s+{_NAME}|{_NAME}\s+here){_ENDS}"
    rf"|(?<=[.!?\n])\s*(?:(?:thanks|thank you|cheers|regards|best(?:\sregards)?)[,.!]*\s+|[—–-]\s*)?{_NAME}\W*$",
    re.IGNORECASE,
)
_I_AM_NAMED = re.compile(
    rf"\bI(?:['’]?m|\sam)\s+(?P<name>{_NAME})(?=\s*(?:[,.;:!?)–—]|$)|\s+(?:and|but|from|with|so)\b)", re.I
)
_GREETING = re.compile(
    r"^\s*(?:hi|hello|hey|good (?:morning|afternoon|evening))(?:\s+(?:there|all|everyone))?[\s,.!–—-]+", re.I
)


def impersonal(text: str, is_career: IsCareer) -> str:
    """The text without the name, gender, age and origin of who writes it; an age stays where age is asked about."""
    found = _NAMED.sub("", text)
    found = _I_AM_NAMED.sub(lambda match: _unless_career(match, match["name"], is_career), found)
    ageless = _AGE.sub("", _AGE_AND_ROLE.sub(r"\1 ", found))
    found = found if _ABOUT_AGE.search(ageless) else ageless
    found = _FROM.sub(lambda match: _unless_career(match, match["place"], is_career), found)
    found = _SELF_PERSON.sub(_without_person, found)
    found = _ANY_PERSON.sub("somebody", found)
    found = _SELF_WHO.sub(_without_qualities, found)
    return text if found == text else _tidied(_GREETING.sub("", found))


def _unless_career(match: re.Match[str], words: str, is_career: IsCareer) -> str:
    """Nothing, or the match itself where its words are a career's."""
    place = PLACE.fullmatch(words.removeprefix("the "))
    return match.group() if not place and any(map(is_career, words.split())) else ""


def _without_person(match: re.Match[str]) -> str:
    """ "As a woman in QA" is "as somebody in QA"; "as a woman" alone says nothing else."""
    return f"{match[1]} somebody{match[2]}" if match[2] else ""


def _without_qualities(match: re.Match[str]) -> str:
    """ "I'm a Nigerian developer" is "I'm a developer"; "I'm Nigerian" says nothing else."""
    following = match[5]
    if not following:
        return ""
    article = ("an " if following.strip().lower() in "aeiou" else "a ") if match[3] else ""
    return f"{match[1]}{article}{following.strip()}"


def _tidied(text: str) -> str:
    """The text without the commas and joints that stand around nothing."""
    text = re.sub(r"\(\s*\)", "", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", " ".join(text.split()))
    text = re.sub(r"([,;])(?:\s*(?:and|but|so)?\s*[,;])+", r"\1", text)
    text = re.sub(r"^(?:[\s,.;:!?–—-]|(?:and|but|so)\b)+|(?<=[.!?])(?:\s*(?:and|but|so)?\s*[.,;:!]+)+", "", text)
    text = re.sub(r"(?:\s+(?:and|but|if|when|since|because)|,)\s*(?=[.!?;]|$)", "", text)
    text = re.sub(r"(?<=[.!?])\s*(?:,|and\b|but\b)\s*", " ", text)
    text = re.sub(
        rf"(?:^|(?<=[.!?,]))\s*(?:{_I_AM}|as)\s*[,.;!?]+\s*|(?:^|(?<=[.!?,])\s+){_NUMBER}\s*[,.]",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return " ".join(text.split())
