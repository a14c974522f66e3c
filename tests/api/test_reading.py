"""Reading public data by the API."""

import pytest

from forum.api import openapi
from forum.core.db import db
from forum.reports.models import Publication, Summary, Takedown
from tests.api.shape import Checker

PRIVATE = (
    "submit_key",
    "claim_hash",
    "author_id",
    "author",
    "email",
    "password",
    "entered_by",
    "draw_seed",
    "created_by",
    "session_stamp",
)


@pytest.fixture
def published(make, people, city):
    """Two published summaries, the first of them withdrawn."""
    summary = make.save(Summary(conversation_id=city.talk.id, title_hu="Mit mondtak?"))
    first, _second = [
        make.save(
            Publication(
                number=number,
                summary=summary,
                draft_version=number,
                conversation=city.talk,
                title_hu="Mit mondtak?",
                checksum="0" * 64,
                opinions_count=1,
                people_count=1,
            )
        )
        for number in (1, 2)
    ]
    make.save(Takedown(publication_id=first.id, by_id=people.adam.id, because="Jogi ok."))
    return summary


@pytest.fixture
def shapes(app):
    """A check of answers against the description."""
    with app.test_request_context("/api/v1/openapi.json"):
        return openapi.document(app, "http://localhost")


def paths(city):
    """Every address one can read, with what the description calls it."""
    talk, opinion = city.talk.id, city.shown.id
    return {
        "/api/v1/conversations": "/conversations",
        "/api/v1/conversations/{conversation_id}": f"/conversations/{talk}",
        "/api/v1/conversations/{conversation_id}/opinions": f"/conversations/{talk}/opinions",
        "/api/v1/conversations/{conversation_id}/themes": f"/conversations/{talk}/themes",
        "/api/v1/opinions/{opinion_id}": f"/opinions/{opinion}",
        "/api/v1/summaries": "/summaries",
        "/api/v1/summaries/{number}": "/summaries/2",
        "/api/v1/openapi.json": "/openapi.json",
    }


