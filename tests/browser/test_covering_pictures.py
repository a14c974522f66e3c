"""A face in a picture is framed on a telephone and covered, and the same browser shows it no more."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_review_keys import references

TOUCH = {"has_touch": True, "is_mobile": True}
TAG = "path => fetch(path).then(answer => answer.headers.get('ETag'))"


@pytest.fixture
def picture(visit) -> str:
    """The address of a picture that a resident has put beside an idea."""
    ana = visit().become("resident")
    number = next(n for n in range(1, 40) if _is_hers(ana, n))
    page = ana.open(f"/ideas/{number}/pictures").page
    kept = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(kept, "JPEG")
    sent = {"name": "liget.jpg", "mimeType": "image/jpeg", "buffer": kept.getvalue()}
    page.locator("[name=picture]").set_input_files(sent)
    page.locator("[name=alternative]").fill("A Liget bejárata")
    page.locator(".form-actions button").click()
    page.wait_for_load_state()
    shown = page.locator(".idea-pictures img").last.get_attribute("src")
    return re.sub(r"\?.*", "", shown)


def _is_hers(ana, number) -> bool:
    return ana.context.request.get(f"{ana.site}/ideas/{number}/pictures").status == 200


def frame(page) -> None:
    """Draw a frame over the upper left."""
    sheet = page.locator(".redact-sheet")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 90)
    page.mouse.up()


def covering(picture: str) -> str:
    return f"/moderation/idea_picture/{picture.rsplit('/', 1)[1]}/redacting"


def test_a_frame_is_drawn_after_its_button_and_taken_back(visit, picture):
    mira = visit(width=360, **TOUCH).become("facilitator").open(covering(picture))
    page, sheet = mira.page, mira.page.locator(".redact-sheet")
    lines, pen = page.locator("#boxes"), page.locator("[data-redact-draw]")
    expect(page.locator(".redact-numbers")).not_to_have_attribute("open", "")
    expect(sheet).to_have_css("touch-action", "auto")  # a finger scrolls past the picture
    frame(page)
    expect(lines).to_have_value("")
    for number in (1, 2):
        pen.click()
        expect(pen).to_have_attribute("aria-pressed", "true")
        expect(sheet).to_have_css("touch-action", "none")
        frame(page)
        expect(pen).to_have_attribute("aria-pressed", "false")
        expect(page.locator(".redact-box")).to_have_count(number)
    page.locator("[data-redact-back]").click()
    expect(page.locator(".redact-box")).to_have_count(1)
    assert len(lines.input_value().split("\n")) == 1
    mira.check()


def test_the_browser_that_saw_the_face_shows_it_no_more(visit, picture):
    mira = visit(width=360, **TOUCH).become("facilitator").open(covering(picture))
    page = mira.page
    before = page.evaluate(TAG, picture)
    page.locator("[data-redact-draw]").click()
    frame(page)
    page.locator("[name=because]").first.fill("Egy arc látszott.")
    page.locator(".form-actions button").first.click()
    expect(page.locator(".covered-list")).to_be_visible()
    assert page.evaluate(TAG, picture) != before
    mira.check()


def test_without_javascript_parts_are_given_in_numbers(visit, picture):
    mira = visit(width=360, script=False).become("facilitator").open(covering(picture))
    page = mira.page
    expect(page.locator("[data-redact-tools]")).to_be_hidden()
    page.locator("#boxes").fill("10 20 30 15")
    page.locator("[name=because]").first.fill("Egy arc látszott.")
    page.locator(".form-actions button").first.click()
    expect(page.locator(".covered-list")).to_be_visible()


def test_a_telephone_is_told_nothing_of_keys(visit):
    mira = visit(width=360, **TOUCH).become("facilitator").open("/moderation")
    assert references(mira.page)
    expect(mira.page.locator("#keys")).to_be_hidden()
    expect(visit().become("facilitator").open("/moderation").page.locator("#keys")).to_be_visible()
