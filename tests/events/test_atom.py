"""The Atom feed: what was announced, changed or called off lately; well-formed whatever it says."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

from forum.core.db import db, now
from forum.events.calendars import (
    atom,
)

HOSTILE = '<svg onload=alert(1)>]]> & "\x08\x1b\ufffe'


def read(client, path="/events.atom"):
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.data)


def told(root, name: str) -> list[str]:
    return [each.text or "" for each in root.iter(f"{{{atom.ATOM}}}{name}")]


def entries(root):
    return root.findall(f"{{{atom.ATOM}}}entry")


def test_it_has_what_a_feed_must_have(client, make):
    make.city(name_hu="Miskolc")
    event = make.event("coming", title_hu="Társasjáték", description_hu="Gyere!")
    root = read(client)
    assert root.tag == f"{{{atom.ATOM}}}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "hu"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{{{atom.ATOM}}}link")}
    assert links["self"].endswith("/events.atom?lang=hu")
    assert links["alternate"].endswith("/events")
    assert told(root, "name") == ["Miskolc"]
    (entry,) = entries(root)
    assert told(entry, "id") == [f"urn:uuid:{event.uid.partition('@')[0]}"]
    assert told(entry, "title") == ["Társasjáték"]
    assert "Avasi Közösségi Ház" in told(entry, "content")[0]
    assert "Gyere!" in told(entry, "content")[0]
    for moment in told(root, "updated") + told(entry, "published"):
        assert datetime.fromisoformat(moment).tzinfo is not None


def test_what_changed_last_comes_first(client, make, people):
    old, new = make.event("coming", title_hu="Egyik"), make.event("coming", title_hu="Másik")
    assert told(read(client), "title")[1:] == ["Másik", "Egyik"]
    old.changed_at = now() + timedelta(minutes=5)
    old.touch()
    new.cancel(people.mira, "Csőtörés.")
    db.session.commit()
    root = read(client)
    assert told(root, "title")[1:] == ["Egyik", "Elmarad: Másik"]
    assert "Csőtörés." in told(root, "content")[1]
    assert told(root, "updated")[0] == told(root, "updated")[1]


def test_drafts_are_not_in_it(client, make):
    make.event("draft")
    root = read(client)
    assert entries(root) == []
    assert told(root, "updated") == [atom.LONG_AGO]


def test_it_is_well_formed_whatever_it_says(client, make):
    make.event("coming", title_hu=HOSTILE, description_hu=HOSTILE, place_hu=HOSTILE)
    (entry,) = entries(read(client))
    (title,) = told(entry, "title")
    assert title == '<svg onload=alert(1)>]]> & "'


def test_it_speaks_the_language_of_its_address(client, make):
    make.event("coming", title_hu="Társasjáték", title_en="Board games")
    assert told(read(client, "/events.atom?lang=en"), "title") == ["Events", "Board games"]
