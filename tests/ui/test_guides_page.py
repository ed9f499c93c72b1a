"""The guides page through AppTest: the list, reading, uploads and removal, over a fake folder."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rag.errors import IndexBusy
from tests.fakes_ui import EVIL, PILOTS, TUGS, FakeAssistant, FakeLibrary
from tests.ui.driving import button, drawn, guide_text, opened
from ui.escaping import label
from ui.guides import age

NEW = "Lock keepers earn little."


def upload(name: str, text: str = NEW) -> tuple[str, bytes, str]:
    return (name, text.encode(), "text/plain")


def test_list_tells_author_date_passages_and_the_age_of_the_index() -> None:
    page = drawn(opened("guides"))
    assert "Ada Berg · 2024-05-01 · 120 passages · pay/harbour" in page.replace("\\", "")
    assert "undated · 1 passage · tugs.txt" in page
    assert "2 guides, 121 passages, from the folder “guides”. Read " in page


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2024-06-01T00:00:30+00:00", "just now"),
        ("2024-06-01T00:01:00+00:00", "1 minute ago"),
        ("2024-06-01T23:00:00+00:00", "23 hours ago"),
        ("2024-06-03T00:00:00+00:00", "2 days ago"),
    ],
)
def test_age(now: str, expected: str) -> None:
    assert age("2024-06-01T00:00:00+00:00", datetime.fromisoformat(now).astimezone(UTC)) == expected


def test_guide_is_read_in_full_with_its_outline() -> None:
    app = opened("guides")
    app = next(each for each in app.button if each.label == f":primary[{label(str(PILOTS.title))}]").click().run()
    assert app.query_params["guide"] in (PILOTS.id, [PILOTS.id])
    assert "Paragraph 59 speaks" in guide_text(app)
    [outline] = [str(each.body) for each in app.html if 'class="guide-outline"' in each.body]
    assert '<a href="#guide-part-1">Pay</a>' in outline
    app = button(app, "All guides")()
    assert "Tug masters" in drawn(app)


def test_guide_opens_by_its_address_and_an_unknown_one_is_told() -> None:
    assert "wait long for it." in guide_text(opened("guides", guide=TUGS.id))
    app = opened("guides", guide="nowhere.md")
    assert [each.value for each in app.error] == ["No guide is called 'nowhere.md'."]


def test_hostile_guide_is_listed_and_read_as_text(assistant: FakeAssistant) -> None:
    assistant.articles = (EVIL, TUGS)
    app = opened("guides", guide=EVIL.id)
    assert not app.exception
    assert "<img" not in guide_text(app)
    assert "<script" not in guide_text(app)


def test_upload_is_shown_first_and_published_when_told_to(assistant: FakeAssistant) -> None:
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("locks.md"), upload("bad.md")]).run()
    page = drawn(app)
    assert "**locks.md**  \nWould be added" in page
    assert "**bad.md**  \nRefused\\: it is not text." in page
    assert "1 thing is left out of the text" in page
    assert "- Line 3\\: “Log in” – a menu" in page
    assert [article.id for article in assistant.articles] == [PILOTS.id, TUGS.id], (
        "nothing is kept before it is told to"
    )
    app = button(app, "Publish this guide")()
    assert [article.id for article in assistant.articles] == [PILOTS.id, TUGS.id, "locks.md"]
    assert [each.value for each in app.success] == ["locks.md added."]
    assert "Publish" not in drawn(app)


def test_upload_that_is_there_already_is_not_offered() -> None:
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("tugs.txt", TUGS.text)]).run()
    assert "Already in the guides, word for word" in drawn(app)
    assert "Publish" not in drawn(app)


def test_copy_of_another_guide_is_told_and_not_offered() -> None:
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("copy.md"), upload("locks.md")]).run()
    page = drawn(app)
    assert "**copy.md**  \nWould not be added\\: tugs.txt says the same already, and counts once" in page
    assert "Publish this guide" in page


def test_title_that_another_guide_has_is_told() -> None:
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("other.txt", str(TUGS.title).upper())]).run()
    assert "Another guide has this title: tugs.txt. Both would stay." in drawn(app)
    app = app.file_uploader[0].set_value([upload("tugs.txt", str(TUGS.title))]).run()
    assert "Another guide has this title" not in drawn(app)


def test_newer_version_says_so() -> None:
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("tugs.txt")]).run()
    assert "Takes the place of an older version" in drawn(app)


def test_what_hinders_publishing_is_one_line(folder: FakeLibrary, assistant: FakeAssistant) -> None:
    folder.wrong = IndexBusy("Another ingest is running; try again in a moment.")
    app = opened("guides")
    app = app.file_uploader[0].set_value([upload("locks.md")]).run()
    app = button(app, "Publish this guide")()
    assert [each.value for each in app.error] == ["Another ingest is running; try again in a moment."]
    assert not app.exception


def test_guide_is_removed_after_a_plain_question(assistant: FakeAssistant) -> None:
    app = button(opened("guides"), "Remove Tug masters")()
    assert "This deletes the file tugs.txt from the folder of guides." in drawn(app)
    assert TUGS in assistant.articles
    app = button(app, "Delete the file")()
    assert TUGS not in assistant.articles
    assert [each.value for each in app.success] == ["tugs.txt removed."]


def test_guide_stays_where_it_is_wanted(assistant: FakeAssistant) -> None:
    button(button(opened("guides"), "Remove Tug masters")(), "Keep it")()
    assert TUGS in assistant.articles
