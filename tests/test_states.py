"""Whatever is done to a folder, in whatever order: each ingest makes the index what the folder holds.

CAREER_STATES tells how many courses of events are tried; `make soak` tries many.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from ingest import service
from rag.indexing.index import open_index
from rag.settings import read_settings
from tests.fakes import HashEncoder

NAMES = st.sampled_from(["a.md", "b.md", "c.txt", "d/e.md"])
THEN = st.sampled_from(["hash", None, "hash", "hash", "other", None])
"""The encoder of the ingest that follows a change, if one does."""


class Folder(RuleBasedStateMachine):
    """A folder of guides, and what the index of it must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="states-"))
        self.settings = read_settings(index=self.root / "index", corpus=self.root / "guides")
        self.settings.corpus.mkdir()
        self.good: dict[str, int] = {}
        """Files that can be read, each with the number of what it says."""
        self.bad: set[str] = set()
        """Files that can't be."""
        self.held: dict[str, int] = {}
        """What the index holds; a copy of another guide is not in it."""
        self.encoder, self.said = "hash", 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize()
    def begin(self) -> None:
        for name in ("a.md", "b.md"):
            self.write(name, None)
        self.ingest("hash")

    @rule(name=NAMES, then=THEN)
    def write(self, name: str, then: str | None) -> None:
        self.said += 1
        sentences = (f"Guide {self.said} says in its sentence {place} what stands there." for place in range(5))
        self._put(name, f"# The guide {self.said}\n\n{' '.join(sentences)}\n".encode())
        self.bad.discard(name)
        self.good[name] = self.said
        self.ingest(then)

    @rule(name=NAMES, data=st.sampled_from([b"", b"\n\n", b"\0\1\2", b"# Only a heading\n"]), then=THEN)
    def break_off(self, name: str, data: bytes, then: str | None) -> None:
        self._put(name, data)
        self.good.pop(name, None)
        self.bad.add(name)
        self.ingest(then)

    @precondition(lambda self: self.good)
    @rule(data=st.data(), to=NAMES, stays=st.booleans(), then=THEN)
    def copy_or_rename(self, data: st.DataObject, to: str, stays: bool, then: str | None) -> None:
        name = data.draw(st.sampled_from(sorted(self.good)))
        if to in self.good.keys() | self.bad | self.held.keys():
            return
        self._put(to, (self.settings.corpus / name).read_bytes())
        self.good[to] = self.good[name]
        if not stays:
            (self.settings.corpus / name).unlink()
            del self.good[name]
        self.ingest(then)

    @rule(name=NAMES, then=THEN)
    def delete(self, name: str, then: str | None) -> None:
        (self.settings.corpus / name).unlink(missing_ok=True)
        self.good.pop(name, None)
        self.bad.discard(name)
        self.ingest(then)

    @rule(name=NAMES, then=THEN)
    def touch(self, name: str, then: str | None) -> None:
        if name in self.good:
            os.utime(self.settings.corpus / name, (1, 1))
            self.ingest(then)

    def ingest(self, encoder: str | None) -> None:
        """Brings the index to what the folder holds; one that holds no guide any more is refused elsewhere."""
        if not encoder or not self.good:
            return
        report = service.ingest(self.settings, self.settings.corpus, encoder=HashEncoder(encoder))
        last = {name: said for name, said in self.held.items() if name in self.bad and encoder == self.encoder}
        self.encoder = encoder
        with closing(open_index(self.settings, HashEncoder(encoder).id)) as index:
            ids = list(index.snapshot().articles)
        assert set(ids) <= self.good.keys() | last.keys()
        self.held = {id: self.good.get(id, last.get(id, 0)) for id in ids}
        assert set(self.held.values()) == {*self.good.values(), *last.values()}
        assert self.bad <= {failed.guide for failed in report.failed}

    @invariant()
    def answers_hold_what_the_index_held_last(self) -> None:
        if self.held:
            with closing(open_index(self.settings, HashEncoder(self.encoder).id)) as index:
                snapshot = index.snapshot()
                hits = snapshot.dense(HashEncoder(self.encoder).encode(["guide says"]), 99)
                assert sorted(number for number, _ in hits) == list(range(len(snapshot.units)))
                found = {(unit.article_id, unit.text.split()[1]) for unit in snapshot.units}
            assert found == {(id, str(said)) for id, said in self.held.items()}

    def _put(self, name: str, data: bytes) -> None:
        path = self.settings.corpus / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)


@pytest.mark.soak
@pytest.mark.timeout(3600)
class TestFolder(Folder.TestCase):  # type: ignore[valid-type,misc]
    """The machine as a test."""

    settings = settings(
        max_examples=int(os.environ.get("CAREER_STATES", "5")),
        stateful_step_count=12,
        deadline=None,
        derandomize="CAREER_STATES" not in os.environ,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
