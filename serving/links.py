"""Links that open one guide in a browser, which sends no key: each carries a signature made with it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from urllib.parse import quote

GUIDES = "/guides/"
_SIGNATURE = "signature"


def link(base_url: str, guide: str, key: str = "") -> str:
    """The address of a guide's text; where there is a key, it opens without it, and tells nobody the key."""
    signed = f"?{_SIGNATURE}={_signature(guide, key)}" if key else ""
    return f"{base_url.rstrip('/')}{GUIDES}{quote(guide)}{signed}"


def is_signed(path: str, query: Mapping[str, str], key: str) -> bool:
    """Whether a request's path is of a guide, and its query holds what only who has the key can have made for it."""
    given = query.get(_SIGNATURE, "").encode()
    return path.startswith(GUIDES) and hmac.compare_digest(given, _signature(path[len(GUIDES) :], key).encode())


def _signature(guide: str, key: str) -> str:
    return hmac.digest(key.encode(), b"guide:" + guide.encode("utf-8", "surrogatepass"), "sha256").hex()
