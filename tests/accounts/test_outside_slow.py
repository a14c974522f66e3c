"""A provider that hangs, trickles or lies about its host keeps nobody here from anything else."""

import socket
import ssl
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from ipaddress import ip_address
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from forum.accounts.outside import asking, attempts, fetching
from forum.accounts.outside.fetching import Silent, Unreachable
from forum.accounts.outside.provider import Provider
from forum.core.db import now
from tests.accounts.outside import BACK, come_back, go, is_in

pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


def _wrapped(line, trusted):
    return trusted.wrap_socket(line, server_side=True) if trusted else line


@contextmanager
def answering(serve, trusted=None):
    """Run a server on this machine that does ``serve`` with each connection; yield its address."""
    door = socket.create_server(("127.0.0.1", 0))
    called = []

    def open_door():
        while True:
            try:
                line, _where = door.accept()
                called.append(line)
                Thread(target=talk, args=(line,), daemon=True).start()
            except OSError:
                return

    def talk(line):
        with line, suppress(OSError), _wrapped(line, trusted) as held:
            serve(held)

    running = Thread(target=open_door, daemon=True)
    running.start()
    try:
        yield f"http{'s' if trusted else ''}://127.0.0.1:{door.getsockname()[1]}", called
    finally:
        door.shutdown(socket.SHUT_RDWR)
        door.close()
        running.join(5)


def silent(line):
    """Take the question and say nothing."""
    line.recv(10_000)
    line.recv(1)


def trickle(answer):
    """Answer byte by byte, each in time."""

    def serve(line):
        line.recv(10_000)
        for each in answer:
            line.sendall(bytes([each]))
            time.sleep(0.1)

    return serve


def plainly(answer):
    def serve(line):
        line.recv(10_000)
        line.sendall(answer)
        line.close()

    return serve


@pytest.fixture
def hurry(monkeypatch):
    monkeypatch.setattr(fetching, "STEP_SECONDS", 0.5)
    monkeypatch.setattr(fetching, "ALL_SECONDS", 1)


def took(work):
    start = time.monotonic()
    with pytest.raises(Unreachable):
        work()
    return time.monotonic() - start


SLOW_HEAD = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 60 + b"\r\n\r\n{}"
SLOW_STATUS = b"HTTP/1.1 200 " + b"O" * 80 + b"\r\n\r\n{}"
SLOW_BODY = b"HTTP/1.1 200 OK\r\nContent-Length: 80\r\n\r\n{" + b" " * 79
AGAIN = b"HTTP/1.1 100 Continue\r\n\r\n" * 5


@pytest.mark.parametrize("answer", [SLOW_HEAD, SLOW_STATUS, SLOW_BODY, AGAIN])
def test_an_answer_that_trickles_ends_in_time(app, hurry, answer):
    """Every byte comes soon; all of them would take eight seconds."""
    with answering(trickle(answer)) as (address, _called):
        assert took(lambda: fetching.ask(address + "/x", True)) < 1.6


