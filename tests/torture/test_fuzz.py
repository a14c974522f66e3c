"""The fuzzer finds an error of ours, and finds none in what is there (a short run)."""

import pytest

from torture.fuzzer import Fuzzer


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory):
    """A filled city, with one route that breaks and one that echoes."""
    made = Fuzzer(1, tmp_path_factory.mktemp("fuzz"), readers=("visitor",))
    yield made
    made.close()


def test_a_short_run_finds_nothing(fuzzer):
    assert fuzzer.chunk(0, until=59, quietly=True) == []


def test_a_planted_fault_is_found(fuzzer):
    def broken(**_arguments):
        raise RuntimeError("planted")

    endpoint = "pages.home"
    view = fuzzer.app.view_functions[endpoint]
    fuzzer.app.view_functions[endpoint] = broken
    rules = fuzzer.rules
    fuzzer.rules = [rule for rule in rules if rule.endpoint == endpoint]
    try:
        found = fuzzer.chunk(0, until=19, quietly=True)
    finally:
        fuzzer.app.view_functions[endpoint], fuzzer.rules = view, rules
    assert any("answered 500" in sentence and "planted" in sentence for sentence in found)
    assert all("--one" in sentence for sentence in found)


def test_a_planted_echo_is_found(fuzzer):
    from flask import request

    endpoint = "search.results"
    view = fuzzer.app.view_functions[endpoint]
    fuzzer.app.view_functions[endpoint] = lambda: request.args.get("q", "")
    try:
        answer = fuzzer.look("/search?q=<svg onload=alert(1)>", "visitor")
    finally:
        fuzzer.app.view_functions[endpoint] = view
    assert any("as it was sent" in sentence for sentence in answer)
