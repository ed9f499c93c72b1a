"""What is known of English words without any guide: words that carry no topic, and words that mean the same."""

from __future__ import annotations

import re
from functools import cache

from rag.language.lexical import terms

STOPWORDS = frozenset(
    """a about above actually after again all almost already also although always am an and another any anybody anyone
    anything are aren't around as ask asked at away be became because become been before being below between both but
    by can can't cannot could couldn't did didn't do does doesn't doing don't done down during each either else enough
    especially etc ever every exactly far few first for from further get gets getting give given gives go goes going
    good got guide guides had hardly has hasn't have haven't having he hello her here hers hey hi him his how however
    i i'd i'll i'm i've if in instead into is isn't it it's its itself just kind know known last least less let like
    likely look looking lot lots made mainly make makes many may maybe me mean means mention mentioned mentions might
    mine more most much must my myself name named need needed needs neither never no nobody nor not nothing now of off
    often ok okay on once one ones only onto or other others our ours out over own particular per perhaps please
    possible put quite rather really right said same say saying says see seem seems shall she should shouldn't so some
    somebody someone something sort speak speaks still such sure take taken takes talk talks tell tells than thank
    thanks that that's the their theirs them then there these they thing things think this those though through till
    to today together too toward towards typical typically under until up upon us use used uses using usual usually
    various very via want wants was wasn't way ways we well were what what's whatever when where whether which while
    who who's whom whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your
    yours yourself according article articles video text author authors advice advise recommended recommend recommends
    warn warns opinion view table section list page paragraph sentence passage text blog post transcript comparison
    source sources speaker basically essentially simply roughly approximately generally""".split()
)
"""Function words, and the words people use to talk to an assistant about what guides say."""

LIGHT = frozenset(
    """secret recipe key notion idea reason point question answer example sample fact matter case aspect factor trick
    tip catch deal story truth way part side kind sort type bit couple number amount figure level average""".split()
)
"""Nouns that stand for what follows them ("the recipe for ..."): what they name is not a topic of its own."""

_ALSO_NAMES = frozenset({"it", "us"})
"""Function words that name something where they are written in capitals: a field, a country."""
_CONTRACTED = re.compile(r"(?:n't|'(?:s|re|ve|ll|d|m))$")

_GROUPS = (
    "salary, pay, paid, earn, earning, compensation, income, wage, remuneration, paycheck, money, make, payment, "
    "salaries",
    "entry-level, entry level, junior, beginner, newcomer, starter, fresher, new graduate, entry, starting out, "
    "first job, no experience, newbie, rookie",
    "mid-level, mid level, intermediate, midlevel, mid",
    "senior, experienced, seniority, sr",
    "remote, remotely, home, wfh, telework, home office, anywhere, distributed, on-site, onsite",
    "maths, math, mathematics, mathematical, statistics, stats, algebra, calculus",
    "learn, study, teach, self-teach, self-taught, autodidact, studying, self-learning, self-study",
    "cost, price, tuition, fee, expense, charge, bill, expensive, cheap",
    "degree, university, college, bachelor, master, school, program, programme, diploma, academic",
    "phd, doctorate, doctoral",
    "job, role, position, posting, opening, vacancy, title, listing, work",
    "apply, application, applicant, candidate",
    "company, employer, firm, organization, organisation, business, enterprise, startup",
    "growth, grow, grew, increase, rise, boom, expand, surge",
    "course, class, training, bootcamp, tutorial, mooc, lesson, curriculum",
    "tech, technology, technological",
    "video, clip, recording, episode, footage",
    "tool, technology, stack, software, framework, toolbox, platform, toolchain",
    "cloud platform, cloud provider, cloud vendor",
    "code, coding, programming, program, programmer",
    "oncall, on-call, pager, firefighting",
    "switch, transition, move, change, pivot, become, break into, get into, enter, breaking in, transfer",
    "ml, machine learning",
    "ai, artificial intelligence",
    "swe, software engineer, software engineering, software developer, developer",
    "qa, tester, testing, quality assurance",
    "sysadmin, system administrator",
    "k8s, kubernetes",
    "gcp, google cloud, google's cloud",
    "aws, amazon web services",
    "llm, large language model, language model, llms",
    "ci/cd, continuous integration, continuous delivery",
    "iac, infrastructure as code",
    "experience, background, track record",
    "difference, differ, different, distinct, distinguish, compare, comparison, versus, vs",
    "day, daily, day-to-day, routine, everyday",
    "responsibility, duty, task, responsible, responsibilities",
    "skill, ability, competence, knowledge, know-how",
    "requirement, require, required, expect, demand, prerequisite, must",
    "production, prod, deploy, deployment, live, ship, deployed",
    "hire, hiring, recruit, recruiter, recruiting",
    "interview, interviewing",
    "hard, difficult, tough, steep, challenging, easy, easier, simple, straightforward",
    "obsolete, outdated, replaced, future-proof, future, automate away",
    "advantage, benefit, pro, pros, upside, strength",
    "disadvantage, drawback, con, cons, downside, weakness, against",
    "career, path, progression, ladder, promotion, advance, advancement",
    "free, gratis",
    "roadmap, road map, plan, curriculum",
    "shortage, scarce, scarcity, rare, lack",
    "demand, need, wanted, sought",
    "start, begin, beginning, get started",
    "look after, take care, taken care, responsible, maintain, maintenance, handle",
    "author, written, wrote, writer, writes, byline, published",
    "bay area, sf, san francisco",
    "nyc, new york",
    "valuable, valued, worth, value",
    "overrated, waste, unnecessary, overkill, skip",
)
"""Words and phrases that people use for the same matter in talk of careers."""


@cache
def concepts() -> dict[str, frozenset[str]]:
    """Stem -> the stems that mean the same; a phrase counts by its stems joined with a space."""
    table: dict[str, frozenset[str]] = {}
    for group in _GROUPS:
        stems = frozenset(" ".join(terms(phrase)[:4]) for phrase in group.split(", "))
        for stem in stems:
            table[stem] = table.get(stem, frozenset()) | stems
    return table


def is_topical(word: str) -> bool:
    """Whether a word names something that a text may be about."""
    lower = word.lower()
    if word.isupper() and lower in _ALSO_NAMES:
        return True
    if lower in STOPWORDS or lower in LIGHT or _CONTRACTED.sub("", lower) in STOPWORDS:
        return False
    return len(lower) > 1 or lower.isdigit()
