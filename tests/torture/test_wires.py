"""Requests as bytes: made from their number, and every bad answer to one is found."""

import socket
from contextlib import contextmanager
from threading import Thread

import pytest

from torture import wires
from torture.asking import Asked
from torture.over_http import OverHttp

GOOD = (
    b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: text/html\r\nContent-Length: 2\r\n"
    b"X-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin\r\nPermissions-Policy: a=()\r\n"
    b"Cross-Origin-Opener-Policy: same-origin\r\nContent-Security-Policy: x\r\n\r\nok"
)


def asked(number: int) -> Asked:
    post = {"fields": [("text", "Több pad"), ("value", "<svg onload=alert(1)>")]}
    return Asked(number, "visitor", "POST", "/conversations/1/speak", "/x", **post)


def made(number: int, seed: int = 1) -> wires.Wire:
    return wires.make(asked(number), seed, "localhost:80", "token", "kalaka=x")


def test_bytes_are_made_from_the_number_alone():
    assert [made(n) for n in range(300)] == [made(n) for n in range(300)]
    assert [made(n).data for n in range(300)] != [made(n, seed=2).data for n in range(300)]


def test_half_are_whole_and_every_way_of_spoiling_is_tried():
    many = [made(n) for n in range(600)]
    assert 200 < sum(each.whole for each in many) < 400
    assert {each.what for each in many} == {
        "whole",
        *(way.__name__.strip("_") for way in wires.WAYS),
    }


def test_a_whole_request_is_one():
    data = next(each.data for each in map(made, range(20)) if each.whole)
    head, _empty, body = data.partition(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    assert lines[0] == b"POST /conversations/1/speak HTTP/1.1"
    assert b"Host: localhost:80" in lines
    assert f"Content-Length: {len(body)}".encode() in lines
    assert b"csrf_token=token" in body.replace(b"\r\n", b"")


@contextmanager
def answering(words: bytes):
    """A web server that answers one request with these bytes."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            line, _address = server.accept()
            with line:
                line.recv(100_000)
                line.sendall(words)

        thread = Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def wrong(words: bytes, whole: bool = True) -> str:
    """What is said of an answer; the sender needs no city for that."""
    sender = OverHttp.__new__(OverHttp)
    sender.statuses = {0: 0, 200: 0, 400: 0, 500: 0, 502: 0}
    with answering(words) as port:
        wire = wires.Wire("whole", b"GET / HTTP/1.1\r\n\r\n", whole)
        return "\n".join(sender._wrong(wire, wires.send(port, wire), "localhost"))


def test_a_good_answer_is_left_in_peace():
    assert wrong(GOOD) == ""


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (GOOD.replace(b"200 OK", b"500 Oh"), "answered 500"),
        (GOOD.replace(b"Content-Security-Policy", b"X-Nothing"), "lacks Content-Security-Policy"),
        (b"", "with nothing"),
        (b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", "500 by the web server"),
        (b"HTTP/1.1 400 No\r\n\r\nbad <svg onload=alert(1)>", "as it was sent"),
        (b"HTTP/1.1 400 No\r\n\r\nTraceback (most recent call last)", "tells a trace"),
    ],
)
def test_a_bad_answer_is_found(answer, said):
    assert said in wrong(answer)


def test_what_is_no_http_may_be_left_without_an_answer():
    assert wrong(b"", whole=False) == ""
    assert wrong(b"HTTP/1.1 400 No\r\n\r\nBad request", whole=False) == ""
