"""An app on a port of this machine, until Ctrl-C; and which requests a server without a key may answer."""

from __future__ import annotations

import errno
import signal
import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING

from rag.errors import CareerError, UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

STOP_SECONDS = 3
"""How long a request that still runs is waited for once the server is to stop."""


def is_local(host: str) -> bool:
    """Whether a host's name or address is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def bound(host: str, port: int) -> socket.socket:
    """A socket on the port; 0 takes any that is free. Raises CareerError where it is taken, UsageError for no host."""
    nowhere = UsageError(f"{host!r} is no address of this machine; --host takes one, such as 127.0.0.1.")
    try:
        family, kind, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError):
        raise nowhere from None
    made = socket.socket(family, kind)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen()  # so that whoever is told the address can connect, if only to wait
    except OSError as error:
        made.close()
        if error.errno == errno.EADDRNOTAVAIL:
            raise nowhere from None
        raise CareerError(f"Can't listen on {host}:{port} ({error.strerror}); name another one with --port.") from None
    return made


def address(made: socket.socket) -> str:
    """The http address of a socket."""
    host, port = made.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def run(app: ASGIApp, made: socket.socket, greeting: str) -> None:
    """Serves the app on the socket until Ctrl-C or SIGTERM; the greeting goes to stdout once either would be heard."""
    import uvicorn

    # SIGTERM ends it the way Ctrl-C does, so that what was opened is closed.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, timeout_graceful_shutdown=STOP_SECONDS
    )
    try:
        print(greeting, flush=True)
        uvicorn.Server(config).run(sockets=[made])
    except KeyboardInterrupt:
        pass
    finally:
        made.close()
