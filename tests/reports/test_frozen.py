"""A published summary is frozen: nothing that happens later changes it, byte for byte."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from forum.accounts.models import Person
from forum.city.models import City
from forum.core.db import db
from forum.opinions.models import AGREE
from forum.planning.models import decide, in_force
from forum.reports.drafting import save
from forum.reports.models import Publication
from forum.reports.publishing import publish
from forum.themes.board.operations import merge, rename
from forum.themes.runs.running import begin, run
from tests.reports.conftest import WORDS


def hide(story, people, make):
    for opinion in story.said:
        opinion.hide(by=people.mira, reason="personal_data", because="Adat.")


def restore(story, people, make):
    story.said[0].restore(by=people.mira)


def merge_themes(story, people, make):
    merge(story.talk, story.lamps, story.benches, people.paul)


def analyse_anew(story, people, make):
    analysis = begin(story.talk, people.paul, queued=False)
    db.session.commit()
    run(analysis.id, lambda _done, _total: None)


def erase_accounts(story, people, make):
    for opinion in story.said:
        opinion.author.name, opinion.author.email = "", None
        opinion.signature = ""
    story.paul.name, story.paul.email, story.paul.password_hash = "", None, None


def edit_themes(story, people, make):
    words = {"name_hu": "ülőhelyek", "name_en": "seats", "description_hu": "Más."}
    rename(story.talk, story.benches, people.paul, words)


def decide_anew(story, people, make):
    seen = in_force(story.talk, story.benches)
    words = {**WORDS, "will_hu": "Mégsem."}
    decide(story.talk, story.benches, people.paul, "decline", words, instead_of=seen.id)


def speak_and_weigh(story, people, make):
    make.opinion("Én is padot kérek!", story.talk)
    for opinion in story.lit:
        opinion.weigh(people.ana, AGREE)


def rename_the_city(story, people, make):
    db.session.scalars(db.select(City)).one().name_hu = "Másváros"
    story.project.name_hu = "Más projekt"


def work_on_the_draft(story, people, make):
    title = {"hu": "Egészen más", "en": "Quite another"}
    save(story.summary, people.paul, story.summary.version, title, [])


def publish_again(story, people, make):
    publish(story.summary, people.paul, story.summary.version)


def withdraw(story, people, make):
    publication = db.session.scalars(db.select(Publication).filter_by(number=1)).one()
    publication.take_down(people.adam, "Bírósági végzés.")


LATER = (
    hide,
    restore,
    speak_and_weigh,
    edit_themes,
    decide_anew,
    analyse_anew,
    merge_themes,
    erase_accounts,
    rename_the_city,
    work_on_the_draft,
    publish_again,
    withdraw,
)


def test_whatever_happens_changes_nothing(story, people, make, published, fingerprints):
    before, checksum = fingerprints(), published.checksum
    assert len(before) == 8
    for happen in LATER:
        happen(story, people, make)
        db.session.commit()
        after = fingerprints()
        assert {key: after[key] for key in before} == before, happen.__name__
        assert published.checksum == checksum


def test_the_page_stays_the_same_for_a_reader(client, story, people, make, published):
    def body():
        page = client.get("/summaries/1").text
        return page[page.index("<article") : page.index("</article>")]

    before = body()
    for happen in (hide, edit_themes, decide_anew, rename_the_city):
        happen(story, people, make)
    db.session.commit()
    assert body() == before


def test_the_database_refuses_to_touch_it(published):
    for table in ("publication", "publication_file", "publication_opinion"):
        column = "id" if table == "publication" else "publication_id"
        for verb in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="frozen"):
                db.session.execute(text(verb))
            db.session.rollback()


def test_who_published_may_leave(published, people):
    assert db.session.get(Person, people.paul.id).disabled_at is None
    people.paul.disable(by=people.adam)
    db.session.commit()
    assert published.by_name == "Paul"
