"""A small conversation that has been sorted and decided on, ready for its summary."""

import hashlib
from types import SimpleNamespace

import pytest

from forum.core.db import db
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, take_in
from forum.planning.models import decide
from forum.reports.drafting import draft
from forum.reports.models import PublicationFile
from forum.reports.publishing import publish
from forum.themes.models import Membership

BENCHES = (
    "Több árnyékos pad kellene az őszi napokra a Szentpéteri kapuban.",
    "Padot kérünk a megállóba, mert az idősek nem bírják a hosszú várakozást.",
    "Sok pad törött, újat kérünk a játszótér mellé.",
    "Legyen pad a tó körül, és mellette szemetes.",
    "Háttámlás padot, mert derékfájós vagyok.",
    "A padok mellé asztal is jól jönne, sakkozni.",
)
LAMPS = (
    "Sötét van az aluljáróban, félek este hazafelé.",
    "A lámpák fele nem ég a Győri kapui lépcsőnél.",
    "Kérem a közvilágítás javítását az óvoda előtt.",
    "Vibrál az új lámpa, nem lehet tőle aludni.",
    "Mozgásérzékelős lámpa kellene a parkba.",
)
WORDS = {
    "heard_hu": "Kevés a pad.",
    "will_hu": "Húsz padot teszünk ki.",
    "why_hu": "Olcsó és kell.",
    "heard_en": "There are few benches.",
    "will_en": "We put out twenty.",
    "why_en": "It is cheap.",
}


def place(talk, texts, theme, people) -> list[Opinion]:
    """Let each text be said by somebody, and put it under a theme; in few steps, to be quick."""
    ids = take_in(talk, [Saying(text) for text in texts], people.mira, theme.name_hu)
    db.session.add_all(
        Membership(opinion_id=id, theme=theme, conversation_id=talk.id) for id in ids
    )
    return [db.session.get(Opinion, id) for id in ids]


@pytest.fixture
def story(make, people):
    """Two themes, one of them decided on, and a draft of the summary."""
    make.city(office_hu="Polgármesteri Hivatal", office_en="City Hall")
    project = make.project(name_hu="Közös terek", fund_hu="ESZA Plusz", total_cost=45_000_000)
    talk = make.conversation("read", project=project)
    benches = make.theme("padok", project, name_en="benches")
    lamps = make.theme("közvilágítás", project, name_en="street lighting")
    said, lit = place(talk, BENCHES, benches, people), place(talk, LAMPS, lamps, people)
    decide(talk, benches, people.paul, "adopt", WORDS)
    summary = draft(talk, people.paul)
    db.session.commit()
    return SimpleNamespace(
        talk=talk,
        benches=benches,
        lamps=lamps,
        said=said,
        lit=lit,
        summary=summary,
        project=project,
        paul=people.paul,
    )


@pytest.fixture
def published(story):
    """The summary of the story, published."""
    publication = publish(story.summary, story.paul, story.summary.version)
    db.session.commit()
    return publication


@pytest.fixture
def content():
    """Read a file of a publication: ``content(publication, "data.json")``."""

    def read(publication, name: str) -> bytes:
        query = db.select(PublicationFile.content).filter_by(
            publication_id=publication.id, name=name
        )
        return db.session.scalars(query).one()

    return read


@pytest.fixture
def fingerprints():
    """Return the true SHA-256 of every kept file: ``fingerprints()``."""

    def look() -> dict[tuple[int, str], str]:
        db.session.expire_all()
        rows = db.session.execute(
            db.select(PublicationFile.publication_id, PublicationFile.name, PublicationFile.content)
        )
        return {(number, name): hashlib.sha256(kept).hexdigest() for number, name, kept in rows}

    return look
