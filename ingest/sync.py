"""What a folder holds against what the index knows of it.

A guide is a file with a known suffix, at any depth. Left out in silence: hidden files and folders, READMEs, the index
itself, what editors and Office put beside a file for a while. Listed as failed: every other file, links out of the
folder, linked folders, names that are not UTF-8.
"""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ingest.loaders import refusal
from rag.errors import ArticleError


@dataclass(frozen=True, slots=True)
class Failed:
    """A file that is no guide of the index as it stands now, and why."""

    guide: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A folder's guides (id -> file, sorted by id) and the files that can't be guides."""

    guides: Mapping[str, Path]
    failed: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """Article ids, sorted."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def plan(found: Mapping[str, str], known: Mapping[str, str], unreadable: Collection[str] = ()) -> Plan:
    """What is to be done for the index to hold what was found; both map article id to digest.

    `unreadable` articles are there, but nobody knows what is in them: those that are known stay as they are.
    """
    return Plan(
        added=tuple(sorted(found.keys() - known.keys())),
        changed=tuple(sorted(id for id in found.keys() & known.keys() if found[id] != known[id])),
        removed=tuple(sorted(known.keys() - found.keys() - set(unreadable))),
        unchanged=tuple(sorted(id for id in found.keys() & known.keys() if found[id] == known[id])),
    )


def list_guides(folder: Path, suffixes: Collection[str], leave_out: Path) -> Listing:
    """The guides under the folder, without what lies in `leave_out`. Raises OSError where the folder can't be read."""
    guides: dict[str, Path] = {}
    failed: list[Failed] = []
    for path in _files(folder, leave_out):
        id = unicodedata.normalize("NFC", path.relative_to(folder).as_posix())
        if reason := _refused(path, id, folder, suffixes):
            failed.append(Failed(printable(id), reason))
        elif id in guides:  # one name in two of Unicode's forms
            older, guides[id] = sorted((guides[id], path), key=lambda each: each.stat().st_mtime)
            failed.append(Failed(id, f"there are two files of this name; the older one ({older.name!a}) is left out."))
        else:
            guides[id] = path
    return Listing(dict(sorted(guides.items())), tuple(sorted(failed, key=lambda each: each.guide)))


def _files(folder: Path, leave_out: Path) -> Iterator[Path]:
    """Everything under the folder that is neither hidden, nor a README, nor a folder that can be walked."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if is_left_out(entry.name) or path == leave_out:
            continue
        if entry.is_dir(follow_symlinks=False) and os.access(path, os.R_OK | os.X_OK):
            yield from _files(path, leave_out)
        else:
            yield path


def is_left_out(name: str) -> bool:
    """Whether what is so called is passed over in silence: hidden, a README, a backup or a lock of an open file."""
    passing = name.startswith(("~$", "#")) or name.endswith("~")  # Office; Emacs, Vim and others
    return name.startswith(".") or passing or _is_readme(name)


def _is_readme(name: str) -> bool:
    return PurePosixPath(name).stem.lower() == "readme"


def _refused(path: Path, id: str, folder: Path, suffixes: Collection[str]) -> str | None:
    """Why a file can't be a guide, or None."""
    if printable(id) != id:
        return "its name is not UTF-8; rename it."
    if path.is_dir():
        return "a linked folder, or one that can't be opened; put the guides themselves here."
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        return "a link out of the folder; put the file itself here."
    return unreadable_name(path.name, suffixes)


def unreadable_name(name: str, suffixes: Collection[str]) -> str | None:
    """Why a file of that name is never read as a guide, or None."""
    suffix = PurePosixPath(name).suffix.lower()
    if is_left_out(name):
        return "hidden files, backups and READMEs are not read as guides; rename it."
    if suffix not in suffixes:
        return refusal(suffix)
    return None


def printable(id: str) -> str:
    """The id with what can't be written as UTF-8 replaced."""
    return os.fsencode(id).decode("utf-8", "replace")


def read_guide(path: Path, max_megabytes: float) -> bytes:
    """The file's bytes. Raises FileNotFoundError where it is gone, ArticleError where it can't be taken."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise ArticleError("it is not a file.")
        check_size(status.st_size, max_megabytes)
        return path.read_bytes()
    except FileNotFoundError:
        raise
    except OSError as error:
        raise ArticleError(f"it can't be read: {error.strerror}.") from None


def check_size(size: int, max_megabytes: float) -> None:
    """Nothing, unless a file has too many bytes. Raises ArticleError."""
    if size > max_megabytes * 1e6:
        allowed = f"more than the {max_megabytes:g} MB that CAREER_MAX_ARTICLE_MEGABYTES allows"
        raise ArticleError(f"it has {size / 1e6:.1f} MB, {allowed}.")


def digest(data: bytes) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(data).hexdigest()
