"""A web page as its server sends it: over http and https alone, in bounded time and size, from public addresses."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message

import httpx2

from rag.errors import ArticleError

MOST_REDIRECTS = 5
MEDIA_TYPES = ("text/html", "text/plain", "text/markdown")
_CONNECT_SHARE = 0.25
"""Of the time: what one address of several may take to be reached."""
_HEADERS = {
    "User-Agent": "career-assistant (adds one page on a reader's request)",
    "Accept": ", ".join(MEDIA_TYPES),
    "Accept-Encoding": "gzip",  # what others unpack to has no bound that is known beforehand
}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAMED = "fec0::/10 64:ff9b:1::/48 ::/96 ::ffff:0:0:0/96 192.88.99.0/24 3fff::/20 5f00::/16"
_NOT_PUBLIC = tuple(map(ipaddress.ip_network, _NAMED.split()))
"""Site-local, NAT64 of one's own, IPv4-compatible, IPv4-translated, relays of 6to4, addresses for documents, segment
routing; not every Python calls them what they are."""
_MOST_PORT = 65535

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Limits:
    """What fetching may take, and from where."""

    seconds: float
    """For the whole page, redirects included."""
    megabytes: float
    private_hosts: frozenset[str] = frozenset()
    """Hosts that may be of this machine or its own network; all others have to be of the public internet."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page's bytes and what its server says of them."""

    url: str
    """Where it was found in the end, without a fragment."""
    media_type: str
    """One of MEDIA_TYPES."""
    charset: str | None
    data: bytes


def fetch(address: str, limits: Limits) -> Fetched:
    """The page at an address. Raises ArticleError with the reason where it can't be had."""
    try:
        return asyncio.run(_within(address, limits))
    except (TimeoutError, httpx2.TimeoutException):
        raise ArticleError(f"it didn't come within {limits.seconds:g} s.") from None
    except (httpx2.InvalidURL, UnicodeError):
        raise ArticleError("it is no address of a web page.") from None
    except httpx2.ConnectError as error:
        if "CERTIFICATE" in str(error):
            raise ArticleError("its server's certificate is not valid.") from None
        raise ArticleError("its server can't be reached.") from None
    except httpx2.HTTPError as error:
        raise ArticleError(f"its server broke off or sent what is no page ({type(error).__name__}).") from None


async def _within(address: str, limits: Limits) -> Fetched:
    async with asyncio.timeout(limits.seconds):
        url = httpx2.URL(address)
        for _ in range(1 + MOST_REDIRECTS):
            found = await _asked(url.copy_with(fragment=None), limits)
            if isinstance(found, Fetched):
                return found
            url = found
    raise ArticleError(f"it leads on more than {MOST_REDIRECTS} times.")


async def _asked(url: httpx2.URL, limits: Limits) -> Fetched | httpx2.URL:
    """The page at an address, or the address to which it leads on."""
    _check(url)
    places = await _places(url)
    if url.host not in limits.private_hosts and not all(map(is_public, places)):
        raise ArticleError(f"{url.host} is of this machine or its network; CAREER_PRIVATE_HOSTS has to name it.")
    for place in places[:-1]:
        try:
            return await _asked_at(place, url, limits)
        except (httpx2.ConnectError, httpx2.ConnectTimeout):
            continue  # the next one may be reachable: IPv6 is not everywhere
    return await _asked_at(places[-1], url, limits)


async def _asked_at(place: Address, url: httpx2.URL, limits: Limits) -> Fetched | httpx2.URL:
    """What a server says, asked at the very address that was checked, so that no second look-up can lead elsewhere."""
    # A client of its own, since connections are kept by address, and two hosts at one address have two certificates.
    patience = httpx2.Timeout(None, connect=limits.seconds * _CONNECT_SHARE)
    # Of the environment, only what says whose certificates are trusted counts (SSL_CERT_FILE), and no proxy.
    trusted = httpx2.create_ssl_context()
    async with httpx2.AsyncClient(trust_env=False, verify=trusted, timeout=patience, follow_redirects=False) as client:
        request = client.build_request(
            "GET",
            url.copy_with(host=str(place)),
            headers={**_HEADERS, "Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii")},
        )
        response = await client.send(request, stream=True)
        try:
            if response.has_redirect_location:
                return url.join(response.headers["Location"])
            media_type, charset = _sort(response)
            return Fetched(str(url), media_type, charset, await _body(response, limits))
        finally:
            await response.aclose()


def _check(url: httpx2.URL) -> None:
    """Nothing, where an address may be asked at all. Raises ArticleError."""
    if url.scheme not in ("http", "https") or not url.host:
        raise ArticleError("only http and https addresses can be added.")
    if url.port is not None and url.port > _MOST_PORT:
        raise ArticleError(f"there is no port {url.port}; the last one is {_MOST_PORT}.")
    if url.userinfo:
        raise ArticleError("there is a name or password in its address, which would be kept with the guide.")


async def _places(url: httpx2.URL) -> Sequence[Address]:
    """The addresses that a host's name stands for, at least one."""
    port = url.port or (443 if url.scheme == "https" else 80)
    try:
        host = url.raw_host.decode("ascii").strip("[]")
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(ipaddress.ip_address(place[0]) for *_, place in found))
    except (OSError, UnicodeError, ValueError):
        raise ArticleError(f"there is no server {url.host}.") from None


def is_public(address: Address) -> bool:
    """Whether an address is one of the public internet; an IPv4 address inside an IPv6 one is what counts."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner:
            return is_public(inner)
    if any(address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not address.is_multicast


def _sort(response: httpx2.Response) -> tuple[str, str | None]:
    """Media type and charset of a page. Raises ArticleError where it is none that can be read."""
    if response.status_code != 200:
        raise ArticleError(f"its server says {response.status_code} {response.reason_phrase}".rstrip() + ".")
    if response.headers.get("Content-Encoding", "identity").lower() not in ("gzip", "identity"):
        raise ArticleError("its server packs it in a way that was not asked for.")
    header = Message()
    header["Content-Type"] = response.headers.get("Content-Type", "")
    media_type = header.get_content_type() if response.headers.get("Content-Type") else "of no type"
    if media_type not in MEDIA_TYPES:
        raise ArticleError(f"it is {media_type}, and only {', '.join(MEDIA_TYPES)} can be read.")
    return media_type, header.get_content_charset()


async def _body(response: httpx2.Response, limits: Limits) -> bytes:
    most = int(limits.megabytes * 1e6)
    told = response.headers.get("Content-Length", "")
    data = bytearray()
    if not (told.isdigit() and int(told) > most):
        async for piece in response.aiter_bytes():
            data += piece
            if len(data) > most:
                break
        else:
            return bytes(data)
    raise ArticleError(f"it is larger than {limits.megabytes:g} MB (CAREER_MAX_ARTICLE_MEGABYTES).")
