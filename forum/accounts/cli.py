"""Commands about people: inviting, the first administrator, and letting somebody in again."""

import click
from flask.cli import AppGroup

from forum.accounts import operations, queries
from forum.accounts.forms import clean_address
from forum.accounts.models import STAFF_ROLES
from forum.accounts.proving import letters
from forum.accounts.proving.factors import reset_factors
from forum.core.db import db
from forum.core.mail import site_url

people = AppGroup("people", help="Invite staff; the first administrator; who lost everything.")


@people.command("invite")
@click.argument("email")
@click.argument("role", type=click.Choice(STAFF_ROLES))
def invite(email: str, role: str) -> None:
    """Invite EMAIL to work on the site as ROLE, and print the link."""
    address = clean_address(email)
    if "@" not in address:
        raise click.ClickException(f"{email} does not look like an e-mail address.")
    link = operations.invite(address, role, by=None)
    if link is None:
        raise click.ClickException("This person has this role already, or their account is closed.")
    db.session.commit()
    click.echo(f"A letter with this link waits for {address}:\n  {link}")


@people.command("first-admin")
def first_admin() -> None:
    """Print a one-time link for the first administrator."""
    link = operations.first_administrator_link()
    if link is None:
        raise click.ClickException("There is an administrator already; they can invite others.")
    db.session.commit()
    click.echo(f"Open this link once to become the first administrator:\n  {link}")


@people.command("recover")
@click.argument("email")
def recover(email: str) -> None:
    """Let the one with EMAIL in again who lost everything: no factors, and a link for a password.

    For the administrator whom no other administrator can help. It is written into the log.
    """
    person = queries.by_email(clean_address(email))
    if person is None or not person.is_active:
        raise click.ClickException("There is no open account with this address.")
    reset_factors(person, by=None)
    letters.factors_were_reset(person)
    link = site_url(f"/password/{person.give_token('reset')}")
    db.session.commit()
    click.echo("App, passkeys, recovery codes and all devices of this account are gone.")
    click.echo(f"Open this link once, within two hours, to choose a new password:\n  {link}")
