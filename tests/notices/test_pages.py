"""One's own notices, and the outbox."""

import re

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core import news
from forum.core.db import db, now
from forum.core.mail import OutboxMessage, post
from forum.core.news import News
from forum.notices.models import Notice


@pytest.fixture
def ana(client, people):
    return client.sign_in(people.ana)


@pytest.fixture
def told(people):
    """Tell Ana that opinions have appeared."""

    def tell(count=1, person=None) -> list[Notice]:
        who = person or people.ana
        for n in range(1, count + 1):
            details = {"reference": f"2026-{n:05d}"}
            news.tell(
                News("opinion_approved", str(n), ("opinion", n), f"/opinions/{n}", details),
                [who.id],
            )
        db.session.commit()
        query = select(Notice).where(Notice.person_id == who.id).order_by(Notice.id)
        return list(db.session.scalars(query))

    return tell


def order(page: str) -> list[str]:
    """The reference numbers on the page, each where it is first seen."""
    return list(dict.fromkeys(re.findall(r"2026-\d{5}", page)))


def test_visitors_have_no_notices(client):
    assert client.get("/notices").headers["Location"].startswith("/sign-in")
    assert client.get("/outbox").headers["Location"].startswith("/sign-in")


def test_an_empty_page_says_what_will_be_here(ana):
    assert ana.get("/notices").status_code == 200


def test_unread_ones_come_first_and_then_the_newest(ana, told):
    rows = told(3)
    rows[2].mark_read()
    db.session.commit()
    assert order(ana.get("/notices").text) == ["2026-00002", "2026-00001", "2026-00003"]


def test_looking_marks_nothing_as_read_but_the_button_does(ana, told):
    notice = told()[0]
    ana.get("/notices")
    assert notice.read_at is None
    assert ana.send(f"/notices/{notice.id}/reading").headers["Location"] == "/notices"
    assert notice.read_at is not None


def test_going_there_marks_it_too(ana, told):
    notice = told()[0]
    answer = ana.send(f"/notices/{notice.id}/reading", {"go": "1"})
    assert answer.headers["Location"] == "/opinions/1"
    first = notice.read_at
    ana.send(f"/notices/{notice.id}/reading", {"go": "1"})
    assert notice.read_at == first


def test_all_can_be_marked_at_once_and_only_ones_own(ana, told, people):
    mine, others = told(3), told(1, people.mira)
    ana.send("/notices/readings")
    db.session.expire_all()
    assert all(notice.read_at for notice in mine)
    assert others[0].read_at is None


def test_notices_of_others_are_not_there(ana, told, people):
    other = told(1, people.mira)[0]
    assert ana.send(f"/notices/{other.id}/reading").status_code == 404
    assert "2026-00001" not in ana.get("/notices").text


def test_the_menu_says_how_many_are_unread_for_one_query(ana, told, count_queries):
    told(1)
    with count_queries() as one:
        ana.get("/notices")
    told(3)
    with count_queries() as three:
        page = ana.get("/notices").text
    assert re.search(r'href="/notices"[^>]*>[^<]*\(3\)', page)
    assert len(three) == len(one)
    assert sum("count(notice.id)" in statement for statement in three) == 1


def test_visitors_pay_nothing_for_it(client, count_queries):
    with count_queries() as log:
        client.get("/sign-in")
    assert not any("notice" in statement for statement in log)


def test_many_notices_are_paged_with_the_same_queries(ana, told, count_queries):
    told(2)
    with count_queries() as few:
        ana.get("/notices")
    told(45)
    with count_queries() as many:
        page = ana.get("/notices").text
    assert page.count('/reading"') == 20
    assert len(many) <= len(few) + 1


@pytest.mark.parametrize("language", ["hu", "en"])
def test_a_summary_is_called_by_its_name_in_the_readers_language(
    ana, people, make, publish, language
):
    details = {
        "number": 3,
        "title_hu": "Mit hallottunk?",
        "title_en": "What we heard",
        "opinions": 7,
        "references": ["2026-00001", "2026-00002"],
    }
    published = publish(make.opinion(author=people.ana))
    told = News("summary_published", "3", ("summary", published.id), "/summaries/3", details)
    news.tell(told, [people.ana.id])
    db.session.commit()
    ana.set_cookie("language", language)
    page = ana.get("/notices").text
    assert {"hu": "Mit hallottunk?", "en": "What we heard"}[language] in page
    assert "7" in page
    assert "2026-00002" in page


@pytest.fixture
def adam(client, people):
    return client.sign_in(people.adam)


@pytest.fixture
def letter(app):
    message = post("eva@example.org", "Árvíztűrő <b>", "Kedves!\n\nhttp://x/confirm/" + "a" * 43)
    db.session.commit()
    return message


