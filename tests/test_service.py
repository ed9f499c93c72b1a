from __future__ import annotations

import dataclasses
import functools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import frontmatter
import pytest

from ingest import service
from ingest.articles import parse
from ingest.report import Report
from rag.errors import IndexBusy, IndexMissing, IndexUnusable, UsageError
from rag.indexing.index import Generation, open_index
from rag.indexing.publishing import open_writer
from rag.progress import Step
from rag.settings import ROOT, Settings
from rag.types import ParsedArticle
from tests.fakes import HashEncoder

PAY = "# Pay\n\nEngineers earn more money every year. Docker is a tool.\n"
WAY = "# Way\n\nLearn Python first, then learn Docker.\n"


def ingest(settings: Settings, folder: Path | None = None, **options: object) -> Report:
    return service.ingest(settings, folder, **{"encoder": HashEncoder(), **options})  # type: ignore[arg-type]


def add(settings: Settings, *files: Path, **options: str) -> Report:
    return service.add(settings, files, encoder=HashEncoder(), **options)  # type: ignore[arg-type]


def snapshot(settings: Settings) -> Generation:
    return open_index(settings, HashEncoder().id).snapshot()


def fill(settings: Settings, **guides: str) -> None:
    for name, text in guides.items():
        (settings.corpus / f"{name}.md").write_text(text)


def test_the_index_becomes_what_the_folder_holds(settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY, c=PAY)
    first = ingest(settings)
    assert (first.added, first.exit_code) == (("a.md", "b.md", "c.md"), 0)
    fill(settings, b=PAY, d=WAY)
    (settings.corpus / "c.md").unlink()
    second = ingest(settings)
    assert (second.added, second.changed, second.removed, second.unchanged) == (
        ("d.md",),
        ("b.md",),
        ("c.md",),
        ("a.md",),
    )
    assert second.generation == snapshot(settings).manifest.generation != first.generation
    assert list(snapshot(settings).articles) == ["a.md", "b.md", "d.md"]


def test_unchanged_guides_are_not_encoded_and_nothing_new_makes_no_generation(settings: Settings) -> None:
    encoder = HashEncoder()
    fill(settings, a=PAY, b=WAY)
    first = ingest(settings, encoder=encoder)
    encoder.encoded = 0
    assert ingest(settings, encoder=encoder) == dataclasses.replace(
        first, added=(), unchanged=("a.md", "b.md"), dropped=()
    )
    assert encoder.encoded == 0
    fill(settings, c=WAY)
    ingest(settings, encoder=encoder)
    assert encoder.encoded == 2 * len(parse(WAY.encode(), "c.md").units)


def test_a_dry_run_tells_and_writes_nothing(settings: Settings) -> None:
    fill(settings, a=PAY)
    (settings.corpus / "x.png").write_text("")
    report = ingest(settings, dry_run=True)
    assert (report.added, [f.guide for f in report.failed], report.generation) == (("a.md",), ["x.png"], None)
    assert report.dry_run
    assert not settings.index_path.exists()
    assert {path.name for path in settings.corpus.parent.iterdir()} == {"guides"}


def test_a_dry_run_lists_what_every_guide_would_lose(settings: Settings) -> None:
    fill(settings, a="# Pay\n\nLoading video analysis...\n\nEngineers earn more money every year.\n")
    ingest(settings)
    dropped = ingest(settings, dry_run=True).dropped
    assert [(line.guide, line.line, line.text) for line in dropped] == [("a.md", 3, "Loading video analysis...")]


def test_a_bad_file_costs_itself_alone(settings: Settings) -> None:
    fill(settings, a=PAY, empty="")
    (settings.corpus / "binary.md").write_bytes(bytes(range(256)) * 50)
    report = ingest(settings)
    assert (report.added, report.exit_code) == (("a.md",), 1)
    assert [failed.guide for failed in report.failed] == ["binary.md", "empty.md"]
    assert list(snapshot(settings).articles) == ["a.md"]


