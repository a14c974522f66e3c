"""How tests are shared out over processes: those in the browser stay together, all others go singly."""

from xdist.scheduler import LoadScopeScheduling


class BrowserTogether(LoadScopeScheduling):
    """One process serves the demo city and starts the browser, the longest piece of work first.

    The groups of pytest-xdist 3.8 ask for a mark in the name of a test, which pytest 9.2 leaves out.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid
