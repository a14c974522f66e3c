"""The way to a provider and back, as a browser without scripts goes it."""

import html
import json
import re
import urllib.request
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import select

from forum.accounts.outside.models import ExternalIdentity
from forum.core.db import db

BACK, NEW, LINK = "/sign-in/outside/back", "/sign-in/outside/new", "/account/outside"


class Elsewhere:
    """The provider: how it behaves, and a person's walk through it."""

    def __init__(self, port):
        self.issuer = f"http://127.0.0.1:{port}"

    def behave(self, **how):
        body = json.dumps(how).encode()
        ask = urllib.request.Request(self.issuer + "/behave", body)
        ask.add_header("Content-Type", "application/json")
        urllib.request.urlopen(ask, timeout=5).close()

    def agree(self, address):
        """Follow the address of the provider as a browser would; return where it leads back to."""

        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_all):
                return None

        try:
            urllib.request.build_opener(Stay).open(address, timeout=5).close()
        except urllib.error.HTTPError as error:
            error.close()
            return error.headers["Location"]
        raise AssertionError("the provider did not lead back")


def door_to(browser, path):
    """Ask to sign in, or press the button that connects; return the address of the provider."""
    if path == LINK:
        page = browser.send(path)
        assert page.status_code == 200, page.text
        return html.unescape(re.search(r'content="0; url=([^"]*)"', page.text).group(1))
    answer = browser.get(path)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def go(browser, elsewhere, path="/sign-in/outside"):
    """Go to the provider, agree, and return what comes back: the parameters of the address."""
    back = elsewhere.agree(door_to(browser, path))
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def come_back(browser, told):
    """Open the page one comes back to and press its button."""
    page = browser.get(BACK, query_string=told)
    if page.status_code != 200:
        return page
    hidden = dict(re.findall(r'name="(state|code)" value="([^"]*)"', page.text))
    answer = browser.send(BACK, hidden)
    if answer.headers.get("Location") != NEW:
        return answer
    name = re.search(r'id="name"[^>]*value="([^"]*)"', browser.get(NEW).text)
    typed = html.unescape(name.group(1)) if name else ""
    return browser.send(NEW, {"name": typed or "Éva", "years": "grown", "consent": "y"})


def walk(browser, elsewhere, path="/sign-in/outside"):
    return come_back(browser, go(browser, elsewhere, path))


def is_in(browser):
    return browser.get("/account").status_code == 200


def identities():
    db.session.expire_all()
    return list(db.session.scalars(select(ExternalIdentity)))
