"""Every page, on a small phone and on a desk, in both languages, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

PUBLIC = (
    "/",
    "/conversations",
    "/conversations/1",
    "/conversations/2",
    "/conversations/4",
    "/conversations/2/speak",
    "/conversations/3/weigh",
    "/opinions/3",
    "/moderation/opinion/3/report",
    "/conversations/1/themes/1",
    "/decisions",
    "/summaries",
    "/summaries/1",
    "/search",
    "/search?q=bucsu",
    "/search?q=park",
    "/search?q=xyzxyz",
    "/follow",
    "/log",
    "/help",
    "/privacy",
    "/accessibility",
    "/project",
    "/api",
    "/sign-in",
    "/register",
    "/password",
    "/demo",
    "/nowhere",
    "/events",
    "/events?view=month",
    "/events?when=past",
    "/events/384",
    "/events/385",
    "/events/387",
    "/events/385/registration",
    "/events/387/registration",
    "/events/397",
    "/registrations/0000-0000-00",
    "/forums",
    "/forums/1",
    "/forums/1/minutes",
    "/forums/1/minutes/1",
    "/forums/2",
    "/forums/2/live",
    "/forums/2/screen",
    "/tasks",
    "/participation",
    "/participation/coverage",
)
BY_ROLE = {
    "resident": (
        "/account",
        "/account/opinions",
        "/my-registrations",
        "/notices",
        "/conversations/2",
    ),
    "facilitator": (
        "/moderation",
        "/conversations/new",
        "/conversations/2/edit",
        "/conversations/2/desk",
        "/conversations/2/imports",
        "/moderation/opinion/3/hiding",
        "/conversations/5",
        "/events/office",
        "/events/new",
        "/events/385",
        "/events/385/edit",
        "/events/385/registrations",
        "/events/387/registrations?list=waiting",
        "/events/385/cancelling",
        "/events/385/door",
        "/events/398/attendance",
        "/events/398/sheets",
        "/forums/new",
        "/forums/2/edit",
        "/forums/2/agenda",
        "/forums/2/tables",
        "/forums/2/console",
        "/forums/1/console",
        "/forums/1/minutes/draft",
        "/forums/1/minutes/preview",
        "/forums/1",
        "/tasks",
    ),
    "planner": (
        "/codebook",
        "/codebook/new",
        "/codebook/1",
        "/conversations/1/board",
        "/conversations/1/board/themes/1",
        "/conversations/1/board/check",
        "/conversations/1/board/unsorted",
        "/conversations/1/board/copies",
        "/conversations/1/board/steps",
        "/conversations/1/themes/1/decision",
        "/conversations/1/summary",
        "/conversations/1/summary/preview",
        "/participation/ledger",
        "/participation/periods",
        "/participation/targets",
        "/participation/census",
        "/participation/coverage",
    ),
    "administrator": (
        "/people",
        "/people/invite",
        "/outbox",
        "/city",
        "/city/neighbourhoods",
        "/api-tokens",
    ),
}


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_public_pages_are_accessible(visit, width, scheme):
    visitor = visit(width=width, color_scheme=scheme)
    for path in PUBLIC:
        visitor.open(path).check()


@pytest.mark.parametrize("role", BY_ROLE)
def test_pages_of_each_role_are_accessible(visit, role):
    somebody = visit(width=360).become(role)
    for path in BY_ROLE[role]:
        somebody.open(path).check()


def test_english_stands_beside_hungarian(visit):
    visitor = visit(locale="en-GB").open("/")
    assert visitor.page.locator("html").get_attribute("lang") == "en"
    visitor.page.get_by_role("link", name="Magyar").first.click()
    assert visitor.page.locator("html").get_attribute("lang") == "hu"


def test_an_opinion_can_be_said_without_javascript(visit):
    visitor = visit(width=320, script=False).open("/conversations/2/speak")
    page = visitor.page
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("textarea[name=text]").fill("Több árnyék kell a Szinva teraszra.")
    page.locator("main form button[type=submit]").first.click()
    expect(page.locator(".slip-code").first).to_be_visible()


def test_an_opinion_can_be_said_and_weighed_by_keyboard_alone(visit):
    visitor = visit().open("/conversations/2/speak")
    page = visitor.page
    page.locator("textarea[name=text]").focus()
    page.keyboard.type("Legyen zene a téren vasárnaponként.")
    for _step in range(15):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type === 'submit'"):
            break
    page.keyboard.press("Enter")
    expect(page.locator(".slip-code").first).to_be_visible()
    visitor.open("/conversations/3/weigh")
    before = page.locator(".weighing-text").inner_text()
    page.keyboard.press("1")
    expect(page.locator(".weighing-text")).not_to_have_text(before)


def test_the_part_for_guardians_opens_for_whom_it_is(visit):
    visitor = visit(width=360).open("/register")
    part = visitor.page.locator("details[data-opens-for]")
    expect(part).not_to_have_attribute("open", "")
    visitor.page.locator("#years-0").check()
    expect(part).not_to_have_attribute("open", "")
    visitor.page.locator("#years-1").check()
    expect(visitor.page.locator("[name=guardian_name]")).to_be_visible()
    visitor.check()


def test_words_typed_on_a_page_that_came_back_are_another_opinion(visit):
    """As from the browser's memory: the page has the key of what was sent from it."""
    visitor, kept = visit(width=360), {}
    page = visitor.page
    for words in ("Kérünk padot a játszótér mellé.", "A buszmegálló sötét, kérünk lámpát."):
        visitor.open("/conversations/2/speak")
        typed = page.locator("textarea[name=text]")
        form = typed.locator("xpath=ancestor::form")
        for name in ("submit_key", "made"):
            field = form.locator(f"[name={name}]")
            kept.setdefault(name, field.input_value())
            field.evaluate("(field, value) => { field.value = value; }", kept[name])
        typed.fill(words)
        form.locator("button:not([name])").last.click()
        expect(page.locator(".opinion-own")).to_contain_text(words)


