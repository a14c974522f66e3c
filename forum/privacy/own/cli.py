"""Erasing for somebody who stands at the desk: what is known by their contact alone."""

import click

from forum.core.contacts import contact_key, email_of, phone_of
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.personal import Whose
from forum.privacy.cli import privacy
from forum.privacy.erasing import erase


@privacy.command("erase")
@click.argument("contact")
@click.option("--keep-words", is_flag=True, help="Let what was said stay, without a name.")
@click.option("--yes", is_flag=True, help="Do it; without this it is only counted.")
def erase_contact(contact: str, keep_words: bool, yes: bool) -> None:
    """Erase what was given with CONTACT (an e-mail address or telephone number), after checking
    that it is theirs: a walk-in, a line of a sheet, what was told at the desk.
    """
    key, address, number = contact_key(contact), email_of(contact), phone_of(contact)
    if key is None:
        raise click.BadParameter("neither an e-mail address nor a telephone number")
    meant = Whose(
        contact_keys=frozenset({key}),
        emails=frozenset({address} if address else ()),
        phones=frozenset({number} if number else ()),
        keep_words=keep_words,
    )
    try:
        found = erase(meant)
    except Refused as refused:
        raise click.ClickException(str(refused.sentence)) from None
    if yes:
        db.session.commit()
    else:
        db.session.rollback()
    verb = "erased" if yes else "would be erased (say --yes)"
    click.echo(f"{found.total} rows {verb}")
