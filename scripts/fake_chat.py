"""The chat over a fake assistant, for working on the page: `PYTHONPATH=. streamlit run scripts/fake_chat.py`."""

from functools import partial

from tests.fakes_ui import EVIL, PILOTS, TUGS, FakeAssistant, FakePieces
from ui import resources
from ui.shell import show

fake = FakeAssistant(articles=(PILOTS, TUGS, EVIL), pieces=partial(FakePieces, pause_seconds=0.05))
setattr(resources, "open_shared", lambda progress: fake)  # noqa: B010  the fake has what the page needs of an assistant
show()
