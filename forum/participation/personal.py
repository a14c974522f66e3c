"""The ledger holds nothing about who somebody is, but the fingerprint of a contact: that goes."""

from collections.abc import Iterator

from sqlalchemy import MetaData, exists, select

from forum.core.db import db
from forum.core.personal import Keeper, Whose, holds_fingerprints, keep
from forum.participation.models import Evidence

PREFIX = "contact:"


def settle(whose: Whose) -> None:
    """Let what stands in for a fingerprint tell the same participant as it did.

    Where the contact is still known elsewhere, its evidence stays beside the new one.
    """
    if not whose.stand_ins:
        return
    db.session.flush()
    nodes = {PREFIX + key: PREFIX + made for key, made in whose.stand_ins.items()}
    rows = db.session.scalars(select(Evidence).where(Evidence.node.in_(nodes)).with_for_update())
    for row in rows.all():
        made = nodes[row.node]
        if _is_known(db.metadata, row.node.removeprefix(PREFIX)):
            db.session.add(Evidence(node=made, participant_id=row.participant_id))
        else:
            row.node = made
    db.session.flush()


def _is_known(metadata: MetaData, key: str) -> bool:
    """Whether a fingerprint still stands beside anything."""
    tables = (table for table in metadata.tables.values() if "contact_key" in table.c)
    return any(
        db.session.scalar(select(exists().where(table.c.contact_key == key))) for table in tables
    )


@holds_fingerprints
def fingerprints() -> Iterator[str]:
    """Yield the fingerprints that tell participants apart."""
    nodes = select(Evidence.node).where(Evidence.node.startswith(PREFIX))
    return (node.removeprefix(PREFIX) for node in db.session.scalars(nodes))


keep(Keeper("participation", 90, lambda _whose, _most: (), lambda _whose: {}, settle))
