"""Files as people have them: for each kind that once went wrong, what is quoted of it, and what is not."""

from __future__ import annotations

import pytest

from ingest.articles import parse
from rag.types import ParsedArticle


def _read(text: str, name: str) -> ParsedArticle:
    return parse(text.encode(), name)


def _said(text: str, name: str) -> list[str]:
    return [unit.text for unit in _read(text, name).units]


@pytest.mark.parametrize(
    ("said", "low", "high", "unit"),
    [
        ("1.850,25 EUR", 1850.25, 1850.25, "EUR"),
        ("€2.100", 2100, 2100, "EUR"),
        ("1.900,00–2.400,50 EUR", 1900, 2400.5, "EUR"),
        ("48\u00a0000 €", 48000, 48000, "EUR"),
        ("48\u202f000 €", 48000, 48000, "EUR"),
        ("CHF 71’500", 71500, 71500, "CHF"),
        ("₹9,50,000 to ₹14,00,000", 950000, 1400000, "INR"),
        ("1.250.000 EUR", 1250000, 1250000, "EUR"),
    ],
)
def test_amounts_of_other_countries(said: str, low: float, high: float, unit: str) -> None:
    (figure,) = _read(f"A glazier earns {said} there.", "a.md").figures
    assert (figure.low, figure.high, figure.unit) == (low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        '<Box\n  kind="note"\n>\n\nA glazier earns $700 a week.\n\n</Box>',
        "<Tabs>\n<Tab label='Pay'>\n\nA glazier earns $700 a week.\n\n</Tab>\n</Tabs>",
        "<img\n  src='x.png'\n  alt=''\n/>\n\nA glazier earns $700 a week.",
        'import Box from "./box"\n\n<Box a={1}\n  b={2} />\n\nA glazier earns $700 a week.',
    ],
)
def test_tags_over_line_ends(text: str) -> None:
    assert "A glazier earns $700 a week." in _said(text, "a.md")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("A notary earns $90,000<sup>2</sup> a year.", "A notary earns $90,000 a year."),
        ("A notary earns $90,000² a year.", "A notary earns $90,000 a year."),
        ("A notary earns $90,000[^2] a year.\n\n[^2]: Gross.", "A notary earns $90,000 a year."),
        ("It has 10<sup>9</sup> rows and 40 m<sup>2</sup>.", "It has 10⁹ rows and 40 m²."),
    ],
)
def test_raised_numbers(text: str, shown: str) -> None:
    assert _said(text, "a.md")[0] == shown


@pytest.mark.parametrize("mark", ["[3]", "[3][4]", "[12]"])
def test_a_texts_own_references_end_a_sentence(mark: str) -> None:
    assert _said(f"A diver earns €30,000 a year.{mark} Most work in teams.", "a.txt") == [
        f"A diver earns €30,000 a year.{mark}",
        "Most work in teams.",
    ]


@pytest.mark.parametrize(
    "label", ["**Salary:** $55K-$65K", "**Salary**: $55K-$65K", "**Salary** $55K-$65K", "Salary: $55K-$65K"]
)
def test_a_label_is_no_section_and_stands_under_its_heading(label: str) -> None:
    junior = f"### Junior (0-1 years)\n**Duties:**\n- Sweeps the yard\n\n{label}"
    text = f"# Path\n\n{junior}\n\n### Senior (4-8 years)\n{label}"
    sections = [unit.section for unit in _read(text, "a.md").units if "$55K" in unit.text]
    assert sections == ["Junior (0-1 years)", "Senior (4-8 years)"]


@pytest.mark.parametrize("fence", ["```\n{}\n```", "~~~sh\n{}\n~~~", "1. Do\n\n   ```\n   {}\n   ```", "<pre>{}</pre>"])
def test_code_is_kept_and_never_quoted(fence: str) -> None:
    parsed = _read("# T\n\nRun this one first:\n\n" + fence.format("Install It Now and be paid $5"), "a.md")
    assert "Install It Now and be paid $5" in parsed.article.text
    assert not [unit for unit in parsed.units if "Install" in unit.text]
    assert "#" not in parsed.article.text