def test_only_bad_files_publish_nothing(settings: Settings) -> None:
    fill(settings, empty="")
    report = ingest(settings)
    assert (report.generation, report.exit_code) == (None, 1)
    with pytest.raises(IndexMissing):
        snapshot(settings)


def test_a_guide_that_went_bad_keeps_its_last_good_version(settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY)
    ingest(settings)
    fill(settings, a="", b=PAY)
    report = ingest(settings)
    assert (report.changed, report.removed) == (("b.md",), ())
    assert report.failed[0].reason.endswith("Its last good version stays in the index.")
    assert snapshot(settings).articles["a.md"] == parse(PAY.encode(), "a.md").article
    fill(settings, a=WAY)
    assert ingest(settings).changed == ("a.md",)


@pytest.mark.parametrize("known", [True, False])
def test_a_guide_that_vanishes_meanwhile(known: bool, settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY)
    if known:
        ingest(settings)
        fill(settings, b=PAY)

    def vanish(step: Step) -> None:
        if step.message == "Reading guides":
            (settings.corpus / "b.md").unlink(missing_ok=True)

    report = ingest(settings, progress=vanish)
    assert [(failed.guide, failed.reason) for failed in report.failed] == [("b.md", "it went away while it was read.")]
    assert report.removed == (("b.md",) if known else ())
    assert list(snapshot(settings).articles) == ["a.md"]


def test_a_mistake_of_the_parser_costs_one_guide(settings: Settings) -> None:
    def fragile(data: bytes, id: str) -> ParsedArticle:
        return parse(data, id) if id == "a.md" else parse(data, 1 / 0)  # type: ignore[arg-type]

    fill(settings, a=PAY, b=WAY)
    report = ingest(settings, parse=fragile)
    assert (report.added, [f.guide for f in report.failed]) == (("a.md",), ["b.md"])


def test_another_folder_needs_replace(settings: Settings, tmp_path: Path) -> None:
    fill(settings, a=PAY)
    ingest(settings)
    other = tmp_path / "other"
    other.mkdir()
    (other / "z.md").write_text(WAY)
    with pytest.raises(UsageError, match="--replace"):
        ingest(settings, other)
    assert ingest(settings, other, replace=True).removed == ("a.md",)
    assert ingest(settings).unchanged == ("z.md",)
    assert snapshot(settings).manifest.folder == str(other)


def test_the_same_guides_in_another_folder_are_recorded_there(settings: Settings, tmp_path: Path) -> None:
    fill(settings, a=PAY)
    ingest(settings)
    moved = settings.corpus.rename(tmp_path / "moved")
    with pytest.raises(UsageError, match="doesn't exist"):
        ingest(settings)
    assert ingest(settings, moved, replace=True).unchanged == ("a.md",)
    assert snapshot(settings).manifest.folder == str(moved)


def test_a_folder_without_guides_empties_nothing_unasked(settings: Settings) -> None:
    with pytest.raises(UsageError, match="holds no guide"):
        ingest(settings)
    fill(settings, a=PAY)
    ingest(settings)
    (settings.corpus / "a.md").unlink()
    with pytest.raises(UsageError, match="--replace"):
        ingest(settings)
    assert list(snapshot(settings).articles) == ["a.md"]
    assert ingest(settings, replace=True).removed == ("a.md",)
    assert list(snapshot(settings).articles) == []


def test_what_is_no_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="doesn't exist"):
        ingest(settings, tmp_path / "nowhere")
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is not a folder"):
        ingest(settings, tmp_path / "file")
    assert not settings.index_path.exists()


def test_another_encoder_makes_everything_again(settings: Settings) -> None:
    fill(settings, a=PAY)
    ingest(settings)
    other = HashEncoder("other")
    with pytest.raises(IndexUnusable):
        open_index(settings, other.id).snapshot()
    assert ingest(settings, encoder=other).added == ("a.md",)
    assert open_index(settings, other.id).snapshot().manifest.encoder == other.id


def _damage_vectors(root: Path) -> None:
    for path in root.rglob("data_level0.bin"):
        path.write_bytes(b"noise")