def test_every_answer_has_the_shape_the_description_tells(stranger, city, published, shapes):
    check = Checker(shapes["components"]["schemas"])
    for path, address in paths(city).items():
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        described = shapes["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]
        assert check.wrong(answer.json, described["schema"]) == [], address
        assert answer.json.get("items") != [], "an empty list shows nothing"


def test_every_route_is_described(app, shapes):
    routes = {
        (openapi.ARGUMENT.sub(r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, ways in shapes["paths"].items() for method in ways}
    assert described == routes


def test_every_reference_of_the_description_leads_somewhere(shapes):
    text = str(shapes)
    for name in shapes["components"]["schemas"]:
        assert name in {"Document"} or f"schemas/{name}'" in text, name
    for part in text.split("#/components/schemas/")[1:]:
        assert part.partition("'")[0] in shapes["components"]["schemas"]


def test_operations_are_told_apart_and_name_their_arguments(shapes):
    operations = [each for ways in shapes["paths"].values() for each in ways.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    for path, ways in shapes["paths"].items():
        for each in ways.values():
            named = {p["name"] for p in each["parameters"] if p["in"] == "path"}
            assert named == set(openapi.ARGUMENT.findall(path.replace("{", "<").replace("}", ">")))


def test_the_description_speaks_the_language_asked_for(stranger):
    english = stranger.get("/openapi.json", headers={"Accept-Language": "en"}).json
    hungarian = stranger.get("/openapi.json", headers={"Accept-Language": "hu"}).json
    path = "/api/v1/opinions/{opinion_id}"
    assert english["paths"][path]["get"]["summary"] == "One opinion"
    assert hungarian["paths"][path]["get"]["summary"] == "Egy vélemény"


def test_nothing_private_is_told(stranger, city, published):
    for address in paths(city).values():
        if address != "/openapi.json":
            text = stranger.get(address).text
            assert not any(f'"{word}"' in text for word in PRIVATE), address
            assert "Rejtett szavak" not in text, address
            assert "Titkos vázlat" not in text, address


@pytest.mark.parametrize("who", ["ana", "mira", "paul", "adam"])
def test_a_token_of_the_staff_reads_no_more_than_anybody(app, people, token_of, city, who):
    from tests.api.conftest import Program

    program = Program(app, token_of(getattr(people, who)))
    for address in (
        f"/conversations/{city.draft.id}",
        f"/opinions/{city.hidden.id}",
        f"/conversations/{city.draft.id}/opinions",
        f"/conversations/{city.draft.id}/themes",
    ):
        assert program.get(address).status_code == 404, address
    assert "Titkos vázlat" not in program.get("/conversations").text


@pytest.mark.parametrize("who", ["ana", "mira", "adam"])
def test_a_session_reads_no_more_than_anybody(client, people, city, who):
    client.sign_in(getattr(people, who))
    assert client.get(f"/api/v1/opinions/{city.hidden.id}").status_code == 404
    assert client.get(f"/api/v1/conversations/{city.draft.id}").status_code == 404


def test_an_author_s_cookie_does_not_show_a_hidden_opinion(client, make, people):
    visitor = make.person("visitor")
    opinion = make.opinion("Rejtett", author=visitor)
    opinion.hide(by=people.mira, reason="abuse", because="x")
    db.session.commit()
    with client.session_transaction() as session:
        session["visitor"] = visitor.id
    assert client.get(f"/api/v1/opinions/{opinion.id}").status_code == 404


def test_themes_without_a_decision_are_not_told(stranger, city):
    themes = stranger.get(f"/conversations/{city.talk.id}/themes").json["items"]
    assert [theme["name"]["hu"] for theme in themes] == ["padok"]
    assert themes[0]["decision"]["choice"] == "adopt"


def test_of_a_withdrawn_summary_only_that_it_was_is_told(stranger, published):
    summary = stranger.get("/summaries/1").json
    assert summary["withdrawn_at"]
    assert summary["files"] == []
    assert "Mit mondtak" not in str(summary)


def test_lists_come_in_pages(stranger, make, city):
    for number in range(5):
        make.opinion(f"{number}. vélemény", city.talk)
    first = stranger.get(f"/conversations/{city.talk.id}/opinions?per_page=4").json
    assert (len(first["items"]), first["total"], first["pages"], first["page"]) == (4, 6, 2, 1)
    rest = stranger.client.get(first["next"]).json
    assert (len(rest["items"]), rest["next"]) == (2, None)
    seen = [opinion["id"] for opinion in first["items"] + rest["items"]]
    assert seen == sorted(set(seen), reverse=True)


def test_a_page_past_the_end_is_empty(stranger, city):
    answer = stranger.get("/conversations?page=50").json
    assert (answer["items"], answer["next"], answer["total"]) == ([], None, 1)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=x",
        "per_page=101",
        "per_page=0",
        "per_page=1e3",
        "page=",
        "per_page=٣",
        "page=" + "9" * 30,
    ],
)
def test_nonsense_pages_are_problems(stranger, city, query):
    answer = stranger.get(f"/conversations?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.json["error"]["fields"]


def test_who_has_the_answer_already_gets_none(stranger, city):
    first = stranger.get("/conversations")
    again = stranger.get("/conversations", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    city.talk.question_hu = "Más kérdés?"
    db.session.commit()
    changed = stranger.get("/conversations", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_pages_of_other_sites_may_read_but_get_no_cookie(stranger, city):
    answer = stranger.get("/conversations", headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_long_lists_cost_as_many_queries_as_short_ones(stranger, make, city, count_queries):
    addresses = (
        "/conversations",
        f"/conversations/{city.talk.id}/opinions",
        f"/conversations/{city.talk.id}/themes",
    )

    def cost(address):
        db.session.commit()
        db.session.expire_all()
        with count_queries() as log:
            stranger.get(f"{address}?per_page=100")
        return len(log)

    before = [cost(address) for address in addresses]
    place = make.neighbourhood("Diósgyőr")
    for number in range(12):
        make.opinion(f"{number}. vélemény", city.talk, neighbourhood_id=place.id)
        talk = make.conversation("both")
        talk.neighbourhoods = [place]
    db.session.commit()
    assert [cost(address) for address in addresses] == before


def test_weird_addresses_get_the_one_shape(stranger, city, shapes):
    check = Checker(shapes["components"]["schemas"])
    for path in (
        "",
        "/",
        "/nothing",
        "/conversations/999",
        "/opinions/0",
        "/conversations/x",
        "/opinions/99999999999999999999",
        "/summaries/7",
        "/conversations/",
    ):
        answer = stranger.get(path)
        assert answer.status_code == 404, path
        assert check.wrong(answer.json, {"$ref": "#/Problem"}) == [], path


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_what_cannot_be_done_is_told_with_what_can(stranger, city, method):
    answer = stranger.client.open("/api/v1/conversations", method=method)
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["error"]["code"] == "method_not_allowed"


def test_a_token_that_is_no_good_is_refused_even_for_reading(app, city):
    from tests.api.conftest import Program

    for token in ("x", "", " "):
        program = Program(app)
        program.headers = {"Authorization": f"Bearer {token}"}
        answer = program.get("/conversations")
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == "Bearer"
    program.headers = {"Authorization": "Basic YTpi"}
    assert program.get("/conversations").status_code == 401
