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


def test_first_visit_says_what_is_covered_and_offers_where_to_begin(visit: Visit) -> None:
    expect(visit.input).to_be_focused()
    expect(visit.input).to_be_in_viewport()
    expect(visit.text("Answers only from these guides; every sentence one click from its source.")).to_be_visible()
    expect(visit.page.get_by_role("paragraph").filter(has_text="4 guides:")).to_contain_text(
        "MLOps engineer as a career path"
    )
    first = visit.page.locator(".first-questions").get_by_role("button")
    expect(first).to_have_count(6)
    expect(visit.page.locator('input[type="file"]')).to_have_count(0)
    expect(visit.page.get_by_role("link", name="Manage guides")).to_be_visible()
    expect(visit.messages).to_have_count(0)
    question = first.first.inner_text()
    first.first.click()
    expect(visit.messages).to_have_count(2)
    visit.settled()
    expect(visit.messages.first).to_contain_text(question)
    expect(visit.marker(1)).to_be_visible()


def test_what_was_told_of_oneself_is_a_chip_that_can_be_dropped(visit: Visit) -> None:
    visit.press("About you (optional)")
    field = visit.page.get_by_role("textbox", name="One line about you")
    field.fill("a nurse who likes sums")
    field.press("Enter")
    expect(visit.button("You: a nurse who likes sums")).to_be_visible()
    visit.page.keyboard.press("Escape")
    visit.ask(PAY)
    expect(visit.answer).not_to_contain_text("nurse")
    visit.press("You: a nurse who likes sums")
    visit.press("Forget it")
    expect(visit.button("About you (optional)")).to_be_visible()


def test_citation_shows_its_quote_and_opens_the_guide_at_it(visit: Visit) -> None:
    answer = visit.ask(PAY)
    expect(visit.answer).to_contain_text(PAID)
    expect(visit.tip).to_have_count(0)
    visit.marker(1).hover()
    expect(visit.tip.locator("mark")).to_have_text(PAID)
    expect(visit.tip).to_contain_text("A mid-level MLOps engineer, with 3-5 years of experience")
    expect(visit.tip).to_contain_text("undated")
    visit.input.hover()
    expect(visit.tip).to_have_count(0)
    visit.marker(1).press("Shift")  # focus that comes from the keyboard
    visit.marker(1).focus()
    expect(visit.tip).to_contain_text(PAID)
    visit.answer.dispatch_event("scroll")  # as a page does that is still coming to rest
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
    line = answer.get_by_role("button", name=re.compile("^MLOps engineer as a career path: .* · undated$"))
    expect(line).to_have_count(1)
    line.click()
    expect(visit.guide.locator("mark")).to_be_in_viewport()
    beside, said = visit.guide.bounding_box(), visit.messages.last.bounding_box()
    assert beside
    assert said
    assert said["x"] + said["width"] <= beside["x"], "the guide stands beside the answer and not over it"
    visit.marker(3).click()
    expect(visit.guide.locator("mark")).to_contain_text("van Riel says")


def test_pay_of_several_is_drawn_as_bars(visit: Visit) -> None:
    answer = visit.ask(PAY)
    expect(answer.locator(".bars li")).to_have_count(3)
    expect(answer.locator(".bars li").last).to_contain_text("$240K-$350K+")


def test_follow_up_is_understood_from_what_was_asked_before(visit: Visit) -> None:
    visit.ask(PAY)
    visit.ask(FOLLOW_UP)
    expect(visit.answer).to_contain_text(ENTRY_PAID)
    assert in_view(visit.messages.nth(2)), "the new question is in view"
    suggested = visit.next.first
    words = suggested.inner_text()
    suggested.click()
    expect(visit.messages).to_have_count(6)
    expect(visit.messages.nth(4)).to_contain_text(words)


def test_refusal_is_plain_and_leads_to_what_the_guides_do_say(visit: Visit) -> None:
    answer = visit.ask(UNKNOWN)
    expect(visit.text("What the guides do answer")).to_be_visible()
    expect(answer).to_contain_text("The guides don't answer this.")
    expect(answer).to_contain_text("The guides cover From DevOps to MLOps and LLMOps")
    expect(visit.marker(1)).to_have_count(0)
    visit.next.first.click()
    expect(visit.messages).to_have_count(4)
    visit.settled()
    expect(visit.answer).not_to_contain_text("The guides don't answer this.")
    visit.messages.nth(1).get_by_role("button", name="Add a guide").click()
    expect(visit.page.get_by_role("heading", level=1)).to_have_text("Guides")


