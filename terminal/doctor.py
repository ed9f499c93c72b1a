"""What `career doctor` tells: settings, index, encoder and who answers, as far as this machine shows it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from rag.errors import CareerError, IndexMissing
from rag.settings import Settings
from rag.types import Manifest
from terminal.output import Line, one_line

if TYPE_CHECKING:
    from terminal.parts import Parts

_INDENT = "  "


def diagnosis(settings: Settings, parts: Parts, version: str, now: datetime) -> tuple[list[Line], bool]:
    """Lines to draw, and whether all is well. An index that nobody built or named yet is well."""
    index, healthy = _index(settings, parts, now)
    lines = [
        _line("career", f"{version} on Python {platform.python_version()}"),
        _line("index", index),
        _line("corpus", f"{settings.corpus}{'' if settings.corpus.is_dir() else ' (no such folder)'}"),
        _line("encoder", _encoder(settings)),
        _line("answers", "quotes: sentences of the guides, word for word; no model can be set up in this version"),
        Line(Text("settings", "bold")),
        *_settings(settings),
    ]
    return lines, healthy


def age(created: str, now: datetime) -> str:
    """The time between an ISO 8601 moment and now, in its largest unit."""
    passed = now - datetime.fromisoformat(created)
    for unit, length in (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1))):
        if passed >= length:
            count = passed // length
            return f"{count} {unit}{'s' if count > 1 else ''} ago"
    return "just now"


def _line(name: str, text: str) -> Line:
    return Line(Text(one_line(text)), f"{name:9}", "bold")


def _index(settings: Settings, parts: Parts, now: datetime) -> tuple[str, bool]:
    try:
        assistant = parts.open_assistant(settings)
        try:
            return f"{settings.index_path}: {_generation(assistant.manifest, now)}", True
        finally:
            assistant.close()
    except IndexMissing as error:
        if settings.index_named:
            return str(error), False
        return f"{settings.index_path}: not built yet; the first question builds it from the corpus", True
    except CareerError as error:
        return str(error), False


def _generation(manifest: Manifest, now: datetime) -> str:
    return (
        f"generation {manifest.generation}, {len(manifest.digests)} guides and {manifest.units} units "
        f"from {manifest.folder}, built {manifest.created} ({age(manifest.created, now)})"
    )


def _encoder(settings: Settings) -> str:
    exports = sorted(path.parent.name for path in settings.cache.expanduser().glob("*/model.onnx"))
    state = f"exported as {', '.join(exports)}" if exports else "not exported yet; the first ingest does it"
    return f"{settings.encoder}, {state} (cache {settings.cache})"


def _settings(settings: Settings) -> Iterator[Line]:
    width = max(len(_variable(name)) for name in Settings.model_fields)
    for name in Settings.model_fields:
        value = settings.index_path if name == "index" else getattr(settings, name)
        yield Line(Text(f"{one_line(str(value))} ({_source(settings, name)})"), f"{_INDENT}{_variable(name):{width}} ")


def _variable(name: str) -> str:
    return f"CAREER_{name.upper()}"


def _source(settings: Settings, name: str) -> str:
    if name not in settings.model_fields_set:
        return "default"
    set_by_environment = _variable(name) in {variable.upper() for variable in os.environ}
    return "environment" if set_by_environment else ".env or a flag"
