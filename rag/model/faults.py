"""What a server's error means, in terms of our own: HTTP status, error code and text to a Fault.

No server's words go on from here: they can hold the key that was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from rag.errors import Fault

_CONTEXT = re.compile(
    r"context.?(length|window|size)|maximum context|n_ctx|(prompt|input|request|message)s? (is|are) too (long|large)"
    r"|too many (input )?tokens|string_above_max_length|reduce the length",
    re.IGNORECASE,
)
_QUOTA = re.compile(
    r"insufficient_(quota|credit|fund|balance)|exceeded your current quota|billing|credits?\b", re.IGNORECASE
)
_NO_MODEL = re.compile(
    r"model_not_found|(no such|unknown|invalid) model|model\W.{0,120}(not found|n[o']t exist)", re.I | re.S
)
_KEY = re.compile(r"invalid_api_key|incorrect api key|authentication", re.IGNORECASE)
_RATE = re.compile(r"rate.?limit|too many requests", re.IGNORECASE)


def fault(status: int | None, text: str) -> Fault:
    """What a server's answer means. `text` is all it said, error code included; `status` None is mid-stream."""
    if status == 413 or (status in (None, 400, 422, 500) and _CONTEXT.search(text)):
        return Fault.CONTEXT_TOO_LONG
    if status == 402 or (status in (None, 403, 429) and _QUOTA.search(text)):
        return Fault.QUOTA
    if status == 404 or (status in (None, 400, 422) and _NO_MODEL.search(text)):
        return Fault.NOT_FOUND
    if status in (401, 403) or (status in (None, 400) and _KEY.search(text)):
        return Fault.REFUSED
    if status == 429 or (status is None and _RATE.search(text)):
        return Fault.RATE_LIMITED
    if status is None or status >= 500 or status in (408, 409, 425):
        return Fault.OVERLOADED
    return Fault.REJECTED


def retry_after_seconds(headers: Mapping[str, str], now: datetime | None = None) -> float | None:
    """How long a server asks to wait, from `Retry-After` in seconds or as a date; None where it doesn't say."""
    value = headers.get("retry-after", "").strip()
    try:
        return max(0.0, float(value))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(value) - (now or datetime.now(UTC))).total_seconds())
    except (ValueError, TypeError):
        return None