@pytest.mark.parametrize(
    "text",
    [
        "From: Ola Nord <ola@example.org>\nSubject: Re: Pay of ferrymen\nDate: Mon, 4 Mar 2024 09:00:00 +0100\n"
        "Content-Transfer-Encoding: quoted-printable\n\nA ferryman earns 2,700 euros a month, "
        "and thi=\ns is caf=C3=A9 pay.",
        "From: Ola Nord <ola@example.org>\nTo: x@example.org\nSubject: Pay of ferrymen\nDate: 4 Mar 2024\n\n"
        "A ferryman earns 2,700 euros a month, and this is café pay.",
        "Subject: Pay of ferrymen\nFrom: Ola Nord <ola@example.org>\nDate: 4 Mar 2024\n"
        "Content-Transfer-Encoding: base64\n\n"
        "QSBmZXJyeW1hbiBlYXJucyAyLDcwMCBldXJvcyBhIG1vbnRoLCBhbmQgdGhpcyBpcyBjYWbDqSBwYXku",
    ],
)
def test_a_mail_is_its_body(text: str) -> None:
    parsed = _read(text, "a.txt")
    article = parsed.article
    assert (article.title, article.author, article.published) == ("Pay of ferrymen", "Ola Nord", "2024-03-04")
    assert article.text == "A ferryman earns 2,700 euros a month, and this is café pay."
    assert "ola@example.org" in [drop.text for drop in parsed.dropped]


@pytest.mark.parametrize(
    ("first", "title"),
    [
        ("Well, you know how it is", None),
        ("Right, so I was going to say", None),
        ("and then we moved on", None),
        ("Beekeeping for Beginners", "Beekeeping for Beginners"),
        ("\\title{Keeping Bees}", "Keeping Bees"),
        ("#+TITLE: Keeping Bees", "Keeping Bees"),
    ],
)
def test_titles_of_plain_text(first: str, title: str | None) -> None:
    text = f"{first}\n\nWe talk of bees today and of nothing else. A keeper earns $40,000 a year, more or less."
    assert _read(text, "a.txt").article.title == title


@pytest.mark.parametrize(
    "text",
    [
        "> [!tip] Pay\n> A porter earns $20 an hour in [[Leeds|the city]].",
        "A porter earns ==$20== an hour in [[the city]].",
        "A porter earns $20 an hour in the city. %%ask Jo first%%",
        "%%\nask Jo first\n%%\n\nA porter earns $20 an hour in the city.",
    ],
)
def test_marks_of_note_takers_go(text: str) -> None:
    assert "A porter earns $20 an hour in the city." in _said(text, "a.md")
    assert not [each for each in _said(text, "a.md") if "Jo" in each or "[" in each or "=" in each]


@pytest.mark.parametrize(
    "text",
    [
        "= Pay of porters\nIda Quist <ida@example.org>\n\n== Pay\n\n"
        "|===\n|Level |Pay\n\n|Junior\n|$39,000\n\n|Senior\n|$64,000\n|===",
        '== Pay ==\n\n{| class="wikitable"\n! Level !! Pay\n|-\n| Junior || $39,000\n|-\n| Senior || $64,000\n|}',
        "== Pay\n\n|===\n|Level |Pay\n\n|Junior |$39,000\n|Senior |$64,000\n|===",
        "## Pay\n\nLevel | Pay\n---|---\nJunior | $39,000\nSenior | $64,000",
    ],
)
def test_tables_of_other_systems(text: str) -> None:
    parsed = _read(text, "a.txt")
    assert [(unit.section, unit.context, unit.text) for unit in parsed.units][-1] == (
        "Pay",
        "Level | Pay",
        "Senior | $64,000",
    )
    assert "=" not in parsed.article.text


@pytest.mark.parametrize(
    "old",
    [
        "~~$48,000~~",
        "<del>$48,000</del>",
        "<s>$48,000</s>",
        '<span style="text-decoration: line-through">$48,000</span>',
    ],
)
def test_what_is_struck_out_is_listed_and_not_said(old: str) -> None:
    parsed = _read(f"A clerk earns {old} $51,000 a year.", "a.md")
    assert [figure.low for figure in parsed.figures] == [51000]
    assert [(drop.text) for drop in parsed.dropped] == ["$48,000"]


@pytest.mark.parametrize(
    "text",
    [
        "| Trade | 2023 | 2024 |\n| | Mean | Mean |\n|---|---|---|\n| Potter | $41K | $43K |",
        "<table><thead><tr><th rowspan=2>Trade<th>2023<th>2024</tr><tr><th>Mean<th>Mean</tr></thead>"
        "<tr><td>Potter<td>$41K<td>$43K</tr></table>",
        "| Trade | 2023 | 2024 |\n|---|---|---|\n| Potter | $41K | $43K |",
    ],
)
def test_heads_of_two_rows(text: str) -> None:
    assert [(figure.text, figure.as_of) for figure in _read(text, "a.md").figures] == [
        ("$41K", "2023"),
        ("$43K", "2024"),
    ]


def test_a_wrapped_line_that_begins_with_a_figure_is_one_sentence() -> None:
    text = "A potter who sells from her own workshop in the old town earns about\n$41,000 a year before tax."
    assert len(_said(text, "a.md")) == len(_said(text, "a.txt")) == 1
