"""The review queue with nothing but a keyboard, as with sixty people in the hall."""

from playwright.sync_api import expect

TITLE = ".review-title a"


def references(page):
    return page.locator(TITLE).all_inner_texts()


def test_a_queue_is_worked_through_by_keyboard_alone(visit):
    mira = visit().become("facilitator").open("/moderation")
    page = mira.page
    first, second = references(page)[:2]
    page.keyboard.press("j")
    expect(page.locator("[data-item]").first).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-item] input[name=items]").nth(1)).to_be_checked()
    page.keyboard.press("k")
    page.keyboard.press("a")
    page.wait_for_url("**/moderation?**")
    page.wait_for_load_state()
    assert first not in references(page)
    assert second in references(page)
    mira.check()


def test_keys_sleep_while_words_are_typed(visit):
    page = visit().become("facilitator").open("/moderation").page
    before = references(page)
    page.keyboard.press("j")
    page.keyboard.press("h")
    box = page.locator("[data-item]").first.locator("details[data-hide]")
    expect(box.locator("select[name=reason]")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("haja, hajaxk")
    expect(box.locator("textarea")).to_have_value("haja, hajaxk")
    assert references(page) == before


def test_the_queue_is_worked_through_without_javascript(visit):
    page = visit(width=360, script=False).become("facilitator").open("/moderation").page
    first = references(page)[0]
    card = page.locator("[data-item]").first
    card.locator("summary.button").click()
    card.locator("select[name=reason]").select_option("other")
    card.locator("textarea[name=because]").fill("Kérjük, írja meg másképp is.")
    card.locator("button[value=hide]").click()
    assert first not in references(page)
    page.goto(page.url.split("/moderation")[0] + "/moderation?show=hidden")
    assert first in references(page)
