"""On the narrowest phone: nothing scrolls sideways, empty cells are not shown, rows look openable."""

import pytest


@pytest.fixture(params=["hu", "en"])
def page(request, chromium, site):
    context = chromium.new_context(base_url=site, viewport={"width": 320, "height": 700})
    page = context.new_page()
    page.goto(f"/language/{request.param}")
    yield page
    context.close()


def become(page, role):
    page.goto("/demo")
    page.locator(f"form[action$='/demo/{role}'] button").first.click()
    page.wait_for_url("**/")


def test_a_badge_with_many_words_does_not_scroll_the_page_sideways(page):
    page.goto("/")
    badge = page.locator("section[aria-labelledby=decided-title] .badge").first
    badge.evaluate("badge => badge.append(' and these are the words that make it very long')")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_cell_with_nothing_in_it_is_not_shown_in_a_stacked_table(page):
    become(page, "administrator")
    page.goto("/privacy/retention")
    empty = page.locator("td.table-nothing")
    assert empty.count() > 5
    assert not any(cell.is_visible() for cell in empty.all())


def test_what_opens_shows_a_mark_that_turns(page):
    become(page, "resident")
    page.goto("/account/data")
    part = page.locator("details.own-part").first

    def turned():
        told = "part => getComputedStyle(part.querySelector('summary'), '::before').rotate"
        return part.evaluate(told)

    assert turned() == "-45deg"
    part.locator("summary").click()
    assert turned() == "45deg"
