"""Where a citation leads: its guide's address on the web, and of a recording the second."""

from __future__ import annotations

import pytest

from rag.citing import original


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=abc&t=3725"),
        ("https://www.youtube.com/watch?v=abc&t=3s", "https://www.youtube.com/watch?v=abc&t=3725"),
        ("https://www.youtube.com/watch?t=3s&v=abc&list=x", "https://www.youtube.com/watch?v=abc&list=x&t=3725"),
        ("https://youtu.be/abc", "https://youtu.be/abc?t=3725"),
        ("https://youtu.be/abc?t=9", "https://youtu.be/abc?t=3725"),
        ("https://www.youtube.com/embed/abc?start=1", "https://www.youtube.com/embed/abc?start=3725"),
        ("https://m.youtube.com/shorts/abc#t=4", "https://m.youtube.com/shorts/abc?t=3725"),
        ("https://notyoutube.com/watch?v=abc", "https://notyoutube.com/watch?v=abc#t=3725"),
        ("https://example.org/talk.mp4", "https://example.org/talk.mp4#t=3725"),
        ("https://example.org/talk.mp4#t=5", "https://example.org/talk.mp4#t=3725"),
        ("https://example.org/talks?n=4#the-second", "https://example.org/talks?n=4#the-second"),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_recording_opens_at_its_second(url: str | None, address: str | None) -> None:
    assert original(url, "1:02:05") == address
    assert original(url) == (url if address else None)


@pytest.mark.parametrize(
    "url",
    [
        "data:text/html,x",
        "file:///x",
        "//evil.example",
        "http://[",
        "http:///x",
        "https://example.org@evil.example/",
        "https://example.org\\@evil.example/",
        "https://ex\u0430mple.org/",
        "https://e\u017fample.org/",
        "https://example.org/ x",
        "https://example.org/\u00a0x",
        'https://example.org/"x',
        "",
    ],
)
def test_only_pages_on_the_web_are_linked(url: str) -> None:
    assert original(url) is original(url, "00:05") is None


@pytest.mark.parametrize("url", ["https://example.org/", "http://[::1]:80/x", "https://example.org/l\u00f6hne?a=b"])
def test_pages_on_the_web_are_linked_as_they_are(url: str) -> None:
    assert original(url) == url
