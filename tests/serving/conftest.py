"""What the tests of the servers share: an index on disk, made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openai import OpenAI

from tests.indexes import index_on_disk
from tests.serving.started import Server, environment, started


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tests' own guides."""
    return index_on_disk(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def server(served: Path) -> Iterator[Server]:
    with started(environment(served), "serve", "--port", "0") as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[OpenAI]:
    with OpenAI(base_url=server.address, api_key="none", max_retries=0, timeout=60) as client:
        yield client
