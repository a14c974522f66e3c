"""What is a contact: one spelling of each address, and nothing that only looks like one."""

import pytest

from forum.accounts.queries import by_email
from forum.core.contacts import email_of
from tests.accounts.conftest import GOOD


def test_one_spelling_of_an_address():
    assert email_of(" Eva@Example.ORG ") == "eva@example.org"


@pytest.mark.parametrize("text", ["", "eva", "a@", "=?utf-8?q?eva?=@example.org"])
def test_what_is_no_address(text):
    """The last one passes for an address, and mail programs read another one from it."""
    assert email_of(text) is None


def test_nobody_registers_with_an_address_that_reads_as_anothers(client):
    address = "=?utf-8?q?eva?=@example.org"
    answer = client.send("/register", {"name": "Éva", "email": address, "password": GOOD})
    assert answer.status_code == 422
    assert by_email(address) is None
