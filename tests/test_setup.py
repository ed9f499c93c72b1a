"""The pins, the question's way through make, and when set-up has something to do."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import setup
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CUDA = re.compile(r"^(nvidia|cuda|cupti|cublas|cudnn|nccl|triton|pytorch-triton)")


def pins() -> list[Requirement]:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    return [Requirement(line) for line in lines if not line.startswith("#")]


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make` in a folder, as a person would start it: without what an outer make left in the environment."""
    outer = {"MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES", "Q", "QUESTION"}
    inherited = {name: value for name, value in os.environ.items() if name not in outer}
    return subprocess.run(
        ["make", *arguments], cwd=folder, env=inherited | environment, text=True, capture_output=True, check=False
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the real Makefile, a set-up with nothing to do, and a `career` that prints its arguments."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/setup.sh").write_text("exit 0\n")
    career = tmp_path / ".venv/bin/career"
    career.parent.mkdir(parents=True)
    career.write_text("#!/bin/sh\nprintf '%s|' \"$@\"\nexit ${EXIT:-0}\n")
    career.chmod(0o755)
    return tmp_path


# --- the pins -------------------------------------------------------------------------------------------------


def test_every_pin_is_one_public_version_and_no_line_is_an_address_or_an_option() -> None:
    for pin in pins():
        (specifier,) = pin.specifier
        assert specifier.operator == "=="
        assert pin.url is None
        assert "+" not in specifier.version, f"{pin} is a build of one machine"
    assert not re.search(r"://|^\s*-|@", (ROOT / "requirements.txt").read_text(), re.MULTILINE)


def test_the_header_is_one_line_that_says_how_the_file_is_made() -> None:
    comments = [line for line in (ROOT / "requirements.txt").read_text().splitlines() if "#" in line]
    assert comments == [setup.HEADER.strip()]
    assert "make lock" in setup.HEADER


def test_no_pin_is_a_cuda_package() -> None:
    assert [pin.name for pin in pins() if CUDA.match(canonicalize_name(pin.name))] == []


