"""What every answer must be: each way of being wrong is found, and nothing else is."""

import json

import pytest
from werkzeug.wrappers import Response

from torture.answers import check, is_local
from torture.asking import make, read_forms, rules_of
from torture.fuzz import _kind_of

GOOD = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'self'",
}


def wrong(body="", status=200, seconds=0.1, **headers) -> str:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = Response(body, status, {**GOOD, "Content-Type": "text/html", **named})
    return "\n".join(check(answer, body, seconds, "localhost"))


def test_a_good_answer_is_left_in_peace():
    page = '<p title="onload=&lt;svg onload=alert(1)&gt;">javascript:alert(1)</p><a href="/x">x</a>'
    assert wrong(page, Set_Cookie="kalaka=x; Secure; HttpOnly; SameSite=Lax") == ""


@pytest.mark.parametrize(
    ("page", "word"),
    [
        ("<svg onload=alert(1)>", "as it was sent"),
        ('<p>"><img src=x onerror=alert(1)></p>', "as it was sent"),
        ('<a href="javascript:alert(1)">x</a>', "would run"),
        ('<a href=" java\nscript:alert(1)">javascript</a>', "would run"),
        ('<input value="" onfocus=alert(1) autofocus>', "would run"),
        ("<script>let x = 1</script>", "without a nonce"),
        ("<pre>Traceback (most recent call last)</pre>", "tells a trace"),
    ],
)
def test_words_that_would_run_are_found(page, word):
    assert word in wrong(page)


def test_errors_of_ours_and_slow_answers_are_found():
    assert "answered 500" in wrong(status=500)
    assert "took 9.0 s" in wrong(seconds=9)


def test_a_site_may_say_that_nobody_does_its_work_and_nothing_else():
    """The fuzzer's city has no worker, so after ten minutes its work has waited too long."""
    waits = {"ready": False, "checks": {"queue": False, "disk": True}, "reasons": ["work"]}
    full = {**waits, "checks": {"queue": False, "disk": False}}
    assert wrong(json.dumps(waits), status=503, Content_Type="application/json") == ""
    assert "answered 503" in wrong(json.dumps(full), status=503, Content_Type="application/json")
    assert "answered 503" in wrong("<p>busy</p>", status=503)


def test_missing_protection_is_found():
    assert "lacks X-Content-Type-Options" in wrong(X_Content_Type_Options="")
    assert "carries a header that was sent" in wrong(X_Injected="yes")


def test_loose_cookies_are_found():
    told = wrong(Set_Cookie="kalaka=x; Path=/")
    assert "lacks samesite=lax" in told
    assert "lacks secure" in told
    assert "lacks httponly" in told


@pytest.mark.parametrize(
    "away",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "http:evil.example",
        "/\t/evil.example",
        "",
    ],
)
def test_redirects_that_lead_away_are_found(away):
    assert not is_local(away, "localhost")
    assert "leads away" in wrong(status=303, Location=away) or not away


def test_local_redirects_are_left_in_peace():
    assert is_local("/conversations?x=//y", "localhost")
    assert is_local("https://localhost/", "localhost")


def test_requests_are_made_from_their_number_alone(house):
    rules, forms = rules_of(house.url_map), {}
    read_forms(
        '<form action="/a?b"><input name="text" value="x"><select name="s"><option value="1"></form>',
        "/",
        forms,
    )
    assert forms == {"/a": {"text": ["x"], "s": ["", "1"]}}
    values = [{"idea_id": 3}, {"idea_id": 4}]
    first, again = (
        [str(make(n, 1, rules, values, forms)) for n in range(300)] for _time in range(2)
    )
    assert first == again
    assert first != [str(make(n, 2, rules, values, forms)) for n in range(300)]


def test_findings_of_one_cause_come_together():
    first = "answered 500: administrator POST '/programs/1/edit' (/programs/<int:program_id>/edit) 'x' [--one 5]"
    second = "answered 500: planner POST '/programs/2/edit' (/programs/<int:program_id>/edit) 'y' [--one 9]"
    assert _kind_of(first) == _kind_of(second)
