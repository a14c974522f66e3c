"""The server asks no address that somebody typed, and no letter makes a reader's program ask one."""

import re

from forum import ROOT

#: Ways to open a connection to an address, in the standard library and beside it.
FETCHERS = (
    "requests|httpx|aiohttp|urllib3|pycurl|urllib.request|http.client|ftplib|telnetlib|socket"
    "|xmlrpc|websockets|authlib.integrations"
)
#: The one place that asks another server: the provider of sign-in, whose address is a setting.
#: A socket of its own is needed to serve, and to wake the worker on this machine.
MAY = ("forum/accounts/outside/", "forum/serve.py", "forum/core/supervising.py")


def importing(pattern):
    line = re.compile(rf"^\s*(?:import|from)\s+(?:{pattern})\b", re.MULTILINE)
    return [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "forum").rglob("*.py"))
        if line.search(path.read_text())
    ]


def test_nothing_but_signing_in_asks_another_server():
    wrong = [path for path in importing(FETCHERS.replace(".", r"\.")) if not path.startswith(MAY)]
    assert wrong == []


def test_letters_load_nothing_from_anywhere():
    remote = re.compile(r"<img|<link|<script|\bsrc=|url\(|background=", re.IGNORECASE)
    letters = [ROOT / "forum/notices/letter_html.py"]
    letters += (ROOT / "templates/notices").glob("*letter*")
    assert [str(path) for path in letters if remote.search(path.read_text())] == []


def test_papers_are_made_without_the_network():
    for path in (ROOT / "templates").rglob("*.typ"):
        assert not re.search(r'(image|read|import)\s*\(?\s*"(https?:)?//', path.read_text()), path
        assert "@preview/" not in path.read_text(), path
