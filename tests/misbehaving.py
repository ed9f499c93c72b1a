"""What servers do that go wrong, as scripts for tests.endpoint."""

from __future__ import annotations

import itertools
from typing import Any

from tests.endpoint import BEGUN, SENTENCES, Behaviour, Connection, answer, chunk, error


def status(status: str, body: bytes | dict[str, Any], *headers: str) -> Behaviour:
    return lambda connection: connection.reply(status, body, *headers)


def once(first: Behaviour) -> Behaviour:
    return lambda connection: (first if connection.number == 1 else answer)(connection)


def stream(*events: dict[str, Any] | str | bytes, before: tuple[str, ...] = (), done: bool = True) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.begin()
        connection.words(*before)
        for event in events:
            if isinstance(event, bytes):
                connection.send(event)
            else:
                connection.event(event)
        connection.end(done=done)

    return behave


def words(*texts: str, reason: str | None, done: bool = True, chunked: bool = True) -> Behaviour:
    def behave(connection: Connection) -> None:
        connection.begin(chunked=chunked)
        connection.words(*texts, reason=reason)
        connection.end(done=done)

    return behave


def drip(data: bytes, *before: str, headers: bool = False) -> Behaviour:
    def behave(connection: Connection) -> None:
        if headers:
            connection.raw(b"HTTP/1.1 200 OK\r\n")
        else:
            connection.begin()
            connection.words(*before)
        for _ in connection.ticks(0.05):
            (connection.raw if headers else connection.send)(data)

    return behave


def hang(*before: str, begin: bool = True, reason: str | None = None) -> Behaviour:
    def behave(connection: Connection) -> None:
        if begin:
            connection.begin()
            connection.words(*before, reason=reason)
        connection.hang()

    return behave


def cut(connection: Connection) -> None:
    connection.begin()
    connection.words(BEGUN)
    connection.gone(0.1)  # so that the words arrive before the end


def reset(connection: Connection) -> None:
    cut(connection)
    connection.reset()


def echo(status: str) -> Behaviour:
    def behave(connection: Connection) -> None:
        said = connection.request.headers["authorization"]
        connection.reply(status, error(f"Bad {said}", code=said), f"X-Echo: {said}")

    return behave


def slow_words(connection: Connection) -> None:
    connection.begin()
    for count in connection.ticks(0.1):
        connection.words(f"word{count} ")


def endless(connection: Connection) -> None:
    connection.begin()
    for count in itertools.count():
        connection.words(f"word {count} " * 50)


def refuses(*names: str) -> Behaviour:
    def behave(connection: Connection) -> None:
        unknown = [name for name in names if name in connection.request.body]
        if unknown:
            connection.reply("400 Bad Request", error(f"Unknown parameter: {unknown[0]}", param=unknown[0]))
        else:
            answer(connection)

    return behave


def thought(text: str) -> dict[str, Any]:
    return chunk(delta={"content": "", "reasoning_content": text})


def thinks(connection: Connection) -> None:
    """Longer than the first word may take, and not so long as the whole answer may."""
    connection.begin()
    for _ in range(12):
        connection.event(thought("Hm. "))
        if connection.gone(0.1):
            return
    connection.words(*SENTENCES, reason="stop")
    connection.end()


def thinks_on(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.05):
        connection.event(thought("Hm. "))


def words_beside(*thoughts: str) -> Behaviour:
    return stream(*map(thought, thoughts), chunk(delta={}, finish_reason="stop"))


ROUND = "It takes four years to learn a trade, and " * 4


def goes_round(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.001):
        connection.words(ROUND)


def blanks(connection: Connection) -> None:
    connection.begin()
    for _ in connection.ticks(0.001):
        connection.words("\n        ")


def blanks_within(connection: Connection) -> None:
    connection.begin()
    connection.words('{"verdicts": [')
    for _ in connection.ticks(0.001):
        connection.words("\n        ")
