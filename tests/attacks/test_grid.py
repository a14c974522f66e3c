"""Role x route x method x object, with something behind every address: default deny.

Where nothing stands behind an address everybody gets 404, and a grid of such answers proves nothing.
So here every table has a row, every code and link opens something, and whatever leads nowhere for
everybody is named.
"""

import hashlib

import pytest
from sqlalchemy import func, select

from forum.accounts.models import ROLES
from forum.accounts.reach import reach
from forum.core.db import db
from forum.events.attending.attendance import Attendance, AttendanceSheet
from forum.events.registration.registrations import Registration
from forum.moderation.assigning.models import assign
from forum.notices.models import Notice
from tests.attacks.everything import CODE, STATEMENT, TOKEN, Everything, addresses
from tests.test_permissions import DENIED, LEAST_ROLE, knock, look, person_of

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)

#: Addresses behind which there is nothing here, and where they are tried instead.
NOWHERE = {
    "accounts.outside": "no provider is set: tests/accounts/test_outside.py",
    "accounts.outside_back": "no provider is set",
    "accounts.outside_entered": "no provider is set",
    "accounts.outside_new": "no provider is set",
    "upkeep.metrics": "no token is set: tests/upkeep/test_health.py",
    "ideas.desk_slip": "nothing was written down at the desk: tests/ideas/test_desk.py",
    "participation.download": "nothing is booked: tests/participation/test_pages.py",
    "planning.plan_pdf": "no plan is published: tests/planning/test_publication.py",
    "planning.advice": "the vote is not counted: tests/planning/test_advice.py",
    "planning.ballots_file": "the vote is not counted: tests/planning/test_ballots.py",
    "planning.you_said_theme": "nothing is published: tests/planning/test_you_said.py",
    "planning.you_said_theme_sheet": "nothing is published",
    "programs.feedback_thanks": "of this browser only: tests/programs/test_feedback.py",
    "reports.file": "a publication without files: tests/reports/test_views.py",
}
#: What one person has; everybody else, of whatever role, is told that it is not there.
OWN = {
    "accounts.device_end",
    "accounts.passkey_removal",
    "ideas.replied",
    "ideas.reply",
    "ideas.thanks",
    "notices.reading",
    "opinions.thanks",
    "privacy.erasure_of",
    "privacy.fetched",
}
#: What a place holds that is for those in charge of it: told to nobody else who works here.
PHONE, STATED = "+36301239876", "Szavak a szerzőnek"
NAME, CONTACT, DRAFTED = "Jelentkező Jolán", "jolan@pelda.hu", "Rejtett kérdés a piacról?"
#: Written by looking: tries at a code or a page, and when one was here last.
NOTED = {"attempt", "last_sign_in", "sign_in_session"}


@pytest.fixture
def world(make, people):
    make.city()
    make.category("Helytörténet")
    make.neighbourhood("Avas")
    make.age_band("18-24")
    for role in ROLES[1:]:
        person_of(people, role)
    return Everything(make, people)


def fingerprints() -> dict[str, str]:
    """Return a fingerprint of every row there is."""
    db.session.rollback()
    return {
        f"{table.name} {row[0]}": hashlib.sha256(repr(tuple(row)).encode()).hexdigest()
        for table in db.metadata.sorted_tables
        if table.name not in NOTED
        for row in db.session.execute(select(table))
    }


def browser(app, people, role):
    """Return a fresh browser of somebody of a role, or of one person."""
    client = app.test_client()
    person = person_of(people, role) if role in ROLES[1:] else None
    if person is not None:
        db.session.refresh(person)
        client.sign_in(person)
    return client


def test_every_address_leads_somewhere_for_somebody(app, world, people):
    nowhere = {}
    for endpoint, _permission, method, path in list(addresses(app, world.all())):
        if method != "GET" or endpoint in OWN:
            continue
        statuses = [
            look(browser(app, people, role), path).status_code for role in ("administrator", None)
        ]
        if set(statuses) == {404}:
            nowhere[endpoint] = path
    assert set(nowhere) - set(NOWHERE) == set(), nowhere


@pytest.mark.parametrize("role", ROLES)
def test_whoever_may_not_is_denied_and_changes_nothing(app, world, people, role):
    before, tried = fingerprints(), 0
    for endpoint, permission, method, path in list(addresses(app, world.all())):
        least = LEAST_ROLE[permission]
        if endpoint in NOWHERE or (least in ROLES and ROLES.index(role) >= ROLES.index(least)):
            continue
        status = knock(browser(app, people, role), method, path)
        assert status in DENIED, (role, endpoint, method, path, status)
        tried += 1
    assert tried > (5 if role == "administrator" else 40)
    assert fingerprints() == before


