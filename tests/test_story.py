"""The whole way once, by the verbs: from a resident's word to a published summary, and back."""

import hashlib

from flask import current_app
from sqlalchemy import select

from forum.core import search
from forum.core.db import db
from forum.notices.models import Notice
from forum.opinions.following import chain
from forum.opinions.imports import finish, prepare
from forum.opinions.models import AGREE, Opinion, claimed_by
from forum.opinions.operations import claim_code
from forum.planning.models import decide
from forum.reports import drafting
from forum.reports.publishing import publish
from forum.themes.board.operations import judge
from forum.themes.models import Membership, add_theme
from forum.themes.runs import running as runs

LIST = "text,neighbourhood\n" + "\n".join(
    f"{text},Avas"
    for text in (
        "Több pad kellene a térre",
        "Nincs elég pad a parkban",
        "A padokat fesse le a város",
        "Új padok a játszótér mellé",
        "Padok árnyékban az időseknek",
        "Kevés a lámpa az utcánkban",
        "Sötét van este nem ég a lámpa",
        "Lámpát kérünk a lépcsőhöz",
        "A lámpák fele kiégett",
        "Közvilágítás kellene a buszmegállóhoz",
    )
)
WORDS = {
    "heard_hu": "Padot kérnek.",
    "will_hu": "Húsz padot teszünk ki.",
    "why_hu": "Mert kevés van.",
}


def found(words: str) -> list[int]:
    with current_app.test_request_context("/search"):
        return [entry.subject_id for entry in search.find(words, "opinion").items]


def files_of(publication) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.content).hexdigest() for file in publication.files}


def test_from_a_word_to_a_summary_and_back(make, people, run_jobs):
    mira, paul = people.mira, people.paul
    make.neighbourhood("Avas")
    project = make.project()
    talk = make.conversation("both", project=project)

    # Ana's neighbour, who has no account, says that the benches are missing, and gets a code.
    neighbour = make.person("visitor")
    word = make.opinion("Hiányoznak a padok a fák alól.", talk, neighbour, submit_key="by-hand")
    code = claim_code("by-hand")
    assert claimed_by(code) == word
    assert found("pad") == [word.id]

    # Others weigh it. Mira hides it by mistake, says why, and restores it.
    word.weigh(people.ana, AGREE)
    word.hide(by=mira, reason="off_topic", because="Másik kérdéshez tartozik.")
    db.session.commit()
    assert found("pad") == []
    assert talk.opinions_count == 0
    word.restore(by=mira, because="Mégis ide tartozik.")
    db.session.commit()
    assert found("pad") == [word.id]

    # Mira takes in ten slips of paper; all of them or none.
    batch = prepare(talk, "cetlik.csv", LIST.encode(), mira)
    db.session.commit()
    assert finish(batch) == 10
    assert (talk.opinions_count, talk.people_count) == (11, 11)

    # Paul keeps a codebook, has the opinions sorted, and puts one right.
    benches = add_theme(
        project.id, paul, {"name_hu": "padok", "seeds": ["pad", "padok", "ülőhely"]}
    )
    lights = add_theme(
        project.id, paul, {"name_hu": "világítás", "seeds": ["lámpa", "közvilágítás"]}
    )
    analysis = runs.begin(talk, paul)
    db.session.commit()
    run_jobs()
    assert themes_of(word) == {benches.id}
    judge(talk, word, paul, {benches.id: False, lights.id: True})
    db.session.commit()
    runs.begin(talk, paul)
    db.session.commit()
    run_jobs()
    assert themes_of(word) == {lights.id}, "no analysis overrules a person"
    judge(talk, word, paul, {benches.id: True, lights.id: False})
    db.session.commit()

    # He decides, writes the summary and publishes it.
    decide(talk, benches, paul, "adopt", WORDS)
    summary = drafting.draft(talk, paul)
    publication = publish(summary, paul, summary.version)
    db.session.commit()
    run_jobs()
    assert publication.number == 1
    before = files_of(publication)
    data = next(file for file in publication.files if file.name == "data.json").content.decode()
    assert "Húsz padot teszünk ki." in data

    # With the code, the neighbour sees the whole chain.
    with current_app.test_request_context("/follow"):
        kinds = [step.kind for step in chain(claimed_by(code))]
    assert {"opinion", "decision", "summary"} <= set(kinds)

    # Nothing that happens later changes what was published.
    word.hide(by=mira, reason="other", because="Próba.")
    db.session.commit()
    db.session.expire_all()
    assert files_of(publication) == before
    assert analysis.id


def themes_of(opinion) -> set[int]:
    query = select(Membership.theme_id).where(Membership.opinion_id == opinion.id)
    return set(db.session.scalars(query))


def test_an_author_with_an_account_is_told_once(make, people, run_jobs):
    talk = make.conversation("both", project=make.project())
    theme = add_theme(talk.project_id, people.paul, {"name_hu": "padok", "seeds": ["pad"]})
    make.opinion("Több padot!", talk, people.ana)
    judge(talk, db.session.scalars(select(Opinion)).one(), people.paul, {theme.id: True})
    decide(talk, theme, people.paul, "adopt", WORDS)
    summary = drafting.draft(talk, people.paul)
    publish(summary, people.paul, summary.version)
    db.session.commit()
    for _time in range(2):
        run_jobs()
    told = db.session.scalars(select(Notice).where(Notice.person_id == people.ana.id)).all()
    assert [notice.kind for notice in told].count("summary_published") == 1
