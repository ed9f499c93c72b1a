"""Conversations in the browser, over the shipped guides."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.driving import Visit, in_view
from tests.browser.serving import Chat

PAY = "What does a senior MLOps engineer earn?"
PAID = "A senior MLOps engineer earns $240K-$350K+."
FOLLOW_UP, ENTRY_PAID = "And an entry-level one?", "$150K-$190K"
"""Asked alone it is answered otherwise."""
DIFFERENT = "How many ML models never get into production?"
COMPARED = "MLOps or ML engineer?"
ABROAD = "What does an MLOps engineer earn in Germany?"
UNKNOWN = "How do I bake sourdough bread?"


def test_first_visit_says_what_it_is_and_offers_where_to_begin(visit: Visit) -> None:
    expect(visit.input).to_be_focused()
    expect(visit.text("Answers only from these guides; every sentence one click from its source.")).to_be_visible()
    first = visit.page.locator('[class*="st-key-first-questions"]').get_by_role("button")
    expect(first).to_have_count(3)
    expect(visit.text(re.compile("undated")).first).to_be_visible()
    expect(visit.page.locator('input[type="file"]')).to_have_count(1)
    expect(visit.messages).to_have_count(0)
    question = first.first.inner_text()
    first.first.click()
    expect(visit.messages).to_have_count(2)
    visit.settled()
    expect(visit.messages.first).to_contain_text(question)
    expect(visit.marker(1)).to_be_visible()


def test_citation_shows_its_quote_and_opens_the_guide_at_it(visit: Visit) -> None:
    answer = visit.ask(PAY)
    expect(visit.prose).to_contain_text(PAID)
    expect(visit.tip).to_have_count(0)
    visit.marker(1).hover()
    expect(visit.tip).to_contain_text(PAID)
    expect(visit.tip).to_contain_text("undated")
    visit.input.hover()
    expect(visit.tip).to_have_count(0)
    visit.marker(1).press("Shift")  # focus that comes from the keyboard
    visit.marker(1).focus()
    expect(visit.tip).to_contain_text(PAID)
    visit.page.keyboard.press("Escape")
    expect(visit.tip).to_have_count(0)
    visit.marker(1).click()
    mark = visit.guide.locator("mark")
    expect(mark).to_have_text(PAID)
    expect(mark).to_be_in_viewport()
    expect(visit.guide).to_contain_text("Salary by place, and remote work")
    visit.page.keyboard.press("Escape")
    expect(visit.guide).to_have_count(0)
    expect(answer).to_be_visible()


def test_source_list_opens_the_guide_too(visit: Visit) -> None:
    answer = visit.ask(PAY)
    answer.get_by_role("button", name=re.compile(r"^\[2\] ")).first.click()
    expect(visit.guide.locator("mark")).not_to_be_empty()
    expect(visit.guide.locator("mark")).to_be_in_viewport()


def test_follow_up_is_understood_from_what_was_asked_before(visit: Visit) -> None:
    visit.ask(PAY)
    visit.ask(FOLLOW_UP)
    expect(visit.prose).to_contain_text(ENTRY_PAID)
    assert in_view(visit.messages.nth(2)), "the new question is in view"
    suggested = visit.answer.locator('[class*="follow-up-questions"]').get_by_role("button").first
    words = suggested.inner_text()
    suggested.click()
    expect(visit.messages).to_have_count(6)
    expect(visit.messages.nth(4)).to_contain_text(words)


def test_refusal_is_plain_and_leads_to_what_the_guides_do_say(visit: Visit) -> None:
    answer = visit.ask(UNKNOWN)
    expect(answer.get_by_text("Not in the guides", exact=True)).to_be_visible()
    expect(answer.get_by_text("What the guides do answer")).to_be_visible()
    expect(visit.prose).to_contain_text("The guides don't answer this.")
    expect(visit.marker(1)).to_have_count(0)
    answer.locator('[class*="follow-up-questions"]').get_by_role("button").first.click()
    expect(visit.messages).to_have_count(4)
    visit.settled()
    expect(visit.answer).not_to_contain_text("Not in the guides")


def test_disagreement_shows_both_voices(visit: Visit) -> None:
    answer = visit.ask(DIFFERENT)
    card = answer.locator('[class*="st-key-card-"]').first
    expect(card).to_contain_text("The guides differ")
    for figure, speaker in (("85%", "Nahush Gowda"), ("87%", "MLOps engineer as a career path")):
        expect(card).to_contain_text(figure)
        expect(card).to_contain_text(speaker)
    card.get_by_role("button").last.click()
    expect(visit.guide.locator("mark")).to_contain_text("87%")


def test_comparison_is_a_table_whose_quotes_lead_to_their_places(visit: Visit) -> None:
    visit.ask(COMPARED)
    table = visit.prose.get_by_role("table")
    for name in ("MLOps", "ML engineer"):
        expect(table.get_by_role("columnheader", name=name, exact=True)).to_be_visible()
    cell = table.get_by_role("cell").filter(has_text="“").first
    quote = re.findall("“([^”]+)”", cell.inner_text())[0]
    number = cell.get_by_role("button")
    number.hover()
    expect(visit.tip).to_contain_text(quote)
    visit.page.keyboard.press("Escape")
    expect(visit.tip).to_have_count(0)
    visit.input.hover()
    number.focus()
    visit.page.keyboard.press("Shift+Tab")
    visit.page.keyboard.press("Tab")
    expect(visit.tip).to_contain_text(quote)
    visit.page.keyboard.press("Enter")
    expect(visit.guide.locator("mark")).to_have_text(quote)
    expect(visit.guide.locator("mark")).to_be_in_viewport()


def test_question_is_edited_and_asked_again(visit: Visit) -> None:
    visit.ask(ABROAD)
    visit.press("Edit the question")
    box = visit.page.get_by_role("textbox", name="Your question, changed")
    expect(box).to_have_value(ABROAD)
    box.fill(PAY)
    visit.press("Ask this instead")
    expect(visit.messages.first).to_contain_text(PAY)
    expect(visit.prose).to_contain_text(PAID)
    expect(visit.messages).to_have_count(2)
    expect(visit.messages.filter(has_text=ABROAD)).to_have_count(0)


def test_answer_is_copied_with_its_sources(visit: Visit) -> None:
    visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visit.ask(PAY)
    visit.press("Copy with sources")
    expect(visit.answer.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    copied = visit.page.evaluate("navigator.clipboard.readText()")
    assert f"“{PAID}” [1]" in copied
    assert re.search(r"^\[1\] MLOps engineer as a career path: .*undated", copied, re.MULTILINE)


def test_conversation_is_downloaded_as_markdown(visit: Visit) -> None:
    visit.ask(PAY)
    visit.ask(ABROAD)
    with visit.page.expect_download() as coming:
        visit.press(re.compile("Download the conversation"))
    assert coming.value.suggested_filename.endswith(".md")
    text = Path(coming.value.path()).read_text(encoding="utf-8")
    assert text.index(PAY) < text.index(PAID.replace("*", "\\*")) < text.index(ABROAD)
    assert "undated" in text


def test_address_asks_once(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open(q=PAY)
    expect(visit.prose).to_contain_text(PAID)
    expect(visit.messages.first).to_contain_text(PAY)
    visit.settled()
    visit.button(re.compile(r"^\[1\] ")).first.click()
    expect(visit.guide).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.messages).to_have_count(2)
    visit.press("New chat")
    expect(visit.messages).to_have_count(0)
    visit.settled()
    expect(visit.messages).to_have_count(0)


def test_earlier_chats_are_listed_taken_up_and_deleted(visit: Visit) -> None:
    question = "What is GPU scheduling, and do I need it?"
    visit.ask(question)
    visit.press("New chat")
    expect(visit.messages).to_have_count(0)
    visit.settled()
    visit.ask(PAY)
    visit.page.get_by_role("button", name=question, exact=True).click()
    expect(visit.messages.first).to_contain_text(question)
    expect(visit.messages).to_have_count(2)
    visit.open()
    expect(visit.page.get_by_role("button", name=question, exact=True)).to_have_count(1)
    visit.press(f"Delete the chat {question}")
    expect(visit.page.get_by_role("button", name=question, exact=True)).to_have_count(0)
    visit.open()
    expect(visit.page.get_by_role("button", name=question, exact=True)).to_have_count(0)


def test_two_browsers_keep_their_conversations_apart(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    one, other = new_visit(chat).open(), new_visit(chat).open()
    one.type(PAY)
    other.type(DIFFERENT)
    for visit, own, foreign in ((one, PAY, DIFFERENT), (other, DIFFERENT, PAY)):
        visit.settled()
        expect(visit.messages).to_have_count(2)
        expect(visit.messages.first).to_contain_text(own)
        expect(visit.messages.filter(has_text=foreign)).to_have_count(0)
    one.ask(FOLLOW_UP)
    expect(one.prose).to_contain_text(ENTRY_PAID)
    expect(other.messages).to_have_count(2)
