"""The commands that make a backup and bring one back."""

from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from forum.audit.verifying import verify as verify_log
from forum.core.db import db
from forum.privacy.erasing import erasures
from forum.upkeep.backup import archive, folder, making
from forum.upkeep.backup.encryption import WrongKey, is_encrypted
from forum.upkeep.backup.restoring import NotRestored, finished, readable, restore
from forum.upkeep.backup.settling import Settled, settle

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_KEY = click.option("--identity", type=_FILE, help="File with the age identity (the private key).")
REMINDER = (
    "SECRET_KEY is not in any backup. Keep it elsewhere: with another key, claim codes are not "
    "printed again, one contact counts as a new person, and second factors are set up anew."
)
NO_LEDGER = (
    f"Nothing was restored: there is no {erasures.NAME} beside the backup, which says who was erased "
    "since then. Name it with --erased FILE. If it is lost for good, say --without-erased: whoever "
    "was erased since the backup is then back, and has to be erased again by hand."
)


@click.command("backup")
@click.option("--list", "listing", is_flag=True, help="Only list the backups there are.")
@click.option("--verify", "verifying", type=_FILE, help="Only check this backup.")
@_KEY
@with_appcontext
def backup_command(listing: bool, verifying: Path | None, identity: Path | None) -> None:
    """Make a backup while people go on writing, read it back, and remove what is too old."""
    if listing:
        _list()
    elif verifying:
        _verify(verifying, identity)
    else:
        _make()


def _make() -> None:
    try:
        made = making.make()
    except (making.NoBackup, archive.Damaged, ValueError, OSError) as error:
        raise click.ClickException(f"No backup was made: {error}") from error
    except DBAPIError as error:  # it went away while it was being read
        raise click.ClickException(f"No backup was made: {error.orig}") from error
    rows, head = made.note["rows"], made.note["log"]
    click.echo(f"{made.path}")
    click.echo(f"{rows} rows of {made.note['tables']} tables, {made.size} bytes, verified")
    click.echo(f"head of the log: {head['number']} {head['digest']}")
    if not made.encrypted:
        click.echo("It is not encrypted: set BACKUP_RECIPIENT (see docs/upkeep.md).")
    click.echo(REMINDER)


def _list() -> None:
    found = folder.backups()
    for backup in found:
        words = ["encrypted" if backup.encrypted else "plain"]
        words += ["verified"] if backup.verified else ["not verified"]
        click.echo(
            f"{backup.path}  {backup.at:%Y-%m-%d %H:%M} UTC  {backup.size}  {', '.join(words)}"
        )
    if not found:
        click.echo(f"No backups in {folder.folder()}.")


def _verify(path: Path, identity: Path | None) -> None:
    known = folder.note_of(path).get("sha256")
    if known and folder.digest_of(path) != known:
        raise click.ClickException("The file is not the one that was written: it has changed.")
    if is_encrypted(path) and identity is None:
        if not known:
            raise click.ClickException("It is encrypted: name the key file with --identity.")
        click.echo("The file is as it was written. Only with --identity can it be read as well.")
        return
    try:
        with readable(path, identity) as plain:
            manifest = archive.check(plain)
    except (archive.Damaged, WrongKey) as error:
        raise click.ClickException(f"This is no good backup: {error}.") from error
    rows = sum(each["rows"] for each in manifest["tables"].values())
    click.echo(f"{rows} rows of {len(manifest['tables'])} tables, every checksum is right")


@click.command("restore")
@click.argument("file", type=_FILE)
@_KEY
@click.option(
    "--erased", type=_FILE, multiple=True, help="A newer ledger of erasures (erased.jsonl)."
)
@click.option("--without-erased", is_flag=True, help="There is no ledger of erasures any more.")
@click.option("--new-passwords", is_flag=True, help="Everybody has to set a new password.")
@with_appcontext
def restore_command(
    file: Path,
    identity: Path | None,
    erased: tuple[Path, ...],
    without_erased: bool,
    new_passwords: bool,
) -> None:
    """Bring a backup back into an empty instance: everything, or nothing."""
    places = [file.parent, *erasures.folders()]
    ledgers = [
        path for path in [*erased, *(each / erasures.NAME for each in places)] if path.exists()
    ]
    if not ledgers and not without_erased:
        raise click.ClickException(NO_LEDGER)
    try:
        with readable(file, identity) as plain:
            manifest = restore(plain)
    except (archive.Damaged, WrongKey, NotRestored) as error:
        raise click.ClickException(f"Nothing was restored: {error}.") from error
    settled = settle(manifest, ledgers, passwords=not new_passwords)
    erasures.bring_together(ledgers)
    finished()
    _tell(manifest, settled)


def _tell(manifest: dict[str, Any], settled: Settled) -> None:
    rows = sum(each["rows"] for each in manifest["tables"].values())
    click.echo(
        f"{rows} rows of {len(manifest['tables'])} tables are back, of {manifest['made_at']}"
    )
    ended = ", ".join(f"{count} {name}" for name, count in settled.revoked.items())
    click.echo(f"Ended, whoever held them: {ended}.")
    click.echo(f"Erasures done again: {settled.erased}.")
    if settled.refused:
        click.echo(f"Refused: {settled.refused}, of somebody who is the last administrator.")
    verdict = verify_log()
    db.session.rollback()
    click.echo(f"The log is broken: {verdict.fault}" if verdict.fault else "The log is whole.")
    click.echo(REMINDER)


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)