@pytest.mark.parametrize("name", ["ana", "mira", "paul"])
def test_the_outbox_is_for_administrators(client, people, letter, name):
    client.sign_in(getattr(people, name))
    assert client.get("/outbox").status_code == 403
    assert client.get(f"/outbox/{letter.id}").status_code == 403
    assert client.send(f"/outbox/{letter.id}/sending").status_code == 403


def test_without_a_server_it_says_so(app, adam, letter, monkeypatch):
    assert "SMTP_URL" in adam.get("/outbox").text
    page = adam.get(f"/outbox/{letter.id}").text
    assert "<b>" not in page.split("<main")[1].split("</main")[0]
    monkeypatch.setitem(app.config, "SMTP_URL", "smtp://127.0.0.1:9")
    assert "SMTP_URL" not in adam.get("/outbox").text


@pytest.mark.parametrize("server", ["", "smtp://127.0.0.1:9"])
@pytest.mark.parametrize(
    "path",
    [
        "/confirm/" + "a" * 43,
        "/password/" + "B" * 43,
        "/join/" + "c" * 43,
        "/unsubscribe/" + "d-" * 22,
        "/anything/new/" + "e_" * 22 + "/more",
        "/follow/K7P4-9XQM-2R",
        "/x?key=" + "f" * 43,
    ],
)
def test_one_time_links_are_nobody_elses(app, adam, monkeypatch, server, path):
    """An administrator who could read somebody's link could be that person."""
    monkeypatch.setitem(app.config, "SMTP_URL", server)
    secret = path.rstrip("/more").rpartition("/")[2].rpartition("=")[2]
    html = f'<p><a href="http://x{path}">Open</a> <img src="http://x/static/logo-of-the-whole-city.png"></p>'
    message = post("eva@example.org", "Levél", f"Kedves!\n\nhttp://x{path}\n", html=html)
    db.session.commit()
    for page in (f"/outbox/{message.id}", f"/outbox/{message.id}/page", "/outbox"):
        assert secret not in adam.get(page).text, page
    assert "…" in adam.get(f"/outbox/{message.id}").text
    assert "logo-of-the-whole-city.png" in adam.get(f"/outbox/{message.id}/page").text


def test_in_demo_mode_the_outbox_is_how_one_tries_the_links(app, adam, letter, monkeypatch):
    monkeypatch.setitem(app.config, "DEMO", True)
    assert "a" * 43 in adam.get(f"/outbox/{letter.id}").text


def test_letters_are_listed_by_what_became_of_them(adam, letter):
    for state in ("failing", "failed", "sent"):
        assert "eva@example.org" not in adam.get(f"/outbox?state={state}").text
    assert "eva@example.org" in adam.get("/outbox?state=waiting").text
    assert "eva@example.org" in adam.get("/outbox?state=nonsense").text
    letter.due_at, letter.error = None, "550 <svg onload=alert(1)>"
    db.session.commit()
    page = adam.get("/outbox?state=failed").text
    assert "550" in page
    assert "<svg onload" not in page


def test_a_letter_can_be_sent_again_and_the_log_says_who_wanted_it(adam, letter, people):
    letter.due_at, letter.sent_at, letter.tries = None, now(), 3
    db.session.commit()
    adam.send(f"/outbox/{letter.id}/sending")
    assert (letter.state, letter.tries) == ("waiting", 0)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.actor_name, entry.public) == ("outbox.sent_again", "Adam", False)
    assert "eva@example.org" not in str(entry.details)


def test_an_unknown_letter_is_not_there(adam):
    assert adam.get("/outbox/999").status_code == 404


def test_the_outbox_is_paged_and_asks_little(adam, letter, count_queries):
    with count_queries() as few:
        adam.get("/outbox")
    db.session.add_all(
        OutboxMessage(recipient=f"p{n}@example.org", subject="x", body="y" * 500) for n in range(50)
    )
    db.session.commit()
    with count_queries() as many:
        page = adam.get("/outbox").text
    assert page.count("@example.org") == 20
    assert len(many) <= len(few) + 1
    listing = [statement for statement in many if "outbox_message.recipient" in statement]
    assert not any("body" in statement for statement in listing if "count(" not in statement)


def test_what_is_ones_own_stands_in_the_own_menu_and_not_in_the_header(client, people):
    page = client.sign_in(people.ana).get("/help").text
    header = page.split('class="site-nav"')[1].split("</nav>")[0]
    own = page.split('class="menu account"')[1].split("</details>")[0]
    for path in ("/account/opinions", "/my-registrations", "/notices"):
        assert f'href="{path}"' in own
        assert f'href="{path}"' not in header
