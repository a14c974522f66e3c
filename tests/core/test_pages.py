"""Local addresses, paging, and navigation."""

import pytest
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core import pages
from forum.core.pages import local_path, paginate


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "help",
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/a\nb",
        "/a\tb",
        "/a\\b",
        " /a",
        "/\x00",
    ],
)
def test_only_paths_of_this_site_are_followed(target):
    assert local_path(target, "/home") == "/home"


@pytest.mark.parametrize(
    "target", ["/", "/help", "/search?q=%C3%A1", "/a#b", "/a?next=//evil.example"]
)
def test_paths_of_this_site_are(target):
    assert local_path(target, "/home") == target


@pytest.mark.parametrize(
    ("asked", "got"),
    [("2", 2), ("0", 1), ("-3", 1), ("x", 1), ("", 1), ("1e9", 1), ("99999999999", 1), ("٣", 3)],
)
def test_a_page_number_that_is_none_is_the_first(app, asked, got):
    with app.test_request_context("/", query_string={"page": asked}):
        assert pages.page_number() == got


def test_a_known_count_spares_counting(app, make, count_queries):
    for _number in range(3):
        make.person()
    with app.test_request_context("/?page=2"), count_queries() as log:
        page = paginate(select(Person).order_by(Person.id), per_page=2, count=3)
        assert (len(page.items), page.total, page.pages, page.has_next) == (1, 3, 2, False)
    assert not any("count(" in statement for statement in log)


def test_links_are_shown_to_those_who_may_follow_them(people, client):
    assert "/city" not in client.get("/help").text
    assert 'href="/city"' in client.sign_in(people.adam).get("/help").text


def test_assets_carry_their_version(client, make):
    make.city()
    page = client.get("/help").text
    assert "/static/css/ground.css?v=" in page
    assert '?v="' not in page
