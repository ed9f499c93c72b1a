"""Guides in each format: text, what the file says of itself, and where a quote stands in it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen import canvas

from ingest.articles import parse
from rag.errors import ArticleError
from rag.types import ParsedArticle
from tests.samples import baking, trams


@pytest.fixture(scope="module")
def pdf() -> ParsedArticle:
    return parse(trams(4), "trams.pdf")


def test_a_pdf_whose_letters_stand_on_a_size_below_nothing_is_read() -> None:
    """A negative size with a mirrored matrix is how some programs turn the axis round."""
    out = BytesIO()
    page = canvas.Canvas(out, pageCompression=0)
    text = page.beginText(72, 700)
    text.setFont("Helvetica", -12)
    text.textLine("Tram drivers earn 2,000 euros a month.")
    page.drawText(text)
    page.save()
    assert parse(out.getvalue(), "a.pdf").article.text


def test_a_pdf_says_who_and_what(pdf: ParsedArticle) -> None:
    assert (pdf.article.title, pdf.article.author) == ("Driving trams", "Ana Ruiz")
    assert pdf.article.published
    assert {drop.text for drop in pdf.dropped} >= {"The tram guide", "Page 1"}
    assert "The tram guide" not in pdf.article.text


def test_a_quote_of_a_pdf_knows_its_page_and_heading(pdf: ParsedArticle) -> None:
    sentence = next(unit for unit in pdf.units if "town 3 earns" in unit.text)
    assert (sentence.page, sentence.section) == (3, "Pay in town 3")
    assert sentence.text.startswith("A driver in town 3 earns 2,003 euros a month, and whoever works at night")
    assert [(unit.page, unit.context, unit.text) for unit in pdf.units if unit.text.endswith("€2,002")] == [
        (2, "Level | Pay", "Junior | €2,002")
    ]
    assert ("Drivers need", "A calm mind") in [(unit.context, unit.text) for unit in pdf.units]


def test_two_columns_are_read_one_after_the_other() -> None:
    out = BytesIO()
    page = canvas.Canvas(out, pagesize=A4)
    for n in range(12):
        page.drawString(60, 700 - 14 * n, f"The left column says {n} things of its own")
        page.drawString(320, 700 - 14 * n, f"and the right one {n} others, mostly")
    page.save()
    text = parse(out.getvalue(), "a.pdf").article.text
    assert text.index("left column says 11") < text.index("right one 0")


def test_a_word_document_is_read() -> None:
    parsed = parse(baking(), "baking.docx")
    article = parsed.article
    assert (article.title, article.author, article.published) == ("Baking as a job", "Léa Roy", "2024-05-06")
    assert [(unit.section, unit.context, unit.text) for unit in parsed.units] == [
        ("Pay", "", "A baker earns $36,000 a year 🥐."),
        ("Pay", "", "Bakers do the following:"),
        ("Pay", "Bakers do the following", "Mix dough"),
        ("Pay", "Bakers do the following", "Bake bread"),
        ("Pay", "Level | Pay", "Senior | $50,000"),
        ("Pay", "", "Said by יעל כהן of the bakery."),
        ("Hours", "", "A baker's working day begins at two in the morning."),
        ("Hours", "", "Night work"),
        ("Hours", "Night work", "is paid a quarter more"),
    ]
    assert {drop.text for drop in parsed.dropped} == {"Draft of the guild", "$30,000", "1"}


def test_subtitles_keep_speaker_and_second() -> None:
    text = (
        "WEBVTT\n\nNOTE made by a machine\n\n00:00:01.000 --> 00:00:04.000\n<v Ann>What does a cooper earn?\n\n"
        "00:01:04.000 --> 00:01:07.000\n<v Bob>About $37,000 a year in Jerez.\n"
    )
    parsed = parse(text.encode(), "talk.vtt")
    assert [(unit.timestamp, unit.text) for unit in parsed.units] == [
        ("00:01", "Ann: What does a cooper earn?"),
        ("01:04", "Bob: About $37,000 a year in Jerez."),
    ]
    assert [drop.text for drop in parsed.dropped] == ["NOTE made by a machine"]


def test_a_page_is_read_in_a_child_as_it_is_here() -> None:
    html = "<title>Pay | Site</title><nav>Menu</nav><main><h1>Pay</h1><ul><li>Go<ul><li>deep</ul></ul></main>"
    parsed = parse(html.encode(), "a.html")
    assert (parsed.article.title, parsed.article.source) == ("Pay", "Site")
    assert parsed.article.text == "Pay\n\n- Go\n  - deep"


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b"x" * 201_000_000)
    return out.getvalue()


def _empty_page() -> bytes:
    out = BytesIO()
    page = canvas.Canvas(out)
    page.rect(10, 10, 100, 100)
    page.save()
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "reason"),
    [
        (b"%PDF-1.7\nnonsense", "a.pdf", "no PDF that can be read"),
        (b"PK\x03\x04nonsense", "a.docx", "no Word document"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.docx", "older Word file"),
        (b"<div>" * 10_000 + b"x", "a.html", "deep"),
        (b"no times", "a.srt", "no times"),
        (b"x", "a.xlsx", "paste its table"),
        (b"x", "a.pages", "save it as .docx"),
    ],
)
def test_what_can_not_be_read_is_refused_with_a_way_out(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        parse(data, name)


def test_a_scan_is_told_from_a_text() -> None:
    with pytest.raises(ArticleError, match="recognised"):
        parse(_empty_page(), "a.pdf")


def test_a_file_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(ArticleError, match="unpacks"):
        parse(_bomb(), "a.docx")
