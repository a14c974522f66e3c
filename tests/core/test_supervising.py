"""Programs that are kept running: real processes that die, and what becomes of them."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from forum import ROOT

PROGRAM = """
import sys
from signal import SIGTERM
from forum.core import supervising
from forum.core.supervising import Program, keep_running
supervising.HEALTHY, supervising.WAITS = {healthy}, (0.05,)
stay = [sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]
fall = [sys.executable, "-c", "raise SystemExit(3)"]
programs = [Program("the first", stay, SIGTERM), Program("the second", {second}, SIGTERM)]
raise SystemExit(keep_running(programs, ".", lambda words: print(words, flush=True)))
"""


@pytest.fixture
def supervised(tmp_path):
    """Run two programs under a supervisor of their own."""
    begun = []

    def begin(second="stay", healthy=0.0) -> subprocess.Popen:
        script = textwrap.dedent(PROGRAM).format(second=second, healthy=healthy)
        with (tmp_path / "out").open("wb") as out:
            process = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=out)
        begun.append(process)
        return process

    yield begin
    for process in begun:
        if process.poll() is None:
            process.kill()
        process.wait()


def children(process, number) -> list[psutil.Process]:
    """Wait until so many programs run, and return them."""
    for _try in range(600):
        found = psutil.Process(process.pid).children()
        if len(found) == number:
            return sorted(found, key=lambda each: each.pid)
        time.sleep(0.05)
    raise AssertionError("the programs did not start")


def gone(processes, seconds=30) -> bool:
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def test_one_that_dies_is_started_again_and_the_other_goes_on(supervised, tmp_path):
    process = supervised()
    first, second = children(process, 2)
    os.kill(second.pid, signal.SIGKILL)
    assert gone([second])
    kept, new = children(process, 2)
    assert kept.pid == first.pid
    assert new.pid != second.pid
    assert "The second ended (signal 9); it is started again" in (tmp_path / "out").read_text()


def test_when_the_supervisor_is_killed_nothing_of_it_is_left(supervised):
    process = supervised()
    programs = children(process, 2)
    process.kill()
    process.wait()
    assert gone(programs)


def test_stopping_stops_everything_and_is_no_error(supervised):
    process = supervised()
    programs = children(process, 2)
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert gone(programs)


def test_one_that_never_starts_well_ends_everything_with_a_reason(supervised, tmp_path):
    process = supervised(second="fall", healthy=60.0)
    assert process.wait(90) == 1
    said = (tmp_path / "out").read_text()
    assert "exit code 3" in said
    assert "The second ended 8 times in a row" in said


def test_serve_names_who_is_in_its_place(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        script = "from forum import serve; serve.PORT_PATIENCE = 0.1; serve._wait_for_port('127.0.0.1', {})"
        told = subprocess.run(
            [sys.executable, "-c", script.format(taken.getsockname()[1])],
            cwd=Path(ROOT),
            capture_output=True,
            text=True,
        )
    assert "Something else listens at 127.0.0.1" in told.stderr
