"""Requests that are no HTTP any more when they reach us: a short word, never an error of ours."""

import http.client

import pytest
from gunicorn.http.errors import ChunkMissingTerminator, InvalidChunkSize

from torture import serving


class Pieces:
    """A body whose pieces do not fit together, as the web server tells while it is read."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def read(self, *_size: int) -> bytes:
        raise self.error

    readline = readinto = read


@pytest.mark.parametrize("host", ["..", "a..b", "a" * 5000, f"{'x' * 64}.example"])
def test_a_host_that_is_no_name_is_refused_in_a_word(client, host):
    answer = client.get("/conversations", environ_overrides={"HTTP_HOST": host})
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("error", [InvalidChunkSize(b"zz"), ChunkMissingTerminator(b"xx")])
@pytest.mark.parametrize("path", ["/conversations/1/speak", "/sign-in", "/api/v1/opinions"])
def test_pieces_that_do_not_fit_together_are_no_error_of_ours(client, error, path):
    broken = {"wsgi.input": Pieces(error), "wsgi.input_terminated": True}
    kind = "application/x-www-form-urlencoded"
    answer = client.post(path, content_type=kind, environ_overrides=broken)
    assert answer.status_code in {400, 404, 405}
    if answer.status_code == 400:
        assert answer.headers["Connection"] == "close"


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "PATH_INFO", "Script-Name", "X-Script-Name"])
def test_no_header_decides_which_page_is_meant(served, header):
    """A proxy on the same machine is believed whom it speaks for, and nothing else."""
    line = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    line.request("GET", "/help", headers={header: "/livez"})
    answer = line.getresponse()
    page = answer.read().decode()
    line.close()
    assert answer.status == 200
    assert "<html" in page
    assert "/livez" not in page


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The application as `serve` serves it, with nothing in it."""
    known = serving.settings(tmp_path_factory.mktemp("served"))
    serving.prepared(known)
    with serving.Served(known) as site:
        yield site