def test_one_asks_and_the_others_hear_soon_that_nobody_answers(app, hurry):
    """Eight people press the button while the provider takes connections and says nothing."""
    with answering(silent) as (address, called):
        gone, times = Provider(address, "kalaka", "x", "V"), []
        press = lambda: times.append(took(gone.description))  # noqa: E731
        threads = [Thread(target=press) for _person in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(10)
        assert len(times) == 8
        assert max(times) < 1.1
        assert took(gone.description) < 0.1, "it is remembered"
        assert len(called) == 1


def test_who_waits_too_long_for_the_one_who_asks_goes_on(app, hurry, monkeypatch):
    monkeypatch.setattr(asking, "TURN_SECONDS", 0.2)
    with answering(silent) as (address, _called):
        gone = Provider(address, "kalaka", "x", "V")
        first = Thread(target=lambda: took(gone.description))
        first.start()
        time.sleep(0.1)
        assert took(gone.description) < 0.4
        first.join(5)


def test_after_a_while_it_is_asked_again(app, hurry, monkeypatch):
    with answering(silent) as (address, called):
        gone = Provider(address, "kalaka", "x", "V")
        took(gone.description)
        monkeypatch.setattr(asking, "SILENCE_LASTS", 0)
        took(gone.description)
        assert len(called) == 2


def test_pressing_again_and_again_does_not_keep_it_silent(app, monkeypatch):
    monkeypatch.setattr(asking, "SILENCE_LASTS", 0.4)
    with answering(plainly(b"HTTP/1.1 500 Oops\r\n\r\n{}")) as (address, called):
        gone = Provider(address, "kalaka", "x", "V")
        for _press in range(6):
            took(gone.description)
            time.sleep(0.1)
        assert len(called) == 2


@pytest.mark.parametrize("answer", [b"404 Not Found", b"500 Oops", b"200 OK"])
def test_a_description_that_is_none_is_told_kindly(client, strict, monkeypatch, answer):
    """Whatever stands there instead: the page says so, and the next press asks nobody."""
    with answering(plainly(b"HTTP/1.1 " + answer + b"\r\n\r\n{}")) as (address, called):
        odd = Provider(address, "kalaka", "x", "Városi Azonosító")
        monkeypatch.setitem(strict.extensions, "outside", odd)
        for _press in range(3):
            page = client.get("/sign-in/outside")
            assert page.status_code == 503
            assert "Városi Azonosító" in page.text
        assert len(called) == 1


def test_a_silent_token_endpoint_is_not_asked_by_everybody(client, elsewhere, app, hurry):
    elsewhere.behave(slow=1.5)
    first, second = go(client, elsewhere), go(app.test_client(), elsewhere)
    assert second
    assert come_back(client, first).status_code == 503
    other = app.test_client()
    start = time.monotonic()
    assert other.get("/sign-in/outside").status_code == 302, "the way there is known"
    told = go(other, elsewhere)
    assert come_back(other, told).status_code == 503
    assert time.monotonic() - start < 0.4


def test_few_come_back_at_once_while_the_provider_thinks(elsewhere, app, hurry, monkeypatch):
    """Each keeps one of the few threads of a process; the others hear soon that nobody answers."""
    monkeypatch.setattr(asking, "TURN_SECONDS", 0.1)
    slow, times = Provider(elsewhere.issuer, "kalaka", "x", "V"), []
    slow.description()
    elsewhere.behave(slow=0.8)
    press = lambda: times.append(took(lambda: slow.redeem("c", BACK, "n", "v")))  # noqa: E731
    threads = [Thread(target=press) for _person in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sum(each > 0.4 for each in times) == asking.AT_ONCE
    assert len(times) == 6


@pytest.mark.parametrize("path", ["/é", "/x y", "/x\r\nHost: evil.example", "/\x00"])
def test_an_address_nobody_can_ask_for_is_no_disaster(app, path):
    answered = answering(plainly(b"HTTP/1.1 200 OK\r\n\r\n{}"))
    with answered as (address, _called), pytest.raises(Unreachable):
        fetching.ask(address + path, True)


def test_coming_back_is_limited_like_other_attempts(client, elsewhere, app):
    """One cookie, sent again and again, must not make this server ask the provider each time."""
    told = go(client, elsewhere)
    with client.session_transaction() as session:
        kept = dict(session["outside"])
    pages = []
    for _attempt in range(attempts.WRONG_PER_ADDRESS + 2):
        with client.session_transaction() as session:
            session["outside"] = kept
        pages.append(client.send(BACK, {"state": told["state"], "code": "x"}))
    assert [page.status_code for page in pages[-3:]] == [400, 429, 429]
    assert "negyed órát" in pages[-1].text


def test_whom_the_provider_knows_uses_nothing_up(client, elsewhere, app, monkeypatch):
    """A hall of sixty shares one network address."""
    monkeypatch.setattr(attempts, "WRONG_PER_ADDRESS", 2)
    for _person in range(4):
        browser = app.test_client()
        come_back(browser, go(browser, elsewhere))
        assert is_in(browser)


# By https ---------------------------------------------------------------------------------------


@pytest.fixture
def certified(tmp_path, monkeypatch):
    """Give a server's context for a host, and trust nobody but whoever signed that."""
    really = ssl.create_default_context

    def context(host):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "tests")])
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(1)
            .not_valid_before(now() - timedelta(days=1))
            .not_valid_after(now() + timedelta(days=1))
            .add_extension(names, False)
            .add_extension(x509.BasicConstraints(True, None), True)
            .sign(key, hashes.SHA256())
        )
        pem, pem_key = tmp_path / "cert.pem", tmp_path / "key.pem"
        pem.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        pem_key.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
        monkeypatch.setattr(ssl, "create_default_context", lambda: really(cafile=str(pem)))
        served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        served.load_cert_chain(pem, pem_key)
        return served

    return context


def test_a_certified_host_is_believed(app, certified):
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n" + b'{"a": 1}'
    with answering(plainly(answer), certified("127.0.0.1")) as (address, _called):
        assert fetching.ask(address + "/x", False) == {"a": 1}


def test_another_hosts_certificate_is_not(app, certified):
    answered = answering(plainly(b"HTTP/1.1 200 OK\r\n\r\n{}"), certified("127.0.0.2"))
    with answered as (address, _called), pytest.raises(Unreachable):
        fetching.ask(address + "/x", False)


def test_nor_one_that_nobody_signed(app, certified, monkeypatch):
    served = certified("127.0.0.1")
    monkeypatch.undo()
    answered = answering(plainly(b"HTTP/1.1 200 OK\r\n\r\n{}"), served)
    with answered as (address, _called), pytest.raises(Unreachable):
        fetching.ask(address + "/x", False)


def test_a_trickle_by_https_ends_in_time_too(app, certified, hurry):
    with answering(trickle(SLOW_HEAD), certified("127.0.0.1")) as (address, _called):
        assert took(lambda: fetching.ask(address + "/x", False)) < 1.6


def test_a_handshake_that_never_ends_does(app, certified, hurry):
    certified("127.0.0.1")
    with answering(silent) as (address, _called), pytest.raises(Silent):
        assert fetching.ask(address.replace("http:", "https:"), False)
