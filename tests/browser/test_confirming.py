"""The question asked once more before an act holds words that people typed, and only as words."""

from playwright.sync_api import expect

HOSTILE = "bolond<img src=x onerror=alert(1)>"


def test_words_in_the_question_are_words(visit):
    adam = visit().become("administrator").open("/moderation/words")
    page = adam.page
    heard = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.locator("[name=word]").fill(HOSTILE)
    page.locator("main form.form button[type=submit]").click()
    row = page.locator(".review-words li", has_text=HOSTILE)
    row.locator("button").click()
    question = page.locator("dialog[open]")
    expect(question).to_contain_text(f"„{HOSTILE}”")
    expect(question.locator("img")).to_have_count(0)
    adam.check()
    question.locator("button").last.click()
    expect(row).to_have_count(0)
    assert heard == []
