"""Makes .venv hold exactly what requirements.txt pins, and the command `career`; `setup.py lock` writes requirements.txt.

Runs on the standard library alone, before anything is installed. Where it stops half-way, the next run begins .venv
anew from the packages already fetched. pip's settings say where packages come from; no address of theirs is printed.
"""

from __future__ import annotations

import ast
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
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent
DOWNLOAD_MEGABYTES = 530
DISK_MEGABYTES = 2200
HEADER = "# Made by `make lock` from pyproject.toml: every package, direct or not, with the version that is tested.\n"
COMPILE = (
    *("pip", "compile", "pyproject.toml", "--group", "dev", "--quiet", "--no-header", "--no-annotate"),
    *("--universal", "--fork-strategy", "fewest", "--python-version", "3.11"),
)
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


# --- pip's settings, for uv ------------------------------------------------------------------------------------


def read_pip_settings(listing: str) -> dict[str, str]:
    """pip's settings for an install by name ("index-url"), from what `pip config list` prints; the environment wins."""
    settings: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for line in listing.splitlines():
            name, _, value = line.partition("=")
            if name.startswith(section + "."):
                settings[name.removeprefix(section + ".")] = str(ast.literal_eval(value))
    return settings


def uv_environment(settings: Mapping[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """The environment in which uv asks where pip would; what is set for uv itself wins over pip's settings."""
    extra, links = (_existing(settings.get(name, "")) for name in ("extra-index-url", "find-links"))
    wanted = {
        "UV_DEFAULT_INDEX": settings.get("index-url", ""),
        "UV_INDEX": " ".join(extra),
        # pip takes the best version from all indexes, uv by default the first index that knows the name.
        "UV_INDEX_STRATEGY": "unsafe-best-match" if extra else "",
        "UV_FIND_LINKS": ",".join(links),
        "UV_INSECURE_HOST": settings.get("trusted-host", ""),
        "SSL_CERT_FILE": settings.get("cert", ""),
        "SSL_CLIENT_CERT": settings.get("client-cert", ""),
        "HTTP_PROXY": settings.get("proxy", ""),
        "HTTPS_PROXY": settings.get("proxy", ""),
        "UV_HTTP_TIMEOUT": settings.get("timeout", settings.get("default-timeout", "")),
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_NO_PROGRESS": "1",
    }
    # These would make uv work on another environment than ours.
    kept = {name: value for name, value in environment.items() if name not in ("UV_SYSTEM_PYTHON", "UV_PYTHON")}
    return {name: " ".join(value.split()) for name, value in wanted.items() if value} | kept


def _existing(places: str) -> list[str]:
    """The addresses and folders of a setting, without folders that aren't there: pip passes over them, uv fails."""
    return [place for place in places.split() if _is_remote(place) or Path(_path(place)).exists()]


def _is_remote(place: str) -> bool:
    return urlsplit(place).scheme not in ("", "file")


def _path(place: str) -> str:
    return unquote(urlsplit(place).path) if place.startswith("file:") else place


def is_on(settings: Mapping[str, str], name: str) -> bool:
    """Whether one of pip's switches is on."""
    return settings.get(name, "").lower() in ("1", "true", "yes", "on", "y", "t")


def scrub(text: str, settings: Mapping[str, str]) -> str:
    """The text without any address, and without the hosts, names and passwords that stand in pip's settings."""
    text = re.sub(r"[a-zA-Z][\w+.-]*://[^\s'\"`)>]+", "<address>", text)
    for secret in sorted(_secrets(settings), key=len, reverse=True):
        text = text.replace(secret, "<hidden>")
    return text


def _secrets(settings: Mapping[str, str]) -> set[str]:
    names = ("index-url", "extra-index-url", "find-links", "trusted-host", "proxy", "cert", "client-cert")
    places = [place for name in names for place in settings.get(name, "").split()]
    parts = [urlsplit(place) for place in places]
    found = {part for url in parts for part in (url.hostname, url.username, url.password) if part}
    return found | {_path(place) for place in places}


# --- running things --------------------------------------------------------------------------------------------


def run(
    command: Sequence[str | Path], environment: Mapping[str, str], settings: Mapping[str, str], failure: str
) -> None:
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
            if line.strip() and not line.startswith((" + ", " - ", " ~ ")):
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


def make_venv(python: Path) -> None:
    """Makes an empty .venv, with pip's own settings and uv's pinned version."""
    command = [sys.executable, "-m", "venv", "--clear", ROOT / ".venv"]
    run(command, os.environ, {}, "Python could not make .venv (see above).")


def pip_settings(python: Path) -> dict[str, str]:
    """The settings that .venv's pip finds in its files and in the environment."""
    command = [python, "-m", "pip", "config", "list"]
    listing = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)
    if listing.returncode:
        raise SetupError("pip can't read its settings: look at `pip config debug` and run this again.")
    return read_pip_settings(listing.stdout)


def torch_options(uv: Path, python: Path, environment: Mapping[str, str], settings: Mapping[str, str]) -> list[str]:
    """uv's options for a torch without CUDA: none where a folder of wheels has it (or pip may ask no index at all)."""
    if is_on(settings, "no-index"):
        return ["--no-index"]
    command = [uv, "pip", "install", "--python", python, "--dry-run", "--reinstall", "--no-deps", "--no-index"]
    found = subprocess.run([*command, pinned("torch")], cwd=ROOT, env=environment, capture_output=True, check=False)
    return [] if found.returncode == 0 else ["--torch-backend=cpu"]


def install(python: Path) -> None:
    """Brings .venv to what requirements.txt pins, and to the project itself. Raises SetupError."""
    settings = pip_settings(python)
    uv = python.with_name("uv")
    pip = [python, "-m", "pip", "install", "--quiet", "--no-user", "--disable-pip-version-check", pinned("uv")]
    run(pip, os.environ, settings, "pip could not install uv (see above): check the network and pip's settings.")
    environment = uv_environment(settings, os.environ)
    torch = torch_options(uv, python, environment, settings)
    sync = [uv, "pip", "sync", "--python", python, *torch, "requirements.txt"]
    failure = "The packages could not be installed (see above). Run this again: what was downloaded is kept."
    run(sync, environment, settings, f"{failure} {TORCH_HINT}" if torch else failure)
    project = [
        uv,
        "pip",
        "install",
        "--python",
        python,
        "--offline",
        "--no-deps",
        "--no-build-isolation",
        "--editable",
        ".",
    ]
    run(project, environment, settings, "The project itself could not be installed into .venv (see above).")


def set_up() -> None:
    """Makes .venv complete; does nothing where it is. The stamp goes first and comes back last."""
    venv = ROOT / ".venv"
    stamp = stamp_of(ROOT)
    if stamp == fingerprint(ROOT):
        return
    announce(stamp)
    (venv / ".complete").unlink(missing_ok=True)
    if not stamp.startswith(f"{ROOT}\n"):
        make_venv(venv / "bin/python")
    install(venv / "bin/python")
    unfinished = venv / ".complete.new"
    unfinished.write_text(fingerprint(ROOT))
    unfinished.replace(venv / ".complete")


def lock() -> None:
    """Writes requirements.txt from pyproject.toml; a pin that still fits stays."""
    python = ROOT / ".venv/bin/python"
    settings = pip_settings(python)
    environment = uv_environment(settings, os.environ)
    # A folder of wheels may hold builds of this machine alone (torch 2.13.0+cpu): pins are those of the index.
    environment.pop("UV_FIND_LINKS", None)
    requirements, new = ROOT / "requirements.txt", ROOT / "requirements.txt.new"
    shutil.copyfile(requirements, new)
    try:
        uv = python.with_name("uv")
        run(
            [uv, *COMPILE, "--output-file", new], environment, settings, "The packages could not be pinned (see above)."
        )
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
