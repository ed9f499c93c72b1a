"""Libraries of guides on the chat page: each told by itself, and asked alone."""

from __future__ import annotations

from rag.types import Article, GuideInfo
from tests.fakes_ui import MOON, PAY, FakeAssistant, FakeParts
from tests.ui.driving import asked, button, opened
from ui.guides import libraries


def test_each_library_has_its_own_line_and_its_own_questions(assistant: FakeAssistant, parts: FakeParts) -> None:
    shore = [
        Article(f"shore/deep/{name}.md", "x", title=f"{name}: pay")
        for name in ("Cranes", "Docks", "*Nets*", "Ropes", "Sails")
    ]
    assistant.articles = (*shore, *assistant.articles)
    app = opened()
    covering = [each.value for each in app.markdown if "guides" in each.value][1:]
    assert covering[0].startswith("**2 guides:** Harbour pilots · Tug masters")
    assert covering[1] == "**5 guides in shore:** Cranes · Docks · \\*Nets\\* · Ropes · Sails"
    assert parts.data["start"]["next"][:2] == [PAY, "Which role suits a deckhand?"]
    assert parts.data["start1"]["next"] == [f"What is said on {each.id}?" for each in shore[:4]]
    parts.send("start1", "ask", PAY)
    app.run()
    assert parts.data["conversation"]["exchanges"]


def test_one_library_can_be_asked_alone(assistant: FakeAssistant, parts: FakeParts) -> None:
    shore = [Article(f"shore/{name}.md", "x", title=f"{name}: pay") for name in ("Cranes", "Docks", "Nets", "Ropes")]
    assistant.articles = (*shore, *assistant.articles)
    app = opened()
    assert app.pills[0].options == ["Only other guides", "Only shore"]
    app.pills[0].set_value(["shore"]).run()
    assert not [each.value for each in app.markdown if "Harbour pilots" in each.value], "what isn't asked isn't offered"
    parts.send("start1", "ask", PAY)
    app.run()
    asked(app.run(), MOON)
    assert assistant.within == 2 * [tuple(each.id for each in shore)], "the choice stays with the conversation"
    assert parts.data["conversation"]["covered"] == "Cranes · Docks · Nets · Ropes"
    few = [Article(f"hill/{n}.md", "x", title=f"Hill {n}: pay") for n in range(4)]
    assistant.articles = (*few, *assistant.articles[4:])  # the library is gone
    app = asked(app.run(), PAY)
    assert not app.exception
    assert assistant.within[-1] == ()
    begun = [each.value for each in button(app, "New chat")().markdown]
    assert any("Hill 0" in each for each in begun), "what was chosen and is gone hides nothing"
    assert any("Harbour pilots" in each for each in begun)


def test_a_library_is_a_folder_of_several_guides_and_only_few_are_told_apart() -> None:
    guides = [GuideInfo(f"f{n % 5}/{n}.md", "A", None, None, None, 1) for n in range(20)]
    assert libraries(guides) == {"": guides}
    assert list(libraries([guide for guide in guides if guide.guide < "f4"])) == ["f0", "f1", "f2", "f3"]
    few = [guide for guide in guides if guide.guide < "f1"]
    assert libraries([*few, *guides[1:3]]) == {"": guides[1:3], "f0": few}
