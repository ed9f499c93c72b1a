"""What is installed where there is no checkout: what the wheel holds, and the wheel in an empty environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest
import setup
from pip_settings import uv_environment

from ingest.seeding import copy_guides
from rag.errors import CareerError
from rag.settings import ROOT, homes
from tests.serving.started import started

BUILT = ("rag", "ingest", "evals", "serving", "terminal", "ui", "corpus", "models", "prompts", "scripts", ".streamlit")
FILES = (
    "pyproject.toml",
    "MANIFEST.in",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "requirements.txt",
    "cli.py",
    "app.py",
)
QUESTION = "What does a senior MLOps engineer earn?"


def copy_of_the_project(folder: Path) -> Path:
    """The project's files in a folder of their own, so that a build leaves nothing in the checkout."""
    for name in BUILT:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, folder / name, copy_function=_linked, ignore=ignored)
    for name in FILES:
        _linked(str(ROOT / name), str(folder / name))
    return folder


def _linked(source: str, target: str) -> None:
    """The same file once more, without its 70 MB where the file system can."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def build(project: Path, kind: str, options: str = "") -> Path:
    """The wheel or sdist that setuptools makes of the project."""
    code = (
        f"from setuptools import build_meta; build_meta.build_{kind}('dist', {{'--build-option': {options.split()}}})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = (project / "dist").glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def kept(folder: str) -> set[str]:
    """The files of a folder of the checkout, but for what Python leaves there."""
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.*") if path.suffix != ".pyc"}


def test_the_wheel_holds_all_that_is_read_and_no_tests(tmp_path: Path) -> None:
    with ZipFile(build(copy_of_the_project(tmp_path), "wheel", "--compression stored")) as wheel:
        names = {name for name in wheel.namelist() if not name.startswith("career_assistant-")}
        (about,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = wheel.read(about).decode()
    shipped = kept("corpus") | kept("models") | kept("prompts") | {".streamlit/config.toml", "app.py"}
    assert {name.removeprefix("rag/shipped/") for name in names if name.startswith("rag/shipped/")} == shipped
    code = {name for name in names if not name.startswith("rag/shipped/")}
    assert {name.partition("/")[0] for name in code} == {
        "cli.py",
        "evals",
        "ingest",
        "rag",
        "serving",
        "terminal",
        "ui",
    }
    assert kept("ui") | {path for path in kept("rag") if "/shipped/" not in path} <= code
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist: ") and "extra ==" not in line]
    assert not [line for line in needed if "torch" in line or "sentence-transformers" in line]


def test_without_a_checkout_things_stand_in_the_users_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    found = homes(checkout=False)
    assert not any(path.is_relative_to(ROOT) for path in (found.config, found.corpus, found.index, found.cache))
    if sys.platform.startswith("linux"):
        own = "career-assistant"
        assert found.corpus == tmp_path / "data" / own / "corpus"
        assert found.index == tmp_path / "data" / own / "index"
        assert (found.config, found.cache) == (tmp_path / "config" / own, tmp_path / "cache" / own)


def test_the_users_folder_begins_as_a_copy_and_stays_the_users(tmp_path: Path) -> None:
    source, target = tmp_path / "shipped", tmp_path / "own" / "corpus"
    (source / "more").mkdir(parents=True)
    (source / "a.md").write_text("A")
    (source / "more" / "b.md").write_text("B")
    source.chmod(0o555)
    copy_guides(source, target)
    assert {path.name for path in target.rglob("*.md")} == {"a.md", "b.md"}
    (target / "a.md").unlink()
    copy_guides(source, target)
    assert not (target / "a.md").exists()
    assert list(target.parent.iterdir()) == [target]


def test_a_folder_that_cannot_be_made_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CareerError, match=r"can't be copied to .* set CAREER_CORPUS"):
        copy_guides(tmp_path, tmp_path / "file" / "corpus")


@pytest.mark.install
@pytest.mark.timeout(1500)
def test_the_wheel_gives_career_with_all_faces(tmp_path: Path) -> None:
    project, home = tmp_path / "project", tmp_path / "home"
    project.mkdir()
    home.mkdir()
    copy_of_the_project(project)
    with tarfile.open(build(project, "sdist")) as sdist:
        sdist.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    wheel = build(unpacked, "wheel")
    uv, environment = str(ROOT / ".venv/bin/uv"), uv_environment(setup.pip_settings(), os.environ)
    for command in (
        ["venv", "--quiet", "--python", sys.executable, str(tmp_path / "empty")],
        # The versions that are pinned; no torch among them, since nothing that is installed asks for it.
        ["pip", "install", "--quiet", "--python", str(tmp_path / "empty"), "-c", "requirements.txt", str(wheel)],
    ):
        done = subprocess.run([uv, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    shutil.rmtree(project)
    shutil.rmtree(unpacked)
    _tried(tmp_path / "empty" / "bin", home)


def _tried(programs: Path, home: Path) -> None:
    """Calls the installed command as somebody would who has no checkout."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CAREER_", "XDG_", "PYTHON"))}
    env = {**clean, "HOME": str(home), "CI": "true", "HF_HUB_OFFLINE": "1"}

    def career(*arguments: str, code: int = 0, **more: str) -> str:
        command = [str(programs / "career"), *arguments]
        done = subprocess.run(command, cwd=home, env=env | more, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout or done.stderr

    assert career("--version").startswith("career 0.")
    assert json.loads(career("ask", "--json", QUESTION))["status"] == "answered"
    corpus = home / ".local/share/career-assistant/corpus"
    assert {guide["guide"] for guide in json.loads(career("guides", "--json"))} == {
        path.name for path in corpus.glob("*.md") if path.name != "README.md"
    }
    (home / "divers.md").write_text("# Divers\n\nA diver in the harbour earns $50,000 a year.\n")
    assert "1 added" in career("add", "divers.md")
    assert (corpus / "divers.md").exists()
    assert "$50,000" in career("ask", "What does a diver in the harbour earn?")
    assert "encoder" in career("doctor")
    (home / "other").mkdir()
    (home / "other" / "config.json").write_text("{}")
    failed = career("ingest", str(corpus), "--index", "new", code=1, CAREER_ENCODER=str(home / "other"))
    assert "install career-assistant[encoders]" in failed.splitlines()[-1]
    _serves(programs, env)
    found = subprocess.run([str(programs / "python"), "-c", "import torch"], capture_output=True, check=False)
    assert found.returncode == 1


def _serves(programs: Path, env: Mapping[str, str]) -> None:
    """The three faces for which a server is started; that each tells its address says that it could."""
    program = (str(programs / "career"),)
    for arguments, words in (
        (("serve", "--port", "0"), "The server has stopped.\n"),
        (("mcp", "--http", "--port", "0"), "The server has stopped.\n"),
        (("chat", "--port", "8790"), "The chat has stopped.\n"),
    ):
        with started(dict(env), *arguments, program=program, stopped=words):
            pass
