"""Driving the page in AppTest, and reading what it draws."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from tests.fakes_ui import FakeParts

APP = Path(__file__).parent.parent.parent / "app.py"


def opened(page: str = "chat", **query: str) -> AppTest:
    """The page of that name, drawn once."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    # AppTest opens pages that are files; ours are functions, which it knows by their address alone.
    app._page_hash = "" if page == "chat" else calc_hash(page)
    return app.run()


def asked(app: AppTest, question: str) -> AppTest:
    """The page after the question."""
    return app.chat_input[0].set_value(question).run()


def button(app: AppTest, text: str) -> Callable[[], AppTest]:
    """Clicks the button whose label holds the text."""
    [found] = [each for each in app.button if text in each.label]
    return lambda: found.click().run()


def drawn(app: AppTest) -> str:
    """All that the page draws as Markdown, labels included."""
    kinds = (app.title, app.subheader, app.markdown, app.caption, app.info, app.success, app.error)
    texts = [each.value for kind in kinds for each in kind]
    return "\n".join([*texts, *(each.label for each in app.button), *(each.label for each in app.expander)])


def guide_text(app: AppTest) -> str:
    """The HTML of the guide that is open."""
    [body] = [str(each.body) for each in app.html if 'class="guide-text' in each.body]
    return body


def last(parts: FakeParts) -> dict[str, Any]:
    """The last exchange as the conversation's component got it."""
    exchange: dict[str, Any] = parts.data["conversation"]["exchanges"][-1]
    return exchange


def words(exchange: dict[str, Any]) -> list[str]:
    """The texts of an answer's paragraphs and items, without its numbers."""
    blocks = [block for group in exchange["answer"]["groups"] for block in group["blocks"]]
    items = [item for block in blocks for item in block["items"]]
    return [" ".join(" ".join(piece["text"] for piece in item["pieces"]).split()) for item in items]


def titles(parts: FakeParts) -> list[str]:
    """The titles of the chats in the menu."""
    return [chat["title"] for chat in parts.data.get("chats", {"chats": []})["chats"]]
