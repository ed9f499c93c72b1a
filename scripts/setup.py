"""Makes .venv hold what requirements.txt pins, and the command `career`; `setup.py lock` writes requirements.txt.

Runs on the standard library alone, before anything is installed. Where it stops half-way, the next run begins .venv
anew from the packages already fetched. pip's settings say where packages come from; no address of theirs is printed.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pip_settings import is_on, read_pip_settings, scrub, uv_environment

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = str(VENV / "bin/python")
DOWNLOAD_MEGABYTES = 630
DISK_MEGABYTES = 2200
HEADER = "# Made by `make lock` from pyproject.toml: every package, direct or not, with the version that is tested.\n"
COMPILE = (
    *(
        "pip",
        "compile",
        "pyproject.toml",
        "--extra",
        "encoders",
        "--group",
        "dev",
        "--quiet",
        "--no-header",
        "--no-annotate",
    ),
    *("--universal", "--fork-strategy", "fewest", "--python-version", "3.11"),
)
DETAILS = (" + ", " - ", " ~ ", " Downloaded ")
"""How those lines begin that uv says of single packages after their download."""
TORCH_HINT = (
    "Where PyTorch's own index can't be reached, put torch's CPU wheel in a folder and name it in PIP_FIND_LINKS."
)


class SetupError(Exception):
    """Set-up can't go on; the message says why and what to do."""


# --- is there anything to do? ---------------------------------------------------------------------------------


def fingerprint(root: Path) -> str:
    """What a complete .venv was made from: both lists of packages, and the folder, which its scripts have inside."""
    digest = hashlib.sha256(bytes(root))
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update(hashlib.sha256((root / name).read_bytes()).digest())
    return f"{root}\n{digest.hexdigest()}\n"


def stamp_of(root: Path) -> str:
    """The fingerprint that .venv was completed with; empty where it never was, or where its Python is gone."""
    stamp = root / ".venv" / ".complete"
    return stamp.read_text() if stamp.is_file() and (root / ".venv/bin/python").exists() else ""


# --- running things --------------------------------------------------------------------------------------------


def run(command: Sequence[str], environment: Mapping[str, str], settings: Mapping[str, str], failure: str) -> None:
    """Runs a command and shows what it says, but no address and no package list. Raises SetupError(failure)."""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.strip() and not line.startswith(DETAILS):
                print("  " + scrub(line.rstrip(), settings), flush=True)
    if process.returncode:
        raise SetupError(failure)


