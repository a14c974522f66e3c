"""Passkeys in a real Chromium, whose virtual authenticator stands in for a finger and a phone."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect


class Phone:
    """A device that holds passkeys, plugged into a page by the DevTools protocol."""

    def __init__(self, page, verifies=True):
        self.talk = page.context.new_cdp_session(page)
        self.talk.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": verifies,
            "automaticPresenceSimulation": True,
        }
        made = self.talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})
        self.id = made["authenticatorId"]

    def credentials(self):
        told = self.talk.send("WebAuthn.getCredentials", {"authenticatorId": self.id})
        return told["credentials"]

    def forget(self):
        self.talk.send("WebAuthn.clearCredentials", {"authenticatorId": self.id})


@pytest.fixture
def local(site):
    """The served city by the name passkeys can be bound to: a number is no host name."""
    return site.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(chromium, local):
    context = chromium.new_context(locale="en-GB", base_url=local)
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on(
        "console",
        lambda told: (
            page.problems.append(told.text) if "Content Security Policy" in told.text else None
        ),
    )
    yield page
    assert page.problems == []
    context.close()


def become(page, role):
    page.goto("/demo")
    page.locator(f"form[action$='/demo/{role}'] button").first.click()
    page.wait_for_url("**/")


def add_passkey(page, name):
    page.goto("/account/factors/passkeys/new")
    page.get_by_label("Name of the device").fill(name)
    page.locator("form[data-passkey=create] button[type=submit]").click()


def test_an_empty_name_is_asked_for_in_the_language_of_the_page(page):
    page.goto("/language/hu")
    become(page, "resident")
    phone = Phone(page)
    page.goto("/account/factors/passkeys/new")
    page.locator("form[data-passkey=create] button[type=submit]").click()
    expect(page.get_by_role("alert")).to_have_text("Kérjük, adjon neki nevet.")
    expect(page.locator("[name=name]")).to_be_focused()
    assert phone.credentials() == []


def test_a_passkey_is_made_and_opens_the_account_by_itself(page):
    page.goto("/language/en")
    become(page, "resident")
    phone = Phone(page)
    name = f"My phone <svg onload=alert(1)> {datetime.now(UTC):%H%M%S}"
    add_passkey(page, name)
    expect(page.locator(".recovery-codes li")).to_have_count(10)
    (kept,) = phone.credentials()
    assert kept["isResidentCredential"]
    assert kept["rpId"] == "localhost"
    page.goto("/account/factors")
    expect(page.get_by_text(name).first).to_be_visible()

    page.context.clear_cookies()
    page.goto("/language/en")
    page.goto("/sign-in?next=/account/sessions")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/account/sessions")
    expect(page.get_by_text("Chrome, Linux").first).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("passkey")).first).to_be_visible()

    again = phone.credentials()[0]
    assert again["signCount"] > kept["signCount"]


def test_without_the_owners_finger_it_does_not_open(page):
    page.goto("/language/en")
    become(page, "resident")
    phone = Phone(page)
    add_passkey(page, "A stick")
    page.wait_for_selector(".recovery-codes, .passkeys")
    phone.talk.send(
        "WebAuthn.setUserVerified", {"authenticatorId": phone.id, "isUserVerified": False}
    )
    page.context.clear_cookies()
    page.goto("/sign-in")
    page.locator("form[data-passkey=get] button").click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()
    assert "/sign-in" in page.url


def test_a_device_that_knows_nobody_says_so_kindly_and_leaves_the_page_usable(page):
    Phone(page)
    page.goto("/language/en")
    page.goto("/sign-in")
    button = page.locator("form[data-passkey=get] button")
    button.click()
    expect(page.locator("[data-passkey-error]")).to_be_visible()
    expect(button).to_be_enabled()
    expect(button).to_be_focused()


def test_without_scripts_the_page_offers_what_works(chromium, local):
    context = chromium.new_context(java_script_enabled=False, base_url=local)
    page = context.new_page()
    page.goto("/language/en")
    become(page, "resident")
    page.goto("/account/factors/passkeys/new")
    expect(page.get_by_text("This browser cannot make passkeys")).to_be_visible()
    expect(page.locator("form[data-passkey]")).to_be_hidden()
    page.goto("/sign-in")
    expect(page.locator("form[data-passkey]")).to_have_count(0)
    page.goto("/account/factors")
    page.get_by_role("button", name="Set up an app").click()
    expect(page.locator(".setting-up-picture svg")).to_be_visible()
    context.close()
