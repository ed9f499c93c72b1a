"""Words of English that say the opposite of one another."""

from __future__ import annotations

from functools import cache

from rag.text.lexical import terms

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
    "stay stays stayed remain remains remained / leave leaves left quit quits",
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
)


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
    return frozenset(terms(word)[0] for word in words.split())
