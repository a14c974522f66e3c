"""Commands about people: `flask people invite EMAIL ROLE`, `flask people first-admin`."""

import click
from flask.cli import AppGroup

from forum.accounts import operations
from forum.accounts.forms import clean_address
from forum.accounts.models import STAFF_ROLES
from forum.core.db import db

people = AppGroup("people", help="Invite staff; make the link of the first administrator.")


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
