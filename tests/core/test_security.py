"""The security headers: on every answer, and strict enough that nothing foreign runs."""

import re

import pytest

from forum.core.security import HEADERS, POLICY

TAG = re.compile(r"<script\b[^>]*>")


def directives(answer) -> dict[str, str]:
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: values for name, _blank, values in (part.partition(" ") for part in parts)}


def nonces(answer) -> set[str]:
    return set(re.findall(r"'nonce-([\w-]+)'", directives(answer)["script-src"]))


@pytest.mark.parametrize(
    "path", ["/", "/nonsense", "/static/css/frame.css", "/api/v1/openapi.json"]
)
def test_every_answer_carries_the_headers(client, path):
    with client.get(path) as answer:
        for header, value in HEADERS.items():
            assert answer.headers[header] == value
        told = directives(answer)
    assert "unsafe" not in POLICY
    assert {"object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'"}.items() <= (
        told.items()
    )
    assert "*" not in POLICY
    assert "http" not in POLICY


def test_each_page_names_its_scripts_anew(client):
    """With a session no page is kept, so no nonce is ever seen twice."""
    client.get("/sign-in")
    seen = set()
    for _again in range(3):
        answer = client.get("/sign-in")
        (word,) = nonces(answer)
        tags = TAG.findall(answer.text)
        assert tags
        assert all(f'nonce="{word}"' in tag for tag in tags)
        seen.add(word)
    assert len(seen) == 3
    assert all(len(word) >= 20 for word in seen)


def test_an_answer_without_scripts_lets_none_run(client):
    assert directives(client.get("/api/v1/openapi.json"))["script-src"] == "'none'"


def test_a_kept_page_is_sent_with_the_nonce_it_was_made_with(client, app):
    first = client.get("/help")
    second = app.test_client().get("/help")
    for answer in (first, second):
        (word,) = nonces(answer)
        assert all(f'nonce="{word}"' in tag for tag in TAG.findall(answer.text))


def test_what_the_browser_has_already_keeps_the_nonce_it_came_with(client):
    """A 304 that named another nonce would stop the scripts of the page the browser shows."""
    etag = client.get("/help").headers["ETag"]
    answer = client.get("/help", headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert "Content-Security-Policy" not in answer.headers


def test_the_same_page_made_again_is_known_by_its_words(client):
    from forum.core.kept import forget_pages

    etag = client.get("/help").headers["ETag"]
    forget_pages()
    assert client.get("/help").headers["ETag"] == etag


def test_over_tls_browsers_are_told_to_stay_there(client):
    answer = client.get("/", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in client.get("/").headers
