"""What `career doctor` tells: settings, index, encoder and who answers, as far as this machine shows it."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rich.text import Text

from rag.encoding.models import SHIPPED, shipped_files
from rag.errors import CareerError, EncoderError, IndexMissing, ModelError
from rag.indexing.index import open_place
from rag.settings import Settings, host_of, variable
from rag.types import Manifest
from terminal.output import Line, one_line

if TYPE_CHECKING:
    from terminal.parts import Parts

_INDENT = "  "


def diagnosis(settings: Settings, parts: Parts, version: str, now: datetime) -> tuple[list[Line], bool]:
    """Lines to draw, and whether all is well. An index that nobody built or named yet is well."""
    index, healthy = _index(settings, parts, now)
    server, responds = _server(settings, parts)
    encoder, encodes = _encoder(settings)
    reader, reads = _shipped("reader")
    lines = [
        _line("career", f"{version} on Python {platform.python_version()}"),
        _line("index", index),
        _line("corpus", f"{settings.corpus}{'' if settings.corpus.is_dir() else ' (no such folder)'}"),
        _line("encoder", encoder),
        _line("reader", reader),
        _line("answers", _answers(settings)),
        _line("model", _model(settings)),
        *([_line("server", server)] if server else []),
        Line(Text("settings", "bold")),
        *_settings(settings),
    ]
    return lines, healthy and responds and encodes and reads


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
        place = open_place(settings)
        assistant = parts.open_assistant(settings)
        try:
            return f"{place}: {_generation(assistant.manifest, now)}", True
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


def _encoder(settings: Settings) -> tuple[str, bool]:
    if settings.encoder == SHIPPED:
        state, whole = _shipped("encoder")
        return f"{SHIPPED}, {state}", whole
    exports = sorted(path.parent.name for path in settings.cache.expanduser().glob("*/model.onnx"))
    state = f"exported as {', '.join(exports)}" if exports else "not exported yet; the first ingest does it"
    return f"{settings.encoder}, {state} (cache {settings.cache})", True


_FORMS = {
    "json_schema": "it is held to the form of a reply",
    "json_object": "it is held to JSON",
    "text": "the form of its replies is asked for, and kept",
    "none": "it doesn't keep the form of a reply that is asked for, so its sentences can't be looked at twice",
}


def _shipped(model: str) -> tuple[str, bool]:
    """Whether the files of a model that ships are whole, in words and as a fact."""
    try:
        return f"whole in {shipped_files(model)[0]}", True
    except EncoderError as error:
        return str(error), False


def _answers(settings: Settings) -> str:
    if settings.no_model:
        return f"quotes: sentences of the guides, word for word; {settings.no_model}"
    return f"model: {settings.model} writes, each sentence is checked against the guides; quotes where it fails"


def _model(settings: Settings) -> str:
    key = "a key is set" if settings.api_key else "no key is set"
    return f"{settings.model or 'none'} at {settings.model_host or 'no address'}, {key}"


def _server(settings: Settings, parts: Parts) -> tuple[str, bool]:
    """Whether server and model respond, in words and as a fact; no words where there is nothing to ask."""
    if settings.no_model:
        return "", True
    try:
        probed = parts.probe(settings)
        return f"responds: first word after {probed.seconds:.1f} s; {_FORMS[probed.form]}", True
    except ModelError as error:
        return f"doesn't answer: {error}", False


def _settings(settings: Settings) -> Iterator[Line]:
    width = max(len(variable(name)) for name in Settings.model_fields)
    for name in Settings.model_fields:
        value = one_line(_value(settings, name))
        yield Line(Text(f"{value} ({_source(settings, name)})"), f"{_INDENT}{variable(name):{width}} ")


def _value(settings: Settings, name: str) -> str:
    """A setting as it may be shown: of a key only whether it is set, of an address only the host."""
    if name == "openai_api_key":
        return "set" if settings.api_key else "not set"
    if name == "openai_base_url":
        return settings.model_host or "no address"
    if name == "chroma_url":
        return host_of(settings.chroma_address) or ("no address" if settings.on_server else "none")
    if name == "chroma_headers":
        return "set" if settings.chroma_headers else "not set"
    return str(settings.index_path if name == "index" else getattr(settings, name))


def _source(settings: Settings, name: str) -> str:
    if name not in settings.model_fields_set:
        return "default"
    set_by_environment = variable(name) in {known.upper() for known in os.environ}
    return "environment" if set_by_environment else ".env or a flag"