def test_disagreement_shows_both_voices(visit: Visit) -> None:
    answer = visit.ask(DIFFERENT)
    card = answer.locator(".card").first
    expect(card).to_contain_text("The guides differ")
    for figure, speaker in (("85%", "Nahush Gowda"), ("87%", "MLOps engineer as a career path")):
        expect(card).to_contain_text(figure)
        expect(card).to_contain_text(speaker)
    for figure in ("85%", "87%"):
        expect(answer.get_by_text(re.compile(f"“.*{figure}.*”"))).to_have_count(1)
    last = max(("85%", "87%"), key=card.inner_text().rindex)
    card.get_by_role("button").last.click()
    expect(visit.guide.locator("mark")).to_contain_text(last)


def test_comparison_is_a_table_whose_quotes_lead_to_their_places(visit: Visit) -> None:
    visit.ask(COMPARED)
    table = visit.answer.get_by_role("table")
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
    expect(visit.answer).to_contain_text(PAID)
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


def test_address_asks_once_and_names_the_chat(chat: Chat, new_visit: Callable[..., Visit]) -> None:
    visit = new_visit(chat).open(q=PAY)
    expect(visit.answer).to_contain_text(PAID)
    visit.settled()
    visit.answer.get_by_role("button", name=re.compile("^MLOps engineer as a career path")).click()
    expect(visit.guide).to_be_visible()
    visit.page.keyboard.press("Escape")
    expect(visit.messages).to_have_count(2)
    expect(visit.page).to_have_url(re.compile(r"\?chat=[0-9a-f]{32}$"))
    other = new_visit(chat)
    other.page.goto(visit.page.url)
    expect(other.answer).to_contain_text(PAID)
    other.settled()
    visit.ask(FOLLOW_UP)
    other.input.fill(DIFFERENT)
    other.input.press("Enter")  # which also shows what was asked in the first tab
    expect(other.messages).to_have_count(6)
    other.settled()
    visit.page.reload()
    expect(visit.messages).to_have_count(6)
    visit.press("New chat")
    expect(visit.messages).to_have_count(0)
    visit.settled()
    expect(visit.messages).to_have_count(0)
    expect(visit.page).not_to_have_url(re.compile("chat="))


def test_earlier_chats_are_found_taken_up_renamed_deleted_and_put_back(visit: Visit) -> None:
    question = "What is GPU scheduling, and do I need it?"
    visit.ask(question)
    expect(visit.chats.first).to_contain_text(re.compile(r"GPU scheduling.*\s*today"))
    visit.press("New chat")
    expect(visit.messages).to_have_count(0)
    visit.settled()
    for other in (PAY, DIFFERENT, COMPARED):
        visit.ask(other)
        visit.press("New chat")
        expect(visit.messages).to_have_count(0)
        visit.settled()
    visit.page.get_by_role("searchbox", name="Search chats").fill("gpu sched")
    expect(visit.chats.filter(visible=True)).to_have_count(1)
    visit.page.get_by_role("button", name=question, exact=True).click()
    expect(visit.messages.first).to_contain_text(question)
    expect(visit.page.locator(".chat.current")).to_contain_text("GPU")
    visit.press(f"Rename the chat {question}")
    name = visit.page.get_by_role("textbox", name="The chat's name")
    name.fill("Scheduling")
    name.press("Enter")
    visit.press("Delete the chat Scheduling")
    expect(visit.messages).to_have_count(0)
    expect(visit.button("Delete the chat Scheduling")).to_have_count(0)
    visit.press("Undo")
    visit.page.get_by_role("button", name="Scheduling", exact=True).click()
    expect(visit.messages.first).to_contain_text(question)
    visit.press("Delete the chat Scheduling")
    visit.open()
    expect(visit.button("Delete the chat Scheduling")).to_have_count(0)


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
    expect(one.answer).to_contain_text(ENTRY_PAID)
    expect(other.messages).to_have_count(2)
