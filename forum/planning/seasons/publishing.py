"""Publishing an approved plan: in one transaction its words are read, its files are made, and all
of it is frozen.
"""

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.audit import record
from forum.audit.seals import Head
from forum.audit.verifying import Printed, prints
from forum.core import search
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.holding import hold
from forum.core.i18n import LANGUAGES
from forum.core.once import once
from forum.planning.needs.life import publish as publish_need
from forum.planning.needs.models import Need
from forum.planning.seasons import acts
from forum.planning.seasons.content import Data, compile_content
from forum.planning.seasons.models import Plan, PlanPublication, plan_published
from forum.planning.seasons.printing import print_plan


def publish(plan: Plan, by: Person, needs: Collection[int] | None = None) -> PlanPublication:
    """Publish the plan in force, once; drafts of needs it answers become public with it.

    ``needs`` are the numbers of the drafts that may be published, all of them when None; the
    others are not named in the publication.
    """
    hold(plan.season)
    hold(plan)
    made, new = once(lambda: publication_of(plan), lambda: _make(plan, by, needs))
    if new:
        plan.season.touch()
        record(acts.PLAN_PUBLISHED, by, plan, checksum=made.checksums["content"])
        search.add(_findable(made))
        plan_published.send(made)
    return made


def publication_of(plan: Plan) -> PlanPublication | None:
    """Return the publication of a version."""
    return db.session.scalars(select(PlanPublication).filter_by(plan_id=plan.id)).first()


def draft_needs(plan: Plan) -> list[Need]:
    """Return the needs a version answers that only the office can read so far."""
    needs = {
        need.id: need
        for item in plan.shown_items
        for need in [*item.candidate.needs, *item.needs]
        if not need.is_public and need.retired_at is None
    }
    return [needs[number] for number in sorted(needs)]


def _make(plan: Plan, by: Person, needs: Collection[int] | None) -> PlanPublication:
    if not plan.is_in_force:
        raise Refused(_l("Only the approved version can be published."))
    at = now()
    for need in draft_needs(plan):
        if needs is None or need.id in needs:
            publish_need(need, by)
    db.session.flush()
    content = compile_content(plan, at)
    checksum = checksum_of(content)
    files = {code: print_plan(content, code, at, checksum) for code in LANGUAGES}
    publication = PlanPublication(
        plan=plan,
        content=content,
        **{f"pdf_{code}": made for code, made in files.items()},
        checksums={
            "content": checksum,
            **{f"pdf_{code}": hashlib.sha256(made).hexdigest() for code, made in files.items()},
        },
        by_id=by.id,
        at=at,
    )
    db.session.add(publication)
    db.session.flush()
    return publication


@prints
def printed_heads() -> Iterator[Printed]:
    """Yield the head of the sealed log that each published plan froze in its content."""
    columns = (PlanPublication.plan_id, PlanPublication.content)
    query = select(*columns).order_by(PlanPublication.id)
    for plan_id, content in db.session.execute(query.execution_options(yield_per=10)):
        if log := content.get("log"):
            yield Printed(f"the plan {plan_id}", Head(log["number"], log["digest"]))


def _findable(publication: PlanPublication) -> search.Findable:
    """Return how the search finds the plan; a later one of the season takes its place."""
    season = publication.plan.season
    words = [
        *publication.content["season"]["name"].values(),
        *(item["title"][code] for item in publication.content["items"] for code in LANGUAGES),
        *(item["reason"][code] for item in publication.content["items"] for code in LANGUAGES),
    ]
    return search.Findable(
        "plan",
        season.id,
        title=season.name_hu,
        text="\n".join(word for word in words if word),
        path=f"/seasons/{season.id}",
        at=publication.at,
    )


def checksum_of(content: Data | Any) -> str:
    """Return the SHA-256 of content as canonical JSON (sorted keys, no blanks, UTF-8)."""
    written = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()
