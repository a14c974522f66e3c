"""Where a page says "write to us or call", it says where."""

import pytest

from tests.accounts.conftest import GOOD


@pytest.fixture
def reached(make):
    return make.city(
        office_hu="Részvételi iroda",
        contact_phone="+36 46 123 456",
        contact_email="iroda@pelda.hu",
    )


def says_where(page):
    return 'href="tel:+3646123456"' in page.text and 'href="mailto:iroda@pelda.hu"' in page.text


@pytest.mark.parametrize("path", ["/guardian/done", "/guardian/used-up", "/help", "/privacy"])
def test_a_page_that_sends_people_to_the_office_says_where_it_is(client, reached, path):
    assert says_where(client.get(path))


def test_so_does_the_last_hint_of_the_second_step(client, reached, strict, enter, mira, prove, app):
    enter("mira@example.org", by=client)
    prove(client, mira)
    other = app.test_client()
    assert other.send("/sign-in", {"email": "mira@example.org", "password": GOOD}).location == (
        "/sign-in/second"
    )
    assert says_where(other.get("/sign-in/second"))


def test_without_a_contact_the_page_says_so(client, make):
    make.city()
    assert "városház" in client.get("/guardian/done").text.lower()
