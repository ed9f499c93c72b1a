"""A fake assistant, for the tests of the faces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rag.errors import GuideUnknown, UsageError
from rag.types import Answer, Article, Citation, EncoderId, Figure, GuideInfo, Manifest, Segment, Sentence, Stated, Turn

GUIDE = Article(
    id="pay/harbour.md",
    text="Harbour pilots\n\nA harbour pilot earns $91,000 a year. Pay starts lower.",
    title="Harbour pilots",
    author="Ada Berg",
    published="2024-05-01",
    url="https://example.org/harbour",
    segments=(Segment(0, 14), Segment(16, 70, section="Pay", timestamp="01:05")),
)


LISTED = Stated(
    Figure(
        article_id=GUIDE.id,
        start=38,
        end=45,
        text="$91,000",
        low=91e3,
        high=91e3,
        unit="USD",
        of="A harbour pilot earns",
        says="Ada Berg",
        as_of="2024-05-01",
        basis="roughly",
        grounds="estimate",
        per="year",
    ),
    Citation(
        number=1,
        guide=GUIDE.id,
        title=GUIDE.title,
        author=GUIDE.author,
        published=GUIDE.published,
        as_of=GUIDE.published,
        section="Pay",
        timestamp="01:05",
        page=None,
        url=GUIDE.url,
        quote="A harbour pilot earns $91,000 a year.",
        start=16,
        end=53,
    ),
)


def cited(question: str, guide: Article = GUIDE, quote: str = "A harbour pilot earns $91,000 a year.") -> Answer:
    """An answered question with the guide's quote as its one citation."""
    start = guide.text.index(quote)
    citation = Citation(
        number=1,
        guide=guide.id,
        title=guide.title,
        author=guide.author,
        published=guide.published,
        as_of=None,
        section="Pay",
        timestamp="01:05",
        page=None,
        url=guide.url,
        quote=quote,
        start=start,
        end=start + len(quote),
    )
    said = Sentence(f"{quote} [1]", (1,), "quote")
    return Answer(
        question, question, "answered", said.text, (said,), citations=(citation,), follow_ups=("And a senior one?",)
    )


@dataclass(frozen=True, slots=True)
class FakePieces:
    """An answer that comes word by word."""

    whole: Answer

    def __iter__(self) -> Iterator[str]:
        return iter(re.findall(r"\S+\s*", self.whole.answer))

    def answer(self) -> Answer:
        return self.whole


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of `ask`."""

    question: str
    history: tuple[Turn, ...]
    mode: str | None
    background: str | None
    within: tuple[str, ...] = ()


@dataclass
class FakeAssistant:
    """An assistant over the given guides that answers with `reply(question)` and remembers what it was asked."""

    reply: Callable[[str], Answer] = cited
    articles: Sequence[Article] = (GUIDE,)
    max_question_chars: int = 2000
    asked: list[Asked] = field(default_factory=list)
    closed: bool = False

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        *,
        mode: str | None = None,
        background: str | None = None,
        within: Sequence[str] = (),
    ) -> FakePieces:
        if not question.strip():
            raise UsageError("The question is empty; ask something.")
        if len(question) > self.max_question_chars:
            raise UsageError(f"The question is longer than {self.max_question_chars} characters; shorten it.")
        self.asked.append(Asked(question, tuple(history), mode, background, tuple(within)))
        return FakePieces(self.reply(question))

    def search(self, question: str, most: int) -> tuple[Citation, ...]:
        if not question.strip():
            raise UsageError("The question is empty; ask something.")
        return (LISTED.citation,)[:most]

    def guides(self) -> tuple[GuideInfo, ...]:
        return tuple(GuideInfo(a.id, a.title, a.author, a.published, a.url, 1) for a in self.articles)

    def figures(self, topic: str | None = None) -> tuple[Stated, ...]:
        return () if topic == "nothing" else (LISTED,)

    def guide(self, name: str) -> Article:
        for article in self.articles:
            if name in (article.id, article.title):
                return article
        raise GuideUnknown(f"No guide is called {name!r}; `career guides` lists them.")

    def first_questions(self) -> tuple[str, ...]:
        return ("What does a harbour pilot earn?",)

    @property
    def manifest(self) -> Manifest:
        digests: Mapping[str, str] = {article.id: "0" * 64 for article in self.articles}
        return Manifest("g1", "/guides", EncoderId("fake", "0" * 64), 1, "2024-06-01T00:00:00+00:00", digests, 3)

    def close(self) -> None:
        self.closed = True
