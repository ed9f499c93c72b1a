"""A Chroma server over HTTP, by its own interface (v2): what it is asked, and its faults each as one line.

Not by Chroma's client, which waits for ever, takes two seconds to import, and keeps one connection for all headers.
"""

from __future__ import annotations

import json
import weakref
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import httpx2

from rag.errors import ServerError, SettingsError
from rag.settings import Settings, host_of

CONNECT_SECONDS = 5.0
NO_ADDRESS = "CAREER_CHROMA_URL is no http address, as http://localhost:8000 is."
PAGE = 300
"""Rows that are written or read at a time: what Chroma Cloud takes. A server of one's own takes 5461."""


class Missing(ServerError):
    """The server holds nothing of that name."""


class Taken(ServerError):
    """The server holds something of that name already."""


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection as the server tells of it; its metadata is data, and may be anything."""

    id: str
    name: str
    metadata: Mapping[str, Any]

    @property
    def generation(self) -> str:
        """The generation that it names; empty where it names none."""
        return str(self.metadata.get("generation") or "")

    @property
    def until(self) -> float:
        """How long it holds by the server's clock, in seconds; long ago where it doesn't say."""
        until = self.metadata.get("until")
        return float(until) if isinstance(until, int | float) else 0.0


def read_headers(text: str) -> dict[str, str]:
    """The headers in CAREER_CHROMA_HEADERS. Raises SettingsError, which tells none of them."""
    try:
        headers = json.loads(text.strip() or "{}")
        if all(f"{name}{value}".isascii() and f"{name}{value}".isprintable() for name, value in headers.items()):
            return {str(name): str(value) for name, value in headers.items()}
    except (ValueError, AttributeError):
        pass
    raise SettingsError(
        """CAREER_CHROMA_HEADERS is no JSON object of headers, as {"Authorization": "Bearer ..."} is."""
    )


class Chroma:
    """One database of a server; `str` of it is its address, which may be shown. Safe for several threads.

    Each call raises ServerError.
    """

    def __init__(self, settings: Settings) -> None:
        """Asks nothing yet. Raises SettingsError, which tells no secret."""
        if not (host := host_of(settings.chroma_address)):
            raise SettingsError(NO_ADDRESS)
        url = urlsplit(settings.chroma_address)
        named = {"tenant": "default_tenant", "database": "default_database", **dict(parse_qsl(url.query))}
        if len(named) > 2 or any("/" in name for name in named.values()):
            raise SettingsError("CAREER_CHROMA_URL takes ?tenant=NAME&database=NAME and nothing else behind its path.")
        self._address = f"{url.scheme}://{host}{url.path.rstrip('/').removesuffix('/api/v2')}"
        self._seconds = settings.chroma_seconds
        self._database = f"/v2/tenants/{named['tenant']}/databases/{named['database']}"
        self._known = False
        try:
            self._client = httpx2.Client(
                base_url=f"{self._address}/api",
                headers=read_headers(settings.chroma_headers.get_secret_value() if settings.chroma_headers else ""),
                auth=(unquote(url.username), unquote(url.password or "")) if url.username else None,
                timeout=httpx2.Timeout(self._seconds, connect=min(self._seconds, CONNECT_SECONDS)),
                verify=url.scheme == "https",  # making what verifies takes longer than a question
            )
        except httpx2.InvalidURL:
            raise SettingsError(NO_ADDRESS) from None
        weakref.finalize(self, self._client.close)

    def __str__(self) -> str:
        return self._address

    def time(self) -> float:
        """The server's clock, in seconds."""
        return int(self._sent("GET", "/v2/heartbeat")["nanosecond heartbeat"]) / 1e9

    def check_database(self) -> None:
        """Nothing, where the database is there: a server lists the collections of one that isn't as none."""
        try:
            self._sent("GET", self._database)
        except Missing:
            tenant, name = self._database.split("/")[3::2]
            where = f"{name!r} of the tenant {tenant!r}"
            raise ServerError(f"{self._what} has no database {where}; make it there, or name another one.") from None

    def collection(self, name: str) -> Collection:
        """The collection of that name. Raises Missing."""
        return self._collection(self._sent("GET", f"{self._database}/collections/{name}"))

    def collections(self, begin: str) -> list[Collection]:
        """The database's collections whose names begin so."""
        found: list[Any] = []
        while len(found) % PAGE == 0:
            page = {"limit": PAGE, "offset": len(found)}
            if not (more := self._sent("GET", f"{self._database}/collections", params=page)):
                break
            found += more
        return [each for each in map(self._collection, found) if each.name.startswith(begin)]

    def create(self, name: str, metadata: Mapping[str, Any] | None = None, hnsw: Any = None) -> Collection:
        """A new collection; of several who create one name only one succeeds. Raises Taken."""
        made = {"name": name, "metadata": metadata, "configuration": {"hnsw": hnsw} if hnsw else None}
        return self._collection(self._sent("POST", f"{self._database}/collections", made))

    def describe(self, id: str, metadata: Mapping[str, Any]) -> None:
        """Puts metadata in place of a collection's. Raises Missing."""
        self._sent("PUT", f"{self._database}/collections/{id}", {"new_metadata": metadata})

    def delete(self, name: str) -> None:
        """Removes a collection, if it is there."""
        with suppress(Missing):
            self._sent("DELETE", f"{self._database}/collections/{name}")

    def rows(self, id: str, verb: str, **body: Any) -> Any:
        """What a collection answers to `add`, `get` or `query`. Raises Missing."""
        told = self._sent("POST", f"{self._database}/collections/{id}/{verb}", body)
        if verb != "add" and not (isinstance(told, dict) and isinstance(told.get("ids"), list)):
            raise self._no_chroma()
        return told

    def count(self, id: str) -> int:
        """How many rows a collection has. Raises Missing."""
        return int(self._sent("GET", f"{self._database}/collections/{id}/count"))

    def _collection(self, told: Any) -> Collection:
        try:
            return Collection(str(told["id"]), str(told["name"]), dict(told["metadata"] or {}))
        except (KeyError, TypeError, ValueError):
            raise self._no_chroma() from None

    @property
    def _what(self) -> str:
        return f"The Chroma server {self}"

    def _sent(self, method: str, path: str, body: Any = None, params: Mapping[str, Any] | None = None) -> Any:
        if not self._known:
            self._check_version()
        return self._read(self._response(method, path, body, params))

    def _check_version(self) -> None:
        """Nothing, if it is a server of version 1 or later. Raises ServerError."""
        response = self._response("GET", "/v2/version")
        if response.status_code in (404, 405, 410):  # before version 0.6 there was another interface
            response = self._response("GET", "/v1/version")
        version = "" if response.status_code == 404 else self._read(response)
        if not (isinstance(version, str) and version[:1].isdigit()):
            raise self._no_chroma()
        if version.startswith("0."):
            raise ServerError(f"{self._what} has version {_line(version)}; it has to be 1.0 or later.")
        self._known = True

    def _response(self, method: str, path: str, body: Any = None, params: Any = None) -> httpx2.Response:
        try:
            return self._client.request(method, path, json=body, params=params)
        except httpx2.TimeoutException:
            most = f"in {self._seconds:g} seconds (CAREER_CHROMA_SECONDS)"
            raise ServerError(f"{self._what} doesn't answer {most}; see whether it runs and what keeps it.") from None
        except httpx2.HTTPError as error:
            reason = f"can't be reached ({_line(str(error)) or type(error).__name__})"
            raise ServerError(f"{self._what} {reason}; start it, or set CAREER_CHROMA_URL to where it is.") from None

    def _read(self, response: httpx2.Response) -> Any:
        """What the server answers. Raises ServerError."""
        status = response.status_code
        if status in (401, 403, 407):
            raise ServerError(
                f"{self._what} refuses who asks (HTTP {status}); set CAREER_CHROMA_HEADERS to what it wants."
            )
        try:
            told = response.json()
        except ValueError:
            told = None
        if response.is_success and told is not None:
            return told
        says = _line(str(told.get("message") or told.get("error") or "")) if isinstance(told, dict) else ""
        if status == 404 and says:
            raise Missing(f"{self._what} hasn't what was asked for ({says}).")
        if status == 409:
            raise Taken(f"{self._what} has that already ({says}).")
        if status < 400 or status == 404:
            raise self._no_chroma()
        fault = f"answers with a fault (HTTP {status}{f', {says}' if says else ''})"
        raise ServerError(f"{self._what} {fault}; its log tells more. Try again once it is well.")

    def _no_chroma(self) -> ServerError:
        remedy = "set CAREER_CHROMA_URL to a Chroma server, or CAREER_CHROMA_HEADERS to what its proxy wants"
        return ServerError(f"{self._what} answers, but not as Chroma does; {remedy}.")


def _line(text: str) -> str:
    """A server's words as the middle of a line."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))[:200]
