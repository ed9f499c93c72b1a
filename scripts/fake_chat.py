"""The chat over a fake assistant, for working on the page: `PYTHONPATH=. streamlit run scripts/fake_chat.py`."""

from functools import partial

from tests.fakes_ui import EVIL, PILOTS, TUGS, FakeAssistant, FakePieces
from ui import resources
from ui.page import show

resources.open_shared = lambda progress: FakeAssistant(
    articles=(PILOTS, TUGS, EVIL), pieces=partial(FakePieces, pause_seconds=0.05)
)
show()