def test_the_pins_hold_every_package_of_pyproject_within_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    versions = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in pins()}
    (encoders,) = project["project"]["optional-dependencies"].values()
    for line in [*project["project"]["dependencies"], *encoders, *project["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        assert wanted.specifier.contains(versions[canonicalize_name(wanted.name)]), line


def test_the_pins_hold_every_package_that_a_pinned_one_needs_here() -> None:
    here = [pin for pin in pins() if pin.marker is None or pin.marker.evaluate()]
    names = {canonicalize_name(pin.name) for pin in here}
    for pin in here:
        for line in importlib.metadata.requires(pin.name) or []:
            needed = Requirement(line)
            if needed.marker is None or needed.marker.evaluate({"extra": ""}):
                name = canonicalize_name(needed.name)
                assert name in names or CUDA.match(name), f"{pin.name} needs {needed.name}"


def test_what_is_installed_is_what_is_pinned() -> None:
    for pin in pins():
        if pin.marker is None or pin.marker.evaluate():
            assert pin.specifier.contains(importlib.metadata.version(pin.name)), pin


def test_every_package_of_ours_is_built() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    folders = ("rag", "ingest", "evals", "serving", "terminal", "ui")
    inits = [path.parent.relative_to(ROOT) for folder in folders for path in (ROOT / folder).rglob("__init__.py")]
    assert sorted(built) == sorted(".".join(package.parts) for package in inits)


# --- when there is something to do ------------------------------------------------------------------------------


@pytest.fixture
def complete(tmp_path: Path) -> Path:
    """A folder whose .venv is complete."""
    root = tmp_path / "complete"
    (root / ".venv/bin").mkdir(parents=True)
    (root / ".venv/bin/python").touch()
    for name in ("requirements.txt", "pyproject.toml"):
        (root / name).write_text(name)
    (root / ".venv/.complete").write_text(setup.fingerprint(root))
    return root


def test_a_complete_environment_is_left_alone(complete: Path) -> None:
    assert setup.stamp_of(complete) == setup.fingerprint(complete)


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_list_of_packages_is_noticed(complete: Path, name: str) -> None:
    (complete / name).write_text("other")
    assert setup.stamp_of(complete) != setup.fingerprint(complete)
    assert setup.stamp_of(complete).startswith(f"{complete}\n")


def test_a_moved_folder_is_noticed(complete: Path) -> None:
    moved = complete.rename(complete.with_name("moved"))
    assert not setup.stamp_of(moved).startswith(f"{moved}\n")


@pytest.mark.parametrize("lost", [".venv/.complete", ".venv/bin/python"])
def test_an_interrupted_or_broken_environment_is_begun_anew(complete: Path, lost: str) -> None:
    (complete / lost).unlink()
    assert setup.stamp_of(complete) == ""


@pytest.mark.parametrize(
    ("version_fits", "advice"), [(False, "Python from 3.11 to 3.14"), (True, "python3-venv")], ids=["old", "no venv"]
)
def test_a_machine_without_a_fitting_python_gets_one_line(tmp_path: Path, version_fits: bool, advice: str) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/setup.sh", tmp_path / "scripts")
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin/python3"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexit ' + ("0\n" if version_fits else "1\n"))
    python.chmod(0o755)
    (tmp_path / "bin/dirname").symlink_to(str(shutil.which("dirname")))
    said = subprocess.run(
        [str(shutil.which("sh")), tmp_path / "scripts/setup.sh"],
        env={"PATH": str(tmp_path / "bin")}, text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr.count("\n") == 1
    assert advice in said.stderr


# --- make -------------------------------------------------------------------------------------------------------

QUESTIONS = [
    "What does an MLOps engineer earn?",
    "What about $150K?",
    "Is $(shell touch owned) or $${HOME} or `touch owned` a skill?",
    """Is "it's" a 'quote' \\ or # not; touch owned""",
    "--json",
    "Wie viel verdient man in Zürich, 5 % mehr?",
    "two\nlines",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_reaches_the_command_exactly_as_it_was_given(checkout: Path, question: str) -> None:
    for done in (make(checkout, "ask", f"Q={question}"), make(checkout, "ask", Q=question)):
        assert done.stdout == f"ask|--|{question}|"
        assert done.returncode == 0
    assert not (checkout / "owned").exists()


@pytest.mark.parametrize(("exit_code", "failed"), [("0", False), ("3", False), ("1", True), ("2", True)])
def test_a_refusal_is_an_answer_and_only_an_error_fails_make(checkout: Path, exit_code: str, failed: bool) -> None:
    assert (make(checkout, "ask", "Q=x", EXIT=exit_code).returncode != 0) is failed


def test_make_alone_says_what_there_is(checkout: Path) -> None:
    said = make(checkout).stdout
    for target in ("chat", "ask", "test", "check", "lock", "clean"):
        assert re.search(rf"^make {target}\b", said, re.MULTILINE)
    assert "$150K" in said


def test_clean_leaves_the_corpus_and_the_code(checkout: Path) -> None:
    for kept in ("corpus/guide.md", "rag/settings.py", ".env"):
        (checkout / kept).parent.mkdir(parents=True, exist_ok=True)
        (checkout / kept).touch()
    for gone in (".career/index/current", "rag/__pycache__/index.pyc", ".mypy_cache/x", "career.egg-info/x"):
        (checkout / gone).parent.mkdir(parents=True, exist_ok=True)
        (checkout / gone).touch()
    assert make(checkout, "clean").returncode == 0
    left = {str(path.relative_to(checkout)) for path in checkout.rglob("*") if path.is_file()}
    assert left == {"Makefile", "scripts/setup.sh", "corpus/guide.md", "rag/settings.py", ".env"}