@pytest.mark.parametrize("role", ROLES)
def test_what_is_anothers_is_not_there_for_anybody(app, world, people, role):
    before = fingerprints()
    for endpoint, _permission, method, path in list(addresses(app, world.all())):
        if endpoint in OWN:
            status = knock(browser(app, people, role), method, path)
            assert status in {401, 404}, (role, endpoint, method, status)
    assert fingerprints() == before


def test_but_its_owner_finds_it(app, world):
    """Otherwise the test before this one would prove nothing."""
    found = set()
    for endpoint, _permission, method, path in list(addresses(app, world.all())):
        if endpoint in OWN and endpoint != "notices.reading":
            client = app.test_client()
            db.session.refresh(world.other_person)
            client.sign_in(world.other_person)
            if knock(client, method, path) != 404:
                found.add(endpoint)
    assert OWN - found <= {"notices.reading", "privacy.fetched"}


#: What is done at a place by those in charge of it.
OF_THE_PLACE = {
    "conversations:manage",
    "events:attendance",
    "events:manage",
    "meetings:manage",
    "moderation:act",
    "moderation:answer",
    "moderation:redact",
    "notices:calls",
    "opinions:desk",
    "opinions:import",
    "opinions:moderate",
}


def test_a_facilitator_of_elsewhere_is_denied_at_every_address_of_a_place(app, world, make, people):
    strange, tried = make.person("facilitator", "Nóra"), 0
    values = in_places_of_others(world, make, people)
    before = fingerprints()
    elsewhere = app.test_client().sign_in(strange)
    for endpoint, permission, method, path in list(addresses(app, values)):
        if permission not in OF_THE_PLACE or "<" not in _rule(app, endpoint):
            continue
        status = knock(elsewhere, method, path)
        tried += 1
        assert status in DENIED, (endpoint, method, path, status)
    assert tried > 60
    assert fingerprints() == before


def in_places_of_others(world, make, people):
    """Put one facilitator in charge of everything; return values that name what stands there."""
    places = (world.talk, world.draft, world.forum, world.planned_forum)
    for place in (*places, world.question.meeting):
        assign(place, people.mira, people.paul)
    db.session.commit()
    event_id = world.forum.event_id
    values = {**world.all(), "event_id": event_id}
    for model, name in ((Attendance, "attendance_id"), (Registration, "registration_id")):
        query = select(func.min(model.id)).where(model.event_id == event_id)
        values[name] = db.session.scalar(query)
    db.session.get(AttendanceSheet, values["sheet_id"]).event_id = event_id
    values["notice_id"] = statement_to_call_about(world, make, people).id
    db.session.commit()
    return values


def statement_to_call_about(world, make, people):
    """Hide what somebody wrote who can only be called; return what they are to be told."""
    world.opinion.author_id = make.person("visitor").id
    reach(world.opinion.author, None, PHONE, "hu")
    world.opinion.hide(people.mira, "abuse", STATED)
    db.session.commit()
    query = select(Notice).where(Notice.person_id == world.opinion.author_id, Notice.call_due)
    return db.session.scalars(query).one()


def test_no_page_at_all_shows_a_facilitator_of_elsewhere_what_stands_there(
    app, world, make, people
):
    """Lists too: each of these words is somewhere for who is in charge, nowhere for the other.

    Left out is what a code or a link opens: it is its owner's, whoever works here.
    """
    values = in_places_of_others(world, make, people)
    registered = db.session.get_one(Registration, values["registration_id"])
    registered.name, registered.contact = NAME, CONTACT
    world.draft.question_hu = DRAFTED
    secret = {PHONE, STATED, NAME, CONTACT, DRAFTED, "Rejtett megjegyzés", "Rejtett kérdés"}
    strange = make.person("facilitator", "Nóra")
    found = {}
    for person in (people.mira, strange):
        found[person.name] = set()
        for _endpoint, _permission, method, path in list(addresses(app, values)):
            db.session.refresh(person)
            if method == "GET" and not any(each in path for each in (CODE, TOKEN, STATEMENT)):
                answer = look(app.test_client().sign_in(person), path).get_data()
                told = {(path, word) for word in secret if word.encode() in answer}
                found[person.name] |= told
    assert {word for _path, word in found[people.mira.name]} == secret
    assert found[strange.name] == set()


def _rule(app, endpoint):
    return next(rule.rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
