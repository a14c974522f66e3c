"""A community hosts an event: one, named on both pages."""

from threading import Barrier, Thread

from sqlalchemy import func, select

from forum.communities.hosting import host
from forum.communities.models import Hosting
from forum.core.db import db


def test_an_event_has_one_host(make, people):
    event, games, walkers = make.event(), make.community(), make.community("Gyalogló Kör")
    first = host(event, games, people.mira)
    assert host(event, games, people.mira) is first
    host(event, walkers, people.mira)
    db.session.commit()
    assert db.session.scalars(select(Hosting.community_id)).all() == [walkers.id]
    assert host(event, None, people.mira) is None
    db.session.commit()
    assert db.session.scalar(select(func.count(Hosting.id))) == 0


def test_the_pages_lead_to_each_other(client, make, people):
    event, past, games = make.event(), make.event("past", title_hu="Tavalyi"), make.community()
    drafted = make.event("draft", title_hu="Még titkos")
    for each in (event, past, drafted):
        host(each, games, people.mira)
    db.session.commit()
    page = client.get(f"/events/{event.id}").text
    assert f'href="/communities/{games.id}"' in page
    page = client.get(f"/communities/{games.id}").text
    assert f'href="/events/{event.id}"' in page
    assert "Tavalyi" in page
    assert "Még titkos" not in page


def test_the_kept_page_of_the_event_follows(client, make, people):
    event, games = make.event(), make.community()
    path = f"/events/{event.id}"
    assert games.name_hu not in client.get(path).text
    host(event, games, people.mira)
    db.session.commit()
    assert games.name_hu in client.get(path).text
    games.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert games.name_hu not in client.get(path).text


def test_staff_choose_the_host_on_a_page_of_the_event(app, make, people):
    event, games = make.event(), make.community()
    lists, closed = make.community("Lista", founded=False), make.community("Volt")
    closed.closed_at = closed.created_at
    db.session.commit()
    path, browser = f"/events/{event.id}/host", app.test_client().sign_in(people.mira)
    assert path in browser.get(f"/events/{event.id}").text
    page = browser.get(path).text
    assert games.name_hu in page
    assert lists.name_hu not in page
    assert closed.name_hu not in page
    assert browser.send(path, {"community": str(games.id)}).status_code == 303
    assert games.name_hu in browser.get(f"/events/{event.id}").text
    assert browser.send(path, {"community": str(lists.id)}).status_code == 422
    assert browser.send(path, {"community": ""}).status_code == 303
    assert db.session.scalar(select(func.count(Hosting.id))) == 0


def test_residents_do_not(app, make, people):
    event = make.event()
    browser = app.test_client().sign_in(people.ana)
    assert browser.get(f"/events/{event.id}/host").status_code == 403


def test_two_who_choose_at_once_leave_one_host(app, make, people):
    event, number = make.event(), 6
    groups = [make.community(f"Kör {each}") for each in range(number)]
    ids, path = [group.id for group in groups], f"/events/{event.id}/host"
    mira = people.mira
    browsers = [app.test_client().sign_in(mira) for _each in range(number)]
    db.session.commit()
    start, answers = Barrier(number), []

    def send(each):
        start.wait()
        with app.app_context():
            answers.append(browsers[each].send(path, {"community": str(ids[each])}).status_code)

    threads = [Thread(target=send, args=(each,)) for each in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * number
    assert db.session.scalar(select(func.count(Hosting.id))) == 1
