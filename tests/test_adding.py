"""What `add` puts into the folder and the index."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import frontmatter
import pytest

from rag.errors import UsageError
from rag.settings import Settings
from tests.indexes import PAY, WAY, add, fill, ingest, snapshot


@pytest.fixture
def ingested(settings: Settings) -> Settings:
    fill(settings, a=PAY)
    ingest(settings)
    return settings


def test_an_added_file_is_copied_and_known(ingested: Settings, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text(WAY)
    report = add(ingested, tmp_path / "new.md")
    assert (report.added, report.unchanged, report.exit_code) == (("new.md",), ("a.md",), 0)
    assert (ingested.corpus / "new.md").read_text() == WAY


def test_metadata_goes_into_the_front_matter_and_leaves_the_rest(ingested: Settings, tmp_path: Path) -> None:
    file = tmp_path / "new.md"
    file.write_text("---\ntitle: Old\nsource: A magazine\n---\n\nLearn Python first: $5 – then 85 %.\n", "utf-8-sig")
    add(ingested, file, title="Way: on", author="Jané Doe", published="2026-01-15", url="https://example.org/?a=1")
    post = frontmatter.loads((ingested.corpus / "new.md").read_text())
    assert post.metadata == {
        "title": "Way: on",
        "source": "A magazine",
        "author": "Jané Doe",
        "published": "2026-01-15",
        "url": "https://example.org/?a=1",
    }
    assert post.content == "Learn Python first: $5 – then 85 %."
    article = snapshot(ingested).articles["new.md"]
    assert (article.title, article.author, article.published) == ("Way: on", "Jané Doe", "2026-01-15")
    assert file.read_bytes().startswith(b"\xef\xbb\xbf---\ntitle: Old")


def test_a_file_that_cannot_be_read_is_not_left_in_the_folder(ingested: Settings, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("")
    (tmp_path / "picture.png").write_text("x")
    (tmp_path / "README.md").write_text(WAY)
    (tmp_path / "good.md").write_text(WAY)
    names = ["empty.md", "picture.png", "README.md", "gone.md", "guides", "good.md"]
    report = add(ingested, *(tmp_path / name for name in names), author="Doe")
    assert [Path(failed.guide).name for failed in report.failed] == names[:-1]
    assert (report.added, report.exit_code) == (("good.md",), 1)
    assert sorted(path.name for path in ingested.corpus.iterdir()) == ["a.md", "good.md"]


def test_a_newer_version_replaces_but_another_guide_of_that_name_does_not(ingested: Settings, tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text(PAY + "\nAnd a new sentence stands here.\n")
    assert add(ingested, file).changed == ("a.md",)
    file.write_text(WAY)
    report = add(ingested, file)
    assert "another guide of that name" in report.failed[0].reason
    assert "new sentence" in (ingested.corpus / "a.md").read_text()


def test_a_file_in_the_folder_is_ingested_where_it_is(ingested: Settings) -> None:
    (ingested.corpus / "deep").mkdir()
    inside = ingested.corpus / "deep" / "b.md"
    inside.write_text(WAY)
    assert add(ingested, inside).added == ("deep/b.md",)
    assert add(ingested, inside, author="Jane Doe").changed == ("deep/b.md",)
    assert snapshot(ingested).articles["deep/b.md"].author == "Jane Doe"
    assert not (ingested.corpus / "b.md").exists()


def test_what_a_crash_left_in_the_folder_goes(ingested: Settings, tmp_path: Path) -> None:
    (ingested.corpus / ".career-add-x1").write_text("half")
    (tmp_path / "new.md").write_text(WAY)
    add(ingested, tmp_path / "new.md")
    assert sorted(path.name for path in ingested.corpus.iterdir()) == ["a.md", "new.md"]


def test_adding_to_an_empty_folder_makes_the_index(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text(WAY)
    assert add(settings, tmp_path / "new.md").added == ("new.md",)
    assert set(snapshot(settings).articles) == {"new.md"}


def test_adding_a_bad_file_to_an_empty_folder_says_why(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("")
    report = add(settings, tmp_path / "bad.md")
    assert [failed.reason.split(":")[0] for failed in report.failed] == ["the file is empty"]


LONG = " ".join(f"Trade number {n} pays ${n}0,000 a year in the north." for n in range(1, 9))


def test_a_copy_under_another_name_counts_once_and_is_reported(ingested: Settings, tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(LONG)
    (tmp_path / "two.txt").write_text(LONG.replace("number 8 pays", "number eight pays"))
    report = add(ingested, tmp_path / "one.md", tmp_path / "two.txt")
    assert report.added == ("one.md",)
    assert [(each.guide, "one.md" in each.reason) for each in report.failed] == [("two.txt", True)]
    assert not (ingested.corpus / "two.txt").exists()


def test_a_name_in_another_unicode_form_is_the_same_guide(ingested: Settings, tmp_path: Path) -> None:
    for form in ("NFC", "NFD"):
        file = tmp_path / form / unicodedata.normalize(form, "Löhne.md")
        file.parent.mkdir()
        file.write_text(
            f"---\ntitle: Pay in Graz\n---\nA baker earns €{len(form)}1,000 a year. A cook earns less. {form}"
        )
        report = add(ingested, file)
    assert (report.added, report.changed, report.failed) == ((), ("Löhne.md",), ())


def test_nothing_can_be_written_into_a_pdf(ingested: Settings, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (failed,) = add(ingested, tmp_path / "a.pdf", title="T").failed
    assert "it is no PDF that can be read" in failed.reason


def test_one_title_is_for_one_file(ingested: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one by one"):
        add(ingested, tmp_path / "a.md", tmp_path / "b.md", title="Both")