def _damage_manifest(root: Path) -> None:
    for path in root.rglob("manifest.json"):
        path.write_text("{")


def _damage_pointer(root: Path) -> None:
    (root / "current").write_text("nonsense")


@pytest.mark.parametrize("damage", [_damage_vectors, _damage_manifest, _damage_pointer])
def test_the_next_ingest_repairs_a_damaged_index(damage: Callable[[Path], None], settings: Settings) -> None:
    fill(settings, a=PAY, b=WAY)
    ingest(settings)
    damage(settings.index_path)
    with pytest.raises(IndexUnusable):
        snapshot(settings)
    if damage is not _damage_vectors:
        with pytest.raises(UsageError, match="no longer tells its folder"):
            ingest(settings)
    ingest(settings, settings.corpus)
    assert list(snapshot(settings).articles) == ["a.md", "b.md"]
    assert len(list((settings.index_path / "generations").iterdir())) == 1


def test_one_ingest_at_a_time(settings: Settings) -> None:
    fill(settings, a=PAY)
    code = (
        "import sys; from pathlib import Path; from rag.indexing.publishing import open_writer\n"
        "with open_writer(Path(sys.argv[1]), 0): print('in', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(settings.index_path)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"in\n"
        with pytest.raises(IndexBusy, match="Another ingest"):
            ingest(settings)
        other.communicate()
    assert ingest(settings).added == ("a.md",)


# --- add ----------------------------------------------------------------------------------------------------------


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


def test_adding_to_a_named_index_that_is_not_there_is_refused(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text(WAY)
    with pytest.raises(IndexMissing, match="career ingest FOLDER --index"):
        add(settings, tmp_path / "new.md")
    assert not settings.index_path.exists()
    assert list(settings.corpus.iterdir()) == []


def test_one_title_is_for_one_file(ingested: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="one by one"):
        add(ingested, tmp_path / "a.md", tmp_path / "b.md", title="Both")


# --- the first question -----------------------------------------------------------------------------------------------


class DefaultIndex(Settings):
    """Settings as a user has them who named no index."""

    default: Path

    @property
    def index_path(self) -> Path:
        return self.default


@pytest.fixture
def default_settings(settings: Settings) -> Settings:
    return DefaultIndex(corpus=settings.corpus, cache=settings.cache, default=settings.corpus.parent / "default")  # type: ignore[call-arg]


def test_a_missing_default_index_is_built_once(default_settings: Settings) -> None:
    fill(default_settings, a=PAY)
    ensure = functools.partial(service.ensure_default, default_settings, encoder=HashEncoder())
    steps: list[Step] = []
    ensure(steps.append)
    assert str(steps[0]) == "Building the index of the guides (once) ..."
    generation = snapshot(default_settings).manifest.generation
    steps.clear()
    ensure(steps.append)
    assert steps == []
    assert snapshot(default_settings).manifest.generation == generation


def test_a_first_question_waits_for_a_build_that_runs(default_settings: Settings) -> None:
    fill(default_settings, a=PAY)
    code = (
        "import sys, time; from pathlib import Path\n"
        "from ingest import service; from rag.settings import read_settings\n"
        "from tests.fakes import HashEncoder\n"
        "def slow(step):\n"
        "    if step.message == 'Building the index': print('in', flush=True); time.sleep(1.5)\n"
        "service.ingest(read_settings(index=sys.argv[1]), Path(sys.argv[2]), progress=slow, encoder=HashEncoder())\n"
    )
    command = [sys.executable, "-c", code, str(default_settings.index_path), str(default_settings.corpus)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        encoder = HashEncoder()
        service.ensure_default(default_settings, encoder=encoder)
        assert encoder.encoded == 0
    assert list(snapshot(default_settings).articles) == ["a.md"]


def test_a_missing_named_index_is_not_built(settings: Settings) -> None:
    fill(settings, a=PAY)
    with pytest.raises(IndexMissing, match="career ingest FOLDER --index"):
        service.ensure_default(settings)
    with open_writer(settings.index_path, 0), pytest.raises(IndexMissing):
        service.ensure_default(settings)
