"""The scale bench measures, prints and refuses as its contract says."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import scale

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments):
    command = [sys.executable, "-m", "bench.scale", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_one_json_object_with_every_figure():
    done = run("--n", "40", "--json")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    (row,) = found["sizes"]
    assert row["n"] == 40
    for part in ("sorting", "discovery", "whole"):
        assert row[part]["seconds"] > 0
        assert row[part]["peak_mb"] > 20
    assert row["whole"]["processor"] >= row["sorting"]["processor"]
    assert 0 < row["one_more"]["median_ms"] <= row["one_more"]["p95_ms"]
    assert found["first_use"]["seconds"] > 0


@pytest.mark.parametrize("wanted", ["many", "0", "-3", "", "5,x", "999999999"])
def test_numbers_that_are_none_are_refused_in_one_line(wanted, capsys):
    assert scale.main(["--n", wanted]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.strip().splitlines()) == 1


def test_mixes_are_the_same_every_time_and_do_not_run_dry():
    own = scale.texts()
    first = list(scale.mixes(own, 500, names=True))
    assert first == list(scale.mixes(own, 500, names=True))
    assert len(set(first)) > 495
