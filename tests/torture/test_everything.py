"""The whole run: what a part did, found or left out reaches the table and the exit code."""

import sqlite3
import subprocess
import sys
from contextlib import closing

from torture import locks
from torture.everything import Row, print_table, scaled
from torture.figures import Figures

WRITER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
connection.execute("INSERT INTO t VALUES (1)")
print("holds", flush=True)
time.sleep(60)
"""


def figures(name: str, **counts: int) -> Figures:
    made = Figures(name)
    for what, number in counts.items():
        made.count(what.replace("_", " "), number)
    return made


def test_the_table_adds_up_what_belongs_together(capsys):
    first = figures("a", requests=10, requests_over_HTTP=4, letters_arrived=3)
    second = figures("b", letters_arrived=2)
    second.find("something")
    second.fall_short("something else")
    print_table([first, second])
    told = capsys.readouterr().out
    assert "| requests fuzzed | 14 |" in told
    assert "| of them over real sockets | 4 |" in told
    assert "| letters arrived | 5 |" in told
    assert "| findings | 1 |" in told
    assert "| left out for lack of time | 1 |" in told


def test_a_share_of_everything_is_done_less_often():
    row = (["kills", "--times", "140", "--seconds", "19"], ["api"])
    assert scaled(row, 0.1, 38) == [["kills", "--times", "14", "--seconds", "38"], ["api"]]
    assert scaled(row, 1, 19) == list(row)


def test_figures_come_back_from_their_plain_values():
    first = figures("a", requests=10)
    first.find("x")
    first.tell("how", "well")
    again = Figures.of(first.plain())
    assert again.plain() == first.plain()
    assert again.counts["nothing"] == 0


def test_a_part_that_breaks_off_is_a_finding(tmp_path, capsys):
    row = Row([["api"]], tmp_path, 1, "both")
    (tmp_path / "api.txt").write_text("Traceback: it broke")
    row._read()
    assert ["it broke" in each for each in row.done[0].findings] == [True]
    assert row.end() == row.done
    assert "FOUND" in capsys.readouterr().out


def test_a_part_that_was_not_done_is_said(tmp_path, capsys):
    done = Row([["api"], ["kills", "--database", "sqlite"]], tmp_path, 1, "postgresql").end()
    assert [each.name for each in done] == ["api"]
    assert "SHORT  not over when" in capsys.readouterr().out


def test_who_writes_is_known_and_killed_in_the_middle(tmp_path):
    path = tmp_path / "x.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (n)")
        assert locks.writer(path) is None
        assert not locks.kill_writer(path, {1}, 0.01)
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
            assert process.stdout.readline() == b"holds\n"
            assert locks.writer(path) == process.pid
            assert locks.kill_writer(path, {process.pid}, 5)
            assert process.wait(10) == -9
        assert connection.execute("SELECT count(*) FROM t").fetchone() == (0,)
        assert locks.writer(path) is None
