"""No page of any room, whoever looks at it, asks anybody but the site itself for anything."""

import pytest
from playwright.sync_api import Error

#: Pages looked at for each role: all that the menus and the first lists lead to.
MOST = 70
LEFT_OUT = (
    ".csv",
    ".html",
    ".xlsx",
    ".pdf",
    ".ics",
    ".json",
    ".zip",
    ".xml",
    "/sign-out",
    "export",
    ".atom",
)


def links(page, site):
    """The pages of the site that a page leads to."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    own = (url.split("#")[0].removeprefix(site) for url in found if url.startswith(site))
    return [path for path in own if path and not any(end in path for end in LEFT_OUT)]


def family(path):
    """What kind of page it is: its address without numbers."""
    return tuple("#" if part.isdigit() else part for part in path.split("?")[0].split("/"))


@pytest.mark.parametrize("role", ["visitor", "resident", "facilitator", "planner", "administrator"])
def test_no_page_asks_a_third_party(visit, site, role):
    somebody = visit(width=360)
    if role != "visitor":
        somebody.become(role)
    waiting, seen = ["/"], set()
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if family(path) in seen:
            continue
        seen.add(family(path))
        try:
            somebody.open(path)
        except Error as error:  # a file to keep, and no page
            if "Download is starting" not in str(error):
                raise
            continue
        waiting += links(somebody.page, str(site))
    assert len(seen) > 15
    assert [each for each in somebody.problems if "third party" in each] == []


def test_a_picture_of_somebody_else_would_be_noticed(visit, site):
    somebody = visit()
    page = "<!doctype html><img src='http://127.0.0.1:9/spy.png' alt=''>"
    somebody.page.route(f"{site}/help", lambda route: route.fulfill(body=page))
    somebody.open("/help")
    assert any("third party" in each for each in somebody.problems)
