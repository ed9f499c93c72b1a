"""The server that stands in for a model's, as the README starts it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from ingest.service import ingest
from rag.assistant import open_assistant
from rag.settings import read_settings
from tests.careers import GUIDES
from tests.endpoint import FakeEndpoint
from tests.standin import INVENTED, StandIn


def test_what_it_copies_is_shown_and_what_it_invents_is_taken_out(tmp_path: Path) -> None:
    for name, text in GUIDES.items():
        path = tmp_path / "guides" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    settings = read_settings(corpus=tmp_path / "guides", index=tmp_path / "index")
    ingest(settings)
    with FakeEndpoint(StandIn(invent=True)) as server:
        own = read_settings(corpus=settings.corpus, index=settings.index, openai_base_url=server.url, model="stand-in")
        with closing(open_assistant(own)) as assistant:
            answer = assistant.ask("What does a travel nurse in Seattle earn?").answer()
    assert answer.mode == "model"
    assert "$2,400 a week" in answer.answer
    assert "1,234,567" not in answer.answer
    assert [each.sentence for each in answer.removed] == [INVENTED.removesuffix(" [1].")]
