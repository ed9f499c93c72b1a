"""A mail that was saved as text: its head says title, author and date, and how its body is written."""

from __future__ import annotations

import email
import re
from email.message import Message
from email.utils import parseaddr

from ingest.blocks import Metadata
from ingest.dates import iso
from ingest.decoding import decode
from rag.types import Dropped

_HEAD = re.compile(r"\A(?:>?From .*\n)?(?:[A-Za-z][\w-]{1,40}:[ \t].*\n(?:[ \t]+\S.*\n)*){2,}\n")
_NEEDED = ("from", "subject")
_USED = frozenset(("from", "subject", "date"))


def open_mail(text: str) -> tuple[Metadata, str, int, list[Dropped]] | None:
    """What a mail's head says, its body, how many lines stand before it, and what is left out; None for no mail."""
    head = _HEAD.match(text)
    message = email.message_from_string(text) if head else None
    if not head or message is None or not all(message.get(name) for name in _NEEDED):
        return None
    name, address = parseaddr(str(message.get("from")))
    subject = re.sub(r"^(?:(?:re|fwd?|aw)\s*:\s*)+", "", str(message.get("subject")), flags=re.IGNORECASE)
    known = Metadata(
        title=" ".join(subject.split()) or None, author=name or None, published=iso(str(message.get("date")))
    )
    left = [f"{key}: {value}" for key, value in message.items() if key.lower() not in _USED]
    left += [address] if address else []
    lines = head.group().count("\n")
    return known, _body(message), lines, [Dropped(1, " ".join(each.split()), "a mail's head") for each in left]


def _body(message: Message) -> str:
    parts = [part for part in message.walk() if part.get_content_type() == "text/plain"]
    texts = []
    for part in parts or [message]:
        packed = part.get("content-transfer-encoding", "").lower() in ("quoted-printable", "base64")
        data = part.get_payload(decode=True) if packed else str(part.get_payload()).encode("utf-8", "replace")
        texts.append(decode(data) if isinstance(data, bytes) and data.strip() else "")
    return "\n\n".join(texts)
