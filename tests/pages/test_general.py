"""Help, privacy, accessibility, the grant, and what programs ask for."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from forum.accounts.models import ROLES, Person
from forum.core.access import PERMISSIONS, Permission, Rule, anyone, at_least
from forum.core.db import db, now
from forum.core.limits import Attempt, forget_attempts, too_many
from forum.moderation.reasons import REASONS
from forum.opinions.models import AGREE, PASS
from forum.pages.abilities import abilities, lowest_role, may
from forum.pages.queries import figures

HOSTILE = '"><img src=x onerror=alert(1)>'


def test_help_tells_every_permission_once(client, make):
    told = [str(sentence) for ability in abilities() for sentence in ability.sentences]
    assert sorted(told) == sorted(str(permission.sentence) for permission in PERMISSIONS.values())
    page = client.get("/help").text
    assert all(part in page for part in ("Látogató", "Moderátor", "Tervező", "Rendszergazda"))


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("opinions:read", "visitor"),
        ("conversations:speak", "visitor"),
        ("opinions:edit", "visitor"),
        ("moderation:report", "visitor"),
        ("accounts:own", "resident"),
        ("api:write", "resident"),
        ("conversations:manage", "facilitator"),
        ("planning:decide", "planner"),
        ("city:manage", "administrator"),
        ("log:read_all", "administrator"),
    ],
)
def test_the_lowest_role_is_read_off_the_rule(name, role):
    assert lowest_role(name) == role


def test_a_rule_that_never_says_yes_belongs_to_nobody():
    never = Permission("x", "x", Rule(lambda person, thing: False))
    assert not any(may(role, never) for role in ROLES)


def test_a_rule_is_tried_in_every_case():
    odd = Rule(lambda person, thing: thing.a and not thing.b and thing.c() and thing.d == "x")
    permission = Permission("x", "x", at_least("planner") & odd & ~Rule(lambda p, t: t.e.f("g")))
    assert [may(role, permission) for role in ROLES] == [False, False, False, True, True]
    assert may("visitor", Permission("x", "x", anyone))


def test_help_tells_the_reasons_of_hiding(client):
    page = client.get("/help").text
    for reason in REASONS.values():
        assert str(reason) in page


def test_the_office_can_be_reached_from_every_notice(client, make):
    make.city(
        office_hu="Közösségi Iroda",
        contact_phone="+36 46 123 456",
        contact_email="iroda@example.org",
        contact_address="Fő tér 1.",
    )
    for path in ("/help", "/privacy", "/accessibility"):
        page = client.get(path).text
        assert 'href="tel:+3646123456"' in page, path
        assert 'href="mailto:iroda@example.org"' in page, path
        assert "Fő tér 1." in page, path


def test_a_hostile_contact_stays_words(client, make):
    make.city(office_hu=HOSTILE, contact_phone=HOSTILE[:40], contact_email=HOSTILE)
    for path in ("/help", "/privacy", "/accessibility", "/project"):
        assert "<img src=x" not in client.get(path).text


def test_the_privacy_notice_names_every_cookie_the_site_sets(client, make, people):
    page = client.get("/privacy").text
    client.get("/language/en")
    client.sign_in(people.ana).get("/account")
    named = {cookie.key for cookie in client._cookies.values()}
    assert named == {"kalaka", "language"}
    assert all(f"<strong>{name}</strong>" in page for name in named)


def test_the_privacy_notice_tells_until_when(client, make):
    assert "2032" not in client.get("/privacy").text
    make.project(maintenance_until=date(2032, 1, 1))
    make.city()
    assert "2032. január 1." in client.get("/privacy").text


def test_hashes_of_addresses_live_a_day_as_the_notice_says(app):
    too_many("sign-in", "somebody", 5, 15)
    db.session.add(Attempt(bucket="old", at=now() - timedelta(days=1, minutes=1)))
    db.session.commit()
    forget_attempts()
    assert db.session.scalar(select(func.count(Attempt.id))) == 1


def test_pages_load_nothing_from_elsewhere(client, make):
    make.city()
    for path in ("/", "/help", "/privacy", "/accessibility", "/project", "/search", "/log", "/api"):
        page = client.get(path).text
        for sign in ('src="http', 'src="//', 'rel="stylesheet" href="http', "@import"):
            assert sign not in page, path


@pytest.fixture
def grant(make):
    """A grant as the fund wants it told."""
    return make.project(
        name_hu="Közös tér",
        name_en="Common square",
        identifier="TOP-1.2.3",
        total_cost=180_000_000,
        rate_of_support=85.5,
        beneficiary_hu="Próbaváros Önkormányzata",
        fund_hu="Európai Szociális Alap",
        programme_hu="Operatív Program",
        description_hu="Első.\n\nMásodik.",
        starts_on=date(2026, 1, 1),
        ends_on=date(2027, 6, 30),
        maintenance_until=date(2032, 6, 30),
    )


def test_the_page_of_the_grant_tells_all_the_fund_wants(client, make, grant):
    page = client.get("/project").text.replace("\xa0", " ")
    for words in (
        "Közös tér",
        "TOP-1.2.3",
        "180 000 000 Ft",
        "85,5%",
        "153 900 000 Ft",
        "Próbaváros Önkormányzata",
        "Európai Szociális Alap",
        "Operatív Program",
        "2026. január 1.",
        "2027. június 30.",
        "2032. június 30.",
        "Az Európai Unió zászlaja",
    ):
        assert words in page, words


def test_in_english_amounts_are_english(client, grant):
    page = client.get("/project", headers={"Accept-Language": "en"}).text.replace("\xa0", " ")
    assert "180,000,000 HUF" in page
    assert "Common square" in page


def test_figures_count_only_what_is_public_and_of_the_project(client, make, people, grant):
    talk = make.conversation("both", project=grant)
    ana, bea = make.person("visitor"), make.person("visitor")
    first, second = make.opinion("Padot!", talk, ana), make.opinion("Kukát!", talk, ana)
    hidden = make.opinion("Rejtett", talk, bea)
    first.weigh(bea, AGREE)
    second.weigh(bea, PASS)
    hidden.weigh(ana, AGREE)
    hidden.hide(by=people.mira, reason="abuse", because="x")
    make.conversation("draft", project=grant)
    make.opinion("Másik projekté", make.conversation("both"))
    db.session.commit()
    assert [figure.value for figure in figures(grant)] == [1, 2, 1, 2, 1, 0, 0]
    page = client.get("/project").text
    assert all(str(figure.definition) in page for figure in figures(grant))


def test_figures_are_one_statement(app, make, grant, count_queries):
    make.conversation("both", project=grant)
    grant.id  # noqa: B018 - loaded before counting
    with count_queries() as log:
        figures(grant)
    assert len([statement for statement in log if statement.startswith("SELECT")]) == 1


def test_without_a_grant_the_page_says_so(client):
    assert "Még nincs támogatott projekt" in client.get("/project").text


def test_older_grants_stand_below(client, make, grant):
    make.project(name_hu="Újabb projekt")
    page = client.get("/project").text
    assert page.index("Újabb projekt") < page.index("Közös tér")


def test_search_engines_are_kept_out_of_what_is_somebody_s(client):
    answer = client.get("/robots.txt")
    assert answer.mimetype == "text/plain"
    for path in ("/follow", "/account", "/demo"):
        assert f"Disallow: {path}\n" in answer.text


def test_browsers_find_the_small_picture(client):
    assert client.get("/favicon.ico").location == "/static/img/favicon.svg"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nincs-ilyen", 404), ("/conversations/999", 404), ("/opinions/99999999999999999999", 404)],
)
def test_errors_are_pages_with_a_way_on(client, make, path, status):
    make.city()
    answer = client.get(path)
    assert answer.status_code == status
    for way in ('href="/"', 'href="/search"', 'href="/help"'):
        assert way in answer.text
    assert "Ezt az oldalt nem találtuk" in answer.text


def test_errors_are_json_for_programs(client):
    answer = client.get("/nincs", headers={"Accept": "application/json"})
    assert answer.json["error"]["code"] == "not_found"


def test_a_forged_form_gives_a_kind_page(client, people):
    client.sign_in(people.adam)
    answer = client.post("/city/office", data={"name_hu": "x"})
    assert answer.status_code == 400
    assert "túl sokáig volt nyitva" in answer.text


def test_the_frame_of_every_page_names_city_and_grant(client, make, grant, people):
    make.city(name_hu="Próbaváros")
    for path in ("/", "/help", "/search", "/log", "/nincs-ilyen", "/conversations"):
        page = client.get(path).text
        assert "Próbaváros" in page, path
        assert "TOP-1.2.3" in page, path


def test_a_change_of_the_city_is_seen_by_every_process(client, make, people):
    """The name is read with each page, so another process cannot show an old one."""
    city = make.city(name_hu="Régiváros")
    client.sign_in(people.ana)
    assert "Régiváros" in client.get("/help").text
    db.session.commit()
    with db.engine.begin() as connection:
        connection.execute(db.text("UPDATE city SET name_hu = 'Újváros'"))
    db.session.expire(city)
    assert "Újváros" in client.get("/help").text


def test_the_frame_costs_one_statement(client, make, count_queries, people):
    make.city()
    make.project()
    with count_queries() as log:
        client.get("/search")
    frame = [statement for statement in log if "FROM city" in statement]
    assert len(frame) == 1
    assert db.session.get(Person, 10**6) is None