def pinned(name: str) -> str:
    """The line `name==version` of requirements.txt."""
    found = re.search(rf"^{name}==[^\s;]+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    if found is None:
        raise SetupError(f"requirements.txt pins no {name}; take the file from the repository again.")
    return found[0]


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Holds the checkout, so that two set-ups at once don't meet; waits for the other one."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Waiting for another set-up of this folder ...", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError:
            pass  # some network file systems lock no folders: then one set-up at a time is up to who starts it
        yield
    finally:
        os.close(folder)


# --- the work --------------------------------------------------------------------------------------------------


def announce(stamp: str) -> None:
    """Says what is going to be downloaded and stored. Raises SetupError where the disk is too full for it."""
    if stamp.startswith(f"{ROOT}\n"):
        print("The list of packages has changed: bringing .venv up to date.", flush=True)
        return
    free = shutil.disk_usage(ROOT).free // 10**6
    need = f"up to {DOWNLOAD_MEGABYTES} MB to download, about {DISK_MEGABYTES / 1000:.1f} GB of disk"
    if free < DISK_MEGABYTES:
        raise SetupError(f"Set-up needs {need}, but {free} MB are free here. Make room and run this again.")
    print(f"Setting up .venv, once: {need}. What was downloaded before is not downloaded again.", flush=True)


def make_venv() -> None:
    """Makes an empty .venv. Raises SetupError."""
    command = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    run(command, os.environ, {}, "Python could not make .venv (see above).")


def pip_settings() -> dict[str, str]:
    """The settings that .venv's pip finds in its files and in the environment."""
    listing = subprocess.run(
        [PYTHON, "-m", "pip", "config", "list"], cwd=ROOT, text=True, capture_output=True, check=False
    )
    if listing.returncode:
        raise SetupError("pip can't read its settings: look at `pip config debug` and run this again.")
    return read_pip_settings(listing.stdout)


def uv_pip(verb: str, *options: str) -> list[str]:
    """The command line of `uv pip VERB` for .venv."""
    return [str(VENV / "bin/uv"), "pip", verb, "--python", PYTHON, *options]


def torch_options(environment: Mapping[str, str], settings: Mapping[str, str]) -> list[str]:
    """uv's options for a torch without CUDA: none where a folder of wheels has it (or pip may ask no index at all)."""
    if is_on(settings, "no-index"):
        return ["--no-index"]
    command = uv_pip("install", "--dry-run", "--reinstall", "--no-deps", "--no-index", pinned("torch"))
    found = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    return [] if found.returncode == 0 else ["--torch-backend=cpu"]


def without_unwritable_cache(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, without uv's cache where its folder can't be written (a user without a home)."""
    command = [str(VENV / "bin/uv"), "cache", "dir"]
    place = Path(subprocess.run(command, env=environment, text=True, capture_output=True, check=False).stdout.strip())
    nearest = next(folder for folder in (place, *place.parents) if folder.exists())
    return dict(environment) if os.access(nearest, os.W_OK) else {**environment, "UV_NO_CACHE": "1"}


def install_packages(environment: Mapping[str, str], settings: Mapping[str, str]) -> None:
    """Brings .venv to what requirements.txt pins; asks no index where all of it is here already. Raises SetupError."""
    torch = torch_options(environment, settings)
    sync = uv_pip("sync", *torch, "requirements.txt")
    if subprocess.run([*sync, "--offline"], cwd=ROOT, env=environment, capture_output=True, check=False).returncode:
        failure = "The packages could not be installed (see above). Run this again: what was downloaded is kept."
        run(sync, environment, settings, f"{failure} {TORCH_HINT}" if torch else failure)


def install() -> None:
    """Brings .venv to what requirements.txt and pyproject.toml say. Raises SetupError."""
    settings = pip_settings()
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--no-user", "--disable-pip-version-check", pinned("uv")]
    run(pip, os.environ, settings, "pip could not install uv (see above): check the network and pip's settings.")
    environment = without_unwritable_cache(uv_environment(settings, os.environ))
    install_packages(environment, settings)
    options = ("--quiet", "--offline", "--no-deps", "--no-build-isolation", "--editable", ".")
    run(uv_pip("install", *options), environment, settings, "The project itself could not be installed (see above).")


def set_up() -> None:
    """Makes .venv complete; does nothing where it is. The stamp goes first and comes back last."""
    stamp = stamp_of(ROOT)
    if stamp == fingerprint(ROOT):
        return
    announce(stamp)
    (VENV / ".complete").unlink(missing_ok=True)
    if not stamp.startswith(f"{ROOT}\n"):
        make_venv()
    install()
    unfinished = VENV / ".complete.new"
    unfinished.write_text(fingerprint(ROOT))
    unfinished.replace(VENV / ".complete")


def lock() -> None:
    """Writes requirements.txt from pyproject.toml; a pin that still fits stays."""
    settings = pip_settings()
    environment = uv_environment(settings, os.environ)
    # A folder of wheels may hold builds of this machine alone (torch 2.13.0+cpu): pins are those of the index.
    environment.pop("UV_FIND_LINKS", None)
    requirements, new = ROOT / "requirements.txt", ROOT / "requirements.txt.new"
    shutil.copyfile(requirements, new)
    try:
        command = [str(VENV / "bin/uv"), *COMPILE, "--output-file", str(new)]
        run(command, environment, settings, "The packages could not be pinned (see above).")
        new.write_text(HEADER + new.read_text())
        new.replace(requirements)
    finally:
        new.unlink(missing_ok=True)


def main() -> int:
    """The exit code: 0 done, 1 it could not."""
    try:
        with alone():
            lock() if sys.argv[1:] == ["lock"] else set_up()
    except (SetupError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("error: stopped before the end; the next run completes it.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
