"""What a model writes where a form is wanted: JSON, held to it by the server or not, alone or among other words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

JSON = Mapping[str, Any]
Form = Literal["json_schema", "json_object"]
"""By what a server can hold a reply to a form: by its schema, or only to JSON."""


def form(**properties: JSON) -> dict[str, Any]:
    """The JSON schema of an object that has exactly these, as strict servers want it."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def objects(text: str) -> Iterator[dict[str, Any]]:
    """All JSON objects in a text that stand in no other, in order; of one that was cut off, those in it."""
    decoder = json.JSONDecoder()
    place = text.find("{")
    while place >= 0:
        try:
            value, end = decoder.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            yield value
        place = text.find("{", end)
