"""Nothing is published that does not resolve: every number and quote is counted once more."""

import json
import re

import pytest

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.reports import evidence, publishing, sentences
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.evidence import gather
from forum.reports.ledger import read_ledger
from forum.reports.models import Publication
from forum.reports.publishing import publish
from forum.reports.resolving import faults


@pytest.fixture
def dossier(story):
    """Everything the summary of the story says; one opinion of it is agreed on."""
    first = story.said[0]
    first.agrees, first.disagrees, first.passes = 40, 2, 1
    db.session.commit()
    return compile_dossier(story.summary, gather(story.talk), Stamp(now()))


def raised(value):
    """The next number, or the same words with something added."""
    return value + 1 if isinstance(value, int | float) else f"{value} sok"


def places(data, path=()):
    """The path of every number and of every sentence and quote in the evidence of a dossier."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*path, key))
    elif isinstance(data, list):
        for key, value in enumerate(data):
            yield from places(value, (*path, key))
    elif (not isinstance(data, bool) and isinstance(data, int | float)) or (
        isinstance(data, str) and path[-1] == "text"
    ):
        yield path


def set_at(data, path, value):
    """Put a value where a path leads."""
    for key in path[:-1]:
        data = data[key]
    data[path[-1]] = value


def get_at(data, path):
    """What stands where a path leads."""
    for key in path:
        data = data[key]
    return data


#: Numbers that name a row and count nothing.
NAMES = {"id"}


def test_the_true_summary_resolves(story, dossier):
    assert list(faults(dossier, read_ledger(story.talk))) == []


def test_every_number_and_quote_is_checked_one_by_one(story, dossier):
    """Each single number, sentence and quote is changed in turn; each change is found."""
    ledger, plain = read_ledger(story.talk), json.dumps(dossier)
    found, missed = 0, []
    for part in ("figures", "themes", "left_out"):
        for path in places(dossier[part], (part,)):
            if path[-1] in NAMES:
                continue
            changed = json.loads(plain)
            set_at(changed, path, raised(get_at(changed, path)))
            found += 1
            if not list(faults(changed, ledger)):
                missed.append(path)
    assert missed == []
    assert found > 60


def test_every_digit_of_every_sentence_is_checked(story, dossier):
    ledger, plain = read_ledger(story.talk), json.dumps(dossier)
    for at, theme in enumerate(dossier["themes"]):
        for number, sentence in enumerate(theme["opening"]):
            for code, text in sentence["text"].items():
                for digits in re.finditer(r"\d+", text):
                    changed = json.loads(plain)
                    wrong = text[: digits.start()] + "7777" + text[digits.end() :]
                    changed["themes"][at]["opening"][number]["text"][code] = wrong
                    assert list(faults(changed, ledger)), (code, wrong)


def test_an_opinion_that_is_gone_or_moved_no_longer_bears_it_out(story, people, dossier):
    story.said[0].hide(by=people.mira, reason="abuse", because="Sértő.")
    assert list(faults(dossier, read_ledger(story.talk)))


def test_counts_by_the_way_people_spoke_need_not_go_in_steps(story, dossier):
    """They tell nothing about who people are, so they are exact, and publishing is not refused."""
    told = [cell["people"] for cell in dossier["figures"]["by_channel"] if not cell["suppressed"]]
    assert any(people % 5 for people in told)
    assert publish(story.summary, story.paul, 1).number == 1


def test_a_small_group_may_hold_no_number(story, dossier):
    cells = dossier["themes"][0]["by_channel"]
    cells[0]["suppressed"] = True
    assert list(faults(dossier, read_ledger(story.talk)))


def test_a_wrong_sentence_is_refused_and_nothing_is_kept(story, monkeypatch):
    def boast(theme, entries, *rest):
        made = sentences.opening(theme, entries, *rest)
        made[0]["text"]["hu"] = made[0]["text"]["hu"].replace("6 ember", "600 ember")
        return made

    with monkeypatch.context() as tampered:
        tampered.setattr(evidence, "opening", boast)
        with pytest.raises(Refused, match="600 ember"):
            publish(story.summary, story.paul, 1)
    db.session.rollback()
    assert db.session.query(Publication).count() == 0
    assert publish(story.summary, story.paul, 1).number == 1


def test_a_polished_quote_is_refused(story, monkeypatch):
    true = evidence._quote
    polish = lambda quote: true(quote) | {"text": f"Nagyon {quote.text}"}  # noqa: E731
    monkeypatch.setattr(evidence, "_quote", polish)
    with pytest.raises(Refused, match="Nagyon "):
        publish(story.summary, story.paul, 1)


def test_publishing_always_asks(story, monkeypatch):
    asked = []
    monkeypatch.setattr(publishing, "ensure_resolved", lambda *given: asked.append(given))
    publish(story.summary, story.paul, 1)
    assert len(asked) == 1


def test_the_last_look_names_what_would_be_refused(client, story, monkeypatch):
    true = evidence._theme
    more = lambda *given: (made := true(*given)) | {"people": made["people"] + 1}  # noqa: E731
    monkeypatch.setattr(evidence, "_theme", more)
    client.sign_in(story.paul)
    page = client.get(f"/conversations/{story.talk.id}/summary/publication").text
    assert "Ez nem vezethető vissza tárolt véleményekre" in page
    assert 'name="looked"' not in page
