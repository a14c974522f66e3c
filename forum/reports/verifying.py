"""Checking that publications are what they were: every file against its checksum and the log."""

import hashlib
import json
from collections.abc import Iterator

from sqlalchemy import select

from forum.audit import AuditEntry
from forum.audit.seals import Head
from forum.audit.verifying import Printed, prints
from forum.core.db import db
from forum.reports.files import DATA, SUMS
from forum.reports.models import PUBLISHED, Publication, PublicationFile


def changed() -> Iterator[tuple[int, str]]:
    """Yield (number of the publication, what is wrong) for everything that is not as it was."""
    logged = _logged()
    for publication in db.session.scalars(select(Publication).order_by(Publication.number)):
        for fault in _faults(publication, logged):
            yield publication.number, fault


def _logged() -> dict[str, str]:
    """Return the checksums that the append-only log remembers, by number."""
    query = select(AuditEntry).where(AuditEntry.act == PUBLISHED)
    return {
        entry.reference: str(entry.details.get("checksum", ""))
        for entry in db.session.scalars(query)
    }


def _faults(publication: Publication, logged: dict[str, str]) -> Iterator[str]:
    found = {}
    for file in publication.files:
        found[file.name] = hashlib.sha256(file.content).hexdigest()
        db.session.expire(file, ["content"])  # one file in memory at a time
        if found[file.name] != file.sha256:
            yield f"{file.name} has changed"
    for line in _sums(publication).splitlines():
        sha256, _sign, name = line.partition("  ")
        if found.get(name) is None:
            yield f"{name} is missing"
        elif found[name] != sha256:
            yield f"{name} is not what {SUMS} says"
    if found.get(SUMS) != publication.checksum:
        yield f"{SUMS} does not fit the publication's checksum"
    if logged.get(publication.reference) != publication.checksum:
        yield "the checksum is not the one in the log"


def _sums(publication: Publication) -> str:
    query = select(PublicationFile.content).where(
        PublicationFile.publication_id == publication.id, PublicationFile.name == SUMS
    )
    return (db.session.scalar(query) or b"").decode(errors="replace")


@prints
def printed_heads() -> Iterator[Printed]:
    """Yield the head of the sealed log that each publication froze in its data.json."""
    for number in list(db.session.scalars(select(Publication.number).order_by(Publication.number))):
        query = (
            select(PublicationFile.content)
            .join(Publication, Publication.id == PublicationFile.publication_id)
            .where(Publication.number == number, PublicationFile.name == DATA)
        )
        log = json.loads(db.session.scalar(query) or b"{}").get("log")
        if log:
            yield Printed(f"summary no. {number}", Head(log["number"], log["digest"]))
