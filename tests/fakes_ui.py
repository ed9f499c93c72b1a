"""A fake assistant with a few guides and scripted answers, for the browser face's tests and for trying the page out."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any, Literal

import streamlit as st

from ingest.adding import Preview, Upload
from ingest.report import Report
from rag.errors import CareerError, GuideUnknown, UsageError
from rag.progress import Progress, Step
from rag.types import (
    Answer,
    Article,
    Citation,
    Disagreement,
    Dropped,
    EncoderId,
    Figure,
    GuideInfo,
    Manifest,
    ParsedArticle,
    Position,
    Segment,
    Sentence,
    Stated,
    Turn,
    Unit,
)

FILLER = "\n\n".join(f"Paragraph {n} speaks of tides, tugs and the weather at the pier." for n in range(1, 60))
EARNS = "A harbour pilot earns $91,000 to $120,000 a year."
STARTS = "Pay starts at $64,000 for the first two years."
TUG_SAYS = "Harbour pilots make about $85,000 a year, and wait long for it."
HOSTILE = (
    '<img src="https://evil.example/x.png"> <script>alert(1)</script> ![x](https://evil.example/y.png) '
    "[click](javascript:alert(1)) https://evil.example/z www.evil.example me@evil.example $a_1$ and $b$ **bold** "
    "`code` :red[red] :material/star: :material_star: :smile: :streamlit: -> <- <-> -- >= <= ~= # no | a | b | ~~s~~ "
    "&lt; &amp; \\"
)

PILOTS = Article(
    id="pay/harbour.md",
    text=f"Harbour pilots\n\n{FILLER}\n\nPay\n\n{EARNS} {STARTS}\n\n{FILLER}",
    title="Harbour pilots: pay and ways in",
    author="Ada Berg",
    published="2024-05-01",
    url="https://example.org/harbour",
    segments=(
        Segment(0, 14, section="Harbour pilots"),
        Segment(16, 16 + len(FILLER), section="Harbour pilots"),
        Segment(18 + len(FILLER), 21 + len(FILLER), section="Pay"),
    ),
)
TUGS = Article(
    id="tugs.txt",
    text=f"Tug masters\n\n{TUG_SAYS}",
    title="Tug masters and what they wish they had known before their first winter",
)
EVIL = Article(id="evil.md", text=f"# Title\n\n{HOSTILE}", title=HOSTILE, author=HOSTILE, published=HOSTILE)


def cite(number: int, guide: Article, quote: str, section: str | None = None) -> Citation:
    """A citation of the quote in the guide."""
    start = guide.text.index(quote)
    return Citation(
        number=number,
        guide=guide.id,
        title=guide.title,
        author=guide.author,
        published=guide.published,
        as_of=None,
        section=section,
        timestamp=None,
        page=None,
        url=guide.url,
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def state(guide: Article, quote: str, value: str, low: float, high: float, unit: str = "USD") -> Stated:
    """A figure that the guide states in the quote."""
    start = guide.text.index(quote) + quote.index(value)
    return Stated(
        Figure(guide.id, start, start + len(value), value, low, high, unit, quote), cite(1, guide, quote, "Pay")
    )


def answer(question: str, text: str, *citations: Citation) -> Answer:
    """An answer of that text."""
    said = Sentence(text, tuple(citation.number for citation in citations), "quote")
    return Answer(question, question, "answered", text, (said,), citations=citations)


PAY = "What does a harbour pilot earn?"
SENIOR = "And a senior one?"
HARD = "What do hostile guides say?"
MOON = "What does a pilot earn on the moon?"

_DIFFER = Disagreement(
    "what a harbour pilot earns",
    (Position("$91,000 to $120,000", EARNS, 1), Position("about $85,000", TUG_SAYS, 3)),
)
SCRIPT: Mapping[str, Answer] = {
    PAY: replace(
        answer(
            PAY,
            f"{EARNS} [1] {STARTS} [2] {TUG_SAYS} [3]",
            cite(1, PILOTS, EARNS, "Pay"),
            cite(2, PILOTS, STARTS, "Pay"),
            cite(3, TUGS, TUG_SAYS),
        ),
        disagreements=(_DIFFER,),
        follow_ups=(SENIOR, "How long does it take to become one?"),
    ),
    SENIOR: replace(
        answer(SENIOR, f"{EARNS} [1]", cite(1, PILOTS, EARNS, "Pay")),
        status="partial",
        not_covered=("pay of senior pilots, in $",),
        notice="The model did not answer in time; these are quotes.",
    ),
    HARD: replace(
        answer(HARD, f"{HOSTILE} [1]", cite(1, EVIL, HOSTILE, HOSTILE)),
        status="partial",
        not_covered=(HOSTILE,),
        disagreements=(Disagreement(HOSTILE, (Position(HOSTILE, HOSTILE, 1), Position("no", "no", 1))),),
        notice=HOSTILE,
        follow_ups=(HOSTILE,),
    ),
    MOON: replace(
        answer(MOON, "The guides don't answer this. No guide mentions “moon”."),
        status="not_in_guides",
        sentences=(),
        nearest=(cite(1, PILOTS, EARNS, "Pay"),),
        not_covered=(MOON,),
        follow_ups=(PAY,),
    ),
}


@dataclass(frozen=True)
class FakePieces:
    """An answer that comes word by word; if told to, it breaks, or waits, after so many words."""

    whole: Answer
    pause_seconds: float = 0.0
    break_after: int | None = None
    wait_after: tuple[int, Event] | None = None
    """After so many words the rest waits for the event."""

    def __iter__(self) -> Iterator[str]:
        for number, word in enumerate(re.findall(r"\S+\s*", self.whole.answer)):
            if number == self.break_after:
                raise CareerError("The index went away; run `career ingest` again.")
            if self.wait_after and number == self.wait_after[0]:
                self.wait_after[1].wait(30)
            time.sleep(self.pause_seconds)
            yield word

    def answer(self) -> Answer:
        return self.whole


@dataclass
class FakeAssistant:
    """An assistant that answers from a script and remembers what it was asked."""

    articles: Sequence[Article] = (PILOTS, TUGS)
    mode: Literal["quotes", "model"] = "quotes"
    model: str | None = None
    pieces: Callable[[Answer], FakePieces] = FakePieces
    no_model: str | None = "CAREER_MODEL names no model"
    stated: Sequence[Stated] = ()
    asked: list[tuple[str, tuple[Turn, ...]]] = field(default_factory=list)
    told: list[str | None] = field(default_factory=list)
    """What the asker said of themselves, question by question."""
    within: list[tuple[str, ...]] = field(default_factory=list)
    """Which guides were to be asked, question by question; of none, all."""

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        mode: str | None = None,
        background: str | None = None,
        within: Sequence[str] = (),
    ) -> FakePieces:
        if len(question) > 200:
            raise UsageError("The question is longer than 200 characters; shorten it.")
        self.asked.append((question, tuple(history)))
        self.told.append(background)
        self.within.append(tuple(within))
        unknown = replace(answer(question, "The guides don't answer this."), status="not_in_guides", sentences=())
        return self.pieces(SCRIPT.get(question, unknown))

    def guides(self) -> tuple[GuideInfo, ...]:
        return tuple(
            GuideInfo(a.id, a.title, a.author, a.published, a.url, a.text.count("\n\n")) for a in self.articles
        )

    def guide(self, name: str) -> Article:
        for article in self.articles:
            if article.id == name:
                return article
        raise GuideUnknown(f"No guide is called {name!r}.")

    @property
    def manifest(self) -> Manifest:
        digests = {article.id: "0" * 64 for article in self.articles}
        return Manifest("g1", "/guides", EncoderId("fake", "0" * 64), 1, "2024-06-01T00:00:00+00:00", digests, 3)

    def figures(self) -> tuple[Stated, ...]:
        return tuple(self.stated)

    def compared_figures(self) -> tuple[Stated, ...]:
        return tuple(self.stated)

    def first_questions(self, guides: Sequence[str] = ()) -> tuple[str, ...]:
        if any(guide.startswith("shore/") for guide in guides):
            return tuple(f"What is said on {guide}?" for guide in guides)
        return (PAY, "Which role suits a deckhand?", "How long is the training?", "Who works at night?")

    def close(self) -> None: ...


@dataclass
class FakeParts:
    """Components of our own as the tests see them: what each was given last, by key, and what a click in it sends."""

    data: dict[str, Any] = field(default_factory=dict)
    _sent: list[tuple[str, str, object]] = field(default_factory=list)

    def send(self, key: str, event: str, value: object) -> None:
        """Lets the component send that at the next run."""
        self._sent.append((key, event, value))

    def component(self, name: str) -> Callable[..., None]:
        def render(*, key: str, data: object, **on: Callable[[], None]) -> None:
            self.data[key] = json.loads(json.dumps(data))
            for sent in [each for each in self._sent if each[0] == key]:
                self._sent.remove(sent)
                st.session_state[key] = {sent[1]: sent[2]}
                on[f"on_{sent[1]}_change"]()
                st.rerun()

        return render


@dataclass
class FakeLibrary:
    """A folder of guides that is the fake assistant's: text files of one sentence; `bad` ones are refused.

    A `copy` says what another guide says.
    """

    assistant: FakeAssistant
    wrong: CareerError | None = None
    """What adding and removing raises, if anything."""

    def suffixes(self) -> tuple[str, ...]:
        return ("md", "txt")

    def max_megabytes(self) -> float:
        return 1

    def preview(self, uploads: Sequence[Upload]) -> tuple[Preview, ...]:
        return tuple(self._preview(upload) for upload in uploads)

    def add(self, uploads: Sequence[Upload], progress: Progress) -> Report:
        self._check()
        progress(Step("Encoding", 1, 2))
        new = [each.parsed.article for each in self.preview(uploads) if each.parsed]
        self.assistant.articles = (*self.assistant.articles, *new)
        return self._report(added=tuple(article.id for article in new))

    def remove(self, guide: str, progress: Progress) -> Report:
        self._check()
        self.assistant.articles = tuple(a for a in self.assistant.articles if a.id != guide)
        return self._report(removed=(guide,))

    def _check(self) -> None:
        if self.wrong:
            raise self.wrong

    def _preview(self, upload: Upload) -> Preview:
        if "bad" in upload.name:
            return Preview(upload.name, None, refused="it is not text.")
        text = upload.data.decode()
        known = {article.id: article.text for article in self.assistant.articles}
        article = Article(upload.name, text, title=text)
        parsed = ParsedArticle(article, (Unit(upload.name, 0, len(text), text),), (), (Dropped(3, "Log in", "a menu"),))
        there = upload.name in known
        same = known.get(upload.name) == text
        copy_of = "tugs.txt" if "copy" in upload.name else None
        return Preview(upload.name, parsed, replaces=there and not same, same=same, copy_of=copy_of)

    def _report(self, added: tuple[str, ...] = (), removed: tuple[str, ...] = ()) -> Report:
        return Report(added, (), removed, (), (), (), "g2", False)
