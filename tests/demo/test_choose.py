"""Being somebody of the demo city with one click, on this machine only."""

from pathlib import Path

import pytest
from flask_migrate import upgrade

from forum import create_app
from forum.accounts.models import Person
from forum.core.db import db, now
from forum.demo import content
from tests.conftest import Client

ROLES = {"resident": "Anna", "facilitator": "Mira", "planner": "Pál", "administrator": "Ádám"}


@pytest.fixture(scope="module")
def demo_house(tmp_path_factory):
    """The application in demo mode, with a city of four."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app({"DEMO": True, "INSTANCE_DIR": str(folder), "TESTING": True})
    app.test_client_class = Client
    with app.app_context():
        upgrade(directory=str(Path(app.root_path) / "migrations"))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def demo(demo_house):
    with demo_house.app_context():
        db.session.query(Person).delete()
        for role, name in ROLES.items():
            email = f"{role}@kalaka.example"
            person = Person(role=role, name=name, email=email, email_confirmed_at=now())
            db.session.add(person)
        db.session.commit()
        yield demo_house
        db.session.remove()


@pytest.fixture
def client(demo):
    return demo.test_client()


def test_the_page_shows_four_people(client):
    page = client.get("/demo").text
    assert all(name in page for name in ROLES.values())
    assert page.count('class="role"') == 4


@pytest.mark.parametrize("role", ROLES)
def test_one_click_and_one_is_somebody(client, role):
    assert client.send(f"/demo/{role}").headers["Location"] == "/"
    assert ROLES[role] in client.get("/account").text


def test_one_can_be_somebody_else_at_any_time(client):
    client.send("/demo/resident")
    assert client.get("/people").status_code == 403
    assert 'href="/demo"' in client.get("/account").text
    client.send("/demo/administrator")
    assert client.get("/people").status_code == 200


def test_looking_signs_nobody_in_and_a_form_needs_its_token(client):
    assert client.get("/demo/administrator").status_code == 405
    assert client.post("/demo/administrator").status_code == 400
    assert client.get("/account").status_code == 302


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000"])
def test_names_of_this_machine_are_welcome(client, host):
    assert client.get("/demo", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "192.168.0.5"]
)
def test_a_strange_host_means_dns_rebinding(demo, client, monkeypatch, host):
    monkeypatch.setitem(demo.config, "WTF_CSRF_ENABLED", False)
    assert client.get("/demo", base_url=f"http://{host}").status_code == 404
    assert client.post("/demo/administrator", base_url=f"http://{host}").status_code == 404


@pytest.mark.parametrize("address", ["192.168.0.9", "8.8.8.8", "::2", ""])
def test_another_machine_sees_nothing(client, address):
    answer = client.get("/demo", environ_base={"REMOTE_ADDR": address})
    assert answer.status_code == 404
    home = client.get("/sign-in", environ_base={"REMOTE_ADDR": address}).text
    assert "ribbon" in home


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
def test_a_proxy_speaks_for_another_machine(client, header):
    assert client.get("/demo", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.0.5", "example.org"])
def test_listening_to_the_network_closes_the_door(demo, client, monkeypatch, host):
    monkeypatch.setitem(demo.config, "HOST", host)
    assert client.get("/demo").status_code == 404
    assert client.send("/demo/administrator").status_code == 404


def test_people_outside_the_demo_city_cannot_be_taken(demo, client):
    db.session.query(Person).delete()
    db.session.add(Person(role="administrator", name="Igazi", email="a@example.org"))
    db.session.commit()
    page = client.get("/demo").text
    assert "demo fill" in page
    assert "Igazi" not in page
    assert client.send("/demo/administrator").status_code == 404


def test_outside_demo_mode_the_page_does_not_exist(tmp_path):
    app = create_app({"SECRET_KEY": "x" * 32, "INSTANCE_DIR": str(tmp_path), "TESTING": True})
    assert not [rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/demo")]


def test_what_is_said_of_crime_and_traffic_is_marked_as_such():
    told = content.toml("city")["categories"]
    marked = {row["key"] for row in told if row.get("safety")}
    assert marked == {"crime-prevention", "public-safety", "traffic-safety"}
    talks = content.toml("conversations")["conversations"]
    assert {row["key"] for row in talks if row.get("safety")} == {"school-way", "avas-evenings"}
