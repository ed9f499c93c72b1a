"""Whether the model that the settings name answers at all, and what forms of reply its server can hold it to."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import Literal

from langchain_core.messages import HumanMessage

from rag.errors import ModelError
from rag.model.generation import open_generator
from rag.model.structured import Form, form, objects
from rag.settings import Settings

_ASKED = HumanMessage("Reply with the one word: ready")
_ASKED_FOR_JSON = HumanMessage('Reply with JSON alone: {"ready": true}')
_SCHEMA = form(ready={"type": "boolean"})
FORM_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Probed:
    """A model that answered."""

    seconds: float
    """Until its first word."""
    form: Form | Literal["text", "none"]
    """By what a reply gets the form that is wanted of it; "none" where it doesn't get it."""


def probe(settings: Settings) -> Probed:
    """Asks twice, within the deadlines. Raises ModelError, SettingsError where the first is not answered."""
    generator = open_generator(settings)
    with closing(generator):
        started = time.perf_counter()
        with closing(generator.generate([_ASKED])) as generation:
            next(piece for piece in generation if piece)
        seconds = time.perf_counter() - started
        try:
            with closing(generator.generate([_ASKED_FOR_JSON], FORM_SECONDS, _SCHEMA)) as generation:
                said = "".join(generation)
        except ModelError:
            said = ""
        held = generator.form or "text"
        return Probed(seconds, held if any("ready" in each for each in objects(said)) else "none")