def test_the_desk_goes_on_without_a_connection(visit):
    mira = visit().become("facilitator").open("/conversations/2/desk")
    page = mira.page
    words = page.locator("textarea[name=text]")
    words.fill("Első cetli")
    words.press("Enter")
    saved = page.locator("[data-desk-entries] a", has_text=re.compile(r"Rögzítve: \d{4}-\d{5}"))
    expect(saved).to_have_count(1)
    mira.context.set_offline(True)
    for text in ("Második cetli", "Harmadik cetli"):
        words.fill(text)
        words.press("Enter")
    expect(page.get_by_text("Kapcsolatra vár")).to_have_count(2)
    mira.context.set_offline(False)
    expect(saved).to_have_count(3, timeout=20_000)
    mira.problems.clear()  # the browser itself reports the lost connection
    page.reload()
    for text in ("Első cetli", "Második cetli", "Harmadik cetli"):
        expect(page.get_by_text(text)).to_have_count(1)


def test_the_desk_of_ideas_goes_on_without_a_connection_and_gives_words_back(visit):
    mira = visit().become("facilitator").open("/ideas/desk?what=idea")
    page = mira.page
    title, text = page.locator("[name=title]"), page.locator("[name=text]")
    save = page.locator(".desk-form button[type=submit]")
    mira.context.set_offline(True)
    title.fill("Asztal a sakkhoz")
    text.fill("Kőasztal a Népkertbe, két paddal.")
    save.click()
    expect(page.get_by_text("Kapcsolatra vár")).to_have_count(1)
    expect(title).to_have_value("")
    mira.context.set_offline(False)
    saved = page.locator("[data-desk-entries] a", has_text=re.compile(r"Rögzítve: P-\d{4}-\d{5}"))
    expect(saved).to_have_count(1, timeout=20_000)
    title.fill("Szöveg nélkül")
    save.click()  # the text is missing: the server refuses it
    expect(page.locator("[data-desk-status]")).to_contain_text("javítsa")
    expect(title).to_have_value("Szöveg nélkül")
    mira.problems.clear()  # the browser itself reports the lost connection
    mira.check()
