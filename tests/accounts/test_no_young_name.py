"""THE promise to the young: whatever they do here, nobody but who must sees their name.

A child whose guardian agreed fills in every form a resident is shown, with their name wherever one
is asked for; then every page, feed, file and answer of the API is read, as a stranger and as staff.
"""

import io
import re
import zipfile

import pytest

from forum.accounts import guardians
from forum.communities.models import Community
from forum.core.db import db
from tests.privacy.citizen import Citizen
from tests.privacy.full_city import FullCity
from tests.test_permissions import look, routes

NAME = "Csillagszem Petra"
MARK = re.compile("csillagszem", re.IGNORECASE)
#: Fields in which somebody writes what they are called.
NAMES = ("signature", "name", "person_name", "contact_name")
#: Forms whose name is that of a thing and not of a person.
OF_THINGS = ("/communities/new",)
#: Forms that must have taken it, so that this test cannot become empty unseen.
SENT = ("/speak", "/ideas/new", "/comments/new", "/registration", "/questions", "/comment")
#: Pages of staff that need the name: who comes, who is a member, who answers for whom.
NEEDED = (
    "/guardians",
    "/events/",
    "/registrations",
    "/communities/",
    "/members",
    "/sheets",
    "/staff",
)


class Child(Citizen):
    """A resident under sixteen who writes their name wherever they are asked for one."""

    def fill(self, form):
        """Fill in every form but the one that says they are sixteen now."""
        if not form.action.endswith("/sixteen"):
            super().fill(form)

    def send(self, action: str, values):
        """Send values, the name in place of what was made up."""
        if not action.endswith(OF_THINGS):
            values = {**values, **{each: NAME for each in NAMES if each in values}}
        return super().send(action, values)


@pytest.fixture
def city(app, make, people, run_jobs):
    """A city in which a child has used everything, and everything is published."""
    city = FullCity(app, make, people, run_jobs, name=NAME)
    guardian = guardians.answer_for(city.resident, "Csillagszemné", "anya@example.org", "hu")
    guardian.confirm(people.mira, "person", "itt járt")
    db.session.commit()
    city.citizen = Child(app, city.resident)
    shown, led = city.world.shown(), make.community("Fiatalok köre", author=city.resident)
    city.led = led.id
    for values, parts in (
        (shown, ("/",)),
        ({**shown, "meeting_id": city.live.id}, ("/forums", "/questions")),
        ({**shown, "event_id": city.session.id}, ("/events",)),
        ({**shown, "community_id": led.id}, (f"/communities/{led.id}/edit",)),
    ):
        city.citizen.use_everything(values, parts)
    db.session.get_one(Community, city.led).approve(people.mira)
    db.session.commit()
    run_jobs()
    city.resident = make.person("resident", "Ica")  # whom the office thanks by name
    city.publish_everything(quoting=False)
    run_jobs()
    return city


def written(answer) -> str:
    """What an answer says, unpacked where it is a table in a file."""
    if not answer.data.startswith(b"PK"):
        return answer.data.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


def naming(app, browser, values) -> tuple[dict[str, str], int]:
    """Return where the name stands, by path, and how many answers were read."""
    found, read = {}, 0
    for _permission, method, path in list(routes(app, values)):
        if method != "GET" or path.startswith(("/demo", "/join/")):
            continue
        answer = look(browser, path)
        if answer.status_code == 200:
            read += 1
            said = written(answer)
            if there := MARK.search(said):
                found[path] = said[max(0, there.start() - 200) : there.end() + 60]
        answer.close()
    return found, read


def test_the_name_of_a_child_stands_nowhere_it_need_not(app, city, people):
    sent = " ".join(sorted(city.citizen.taken))
    assert [part for part in SENT if part not in sent] == []
    assert f"/communities/{city.led}/edit" in sent
    values = city.world.shown()
    found, read = naming(app, app.test_client(), values)
    assert read > 60
    assert found == {}
    assert db.session.get_one(Community, city.led).contact_name == NAME
    led = app.test_client().get(f"/communities/{city.led}")
    assert led.status_code == 200
    assert not MARK.search(written(led))
    for path in city.published_files():
        assert not MARK.search(written(app.test_client().get(path))), path
    for person in (people.mira, people.paul, people.adam):
        db.session.refresh(person)
        found, read = naming(app, app.test_client().sign_in(person), values)
        assert read > 60
        assert {path: found[path] for path in found if not path.startswith(NEEDED)} == {}, (
            person.role
        )
