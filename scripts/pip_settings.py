"""Carries pip's settings over to uv, which reads none of them, and keeps their addresses out of what is printed."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit


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
