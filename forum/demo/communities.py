"""The demo city's communities: some that exist, and interest lists that are filling."""

from datetime import timedelta
from typing import Any

from forum.accounts.models import Person
from forum.city.models import Neighbourhood
from forum.communities import joining, proposing
from forum.communities.joining import Wish
from forum.communities.models import Community
from forum.communities.proposing import Founder, Proposal
from forum.core.clock import at
from forum.core.db import db, now
from forum.demo import content
from forum.demo.names import name_of

#: How many days ago the interest lists were begun; one person has joined every other day since.
LISTED = 18
#: What the file tells of a community as the office enters it.
KEPT = (
    *("name_hu", "name_en", "description_hu", "description_en", "place", "meets_hu", "meets_en"),
    *("contact_name", "contact_email", "contact_phone", "seeks_hu", "seeks_en"),
)


def fill(city: dict[str, Any], people: dict[str, Person]) -> dict[str, Community]:
    """Enter those that exist, begin the lists, and let people join; return them by key."""
    made = {}
    for told in content.toml("communities")["communities"]:
        places = [city["neighbourhoods"][name] for name in told["neighbourhoods"]]
        if "founded_days_ago" in told:
            made[told["key"]] = _enter(told, city, people["mira"], places)
        else:
            made[told["key"]] = _begin(told, city, people["mira"], places)
    db.session.commit()
    return made


def _enter(
    told: dict[str, Any], city: dict[str, Any], mira: Person, places: list[Neighbourhood]
) -> Community:
    with at(now() - timedelta(days=told["founded_days_ago"])):
        values = {name: told.get(name, "") for name in KEPT}
        values |= {"category_id": city["categories"][told["category"]].id, "seeks_members": True}
        values |= {"neighbourhoods": places, "contact_shown": told["contact_public"]}
        community = proposing.enter(mira, f"demo-community-{told['key']}", values)
    for number in range(told["members"]):
        with at(now() - timedelta(days=told["founded_days_ago"] - 7 * (number + 1))):
            member = _join(community, told["key"], number, mira)
            joining.decide(member, mira, True)
    return community


def _begin(
    told: dict[str, Any], city: dict[str, Any], mira: Person, places: list[Neighbourhood]
) -> Community:
    with at(now() - timedelta(days=LISTED)):
        founder = Founder(name_of(0), "")
        proposal = Proposal(
            told["name_hu"],
            told["description_hu"],
            founder,
            told["needed"],
            city["categories"][told["category"]].id,
            told["place"],
            told["meets_hu"],
            places,
        )
        community = proposing.propose(proposal, _visitor(), f"demo-list-{told['key']}", mira)
        for name in ("name_en", "description_en", "meets_en"):
            setattr(community, name, told[name])
    for number in range(1, told["members"]):
        with at(now() - timedelta(days=LISTED - 2 * number)):
            _join(community, told["key"], number, mira)
    return community


def _join(community: Community, key: str, number: int, mira: Person) -> Any:
    wish = Wish(name_of(number), "", channel="table")
    return joining.join(community, wish, _visitor(), f"demo-join-{key}-{number}", mira)


def _visitor() -> Person:
    person = Person(role="visitor")
    db.session.add(person)
    db.session.flush()
    return person
