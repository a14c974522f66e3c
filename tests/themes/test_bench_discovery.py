"""The discovery bench keeps its contract on anybody's file."""

import csv
import json

import pytest

from bench import discovery
from tests.themes.sample import HOSTILE
from tests.themes.test_discovery import SAID, town

KEYS = {
    "texts", "themes", "unsorted", "true_themes", "nmi", "ami", "ari", "purity", "sorted_only",
    "labels", "label_words_that_occur", "labels_that_differ", "seconds", "processor_seconds",
    "peak_memory_mb",
}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    return table(tmp_path / "said.csv", zip(town(), right(), strict=True))


def right():
    return [theme for theme in SAID for _ in range(24)]


def table(path, rows, names=("text", "theme")):
    with open(path, "w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def figures(capsys, *argv):
    assert discovery.main([*map(str, argv), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_it_prints_one_object_with_every_figure(file, capsys):
    found = figures(capsys, file, "--max-themes", 6)
    assert set(found) == KEYS
    assert found["themes"] <= 6
    assert found["nmi"] > 0.5
    assert found["unsorted"] < 0.2
    assert found["label_words_that_occur"] == 1
    assert sum(entry["size"] for entry in found["labels"]) == round(72 * (1 - found["unsorted"]))


def test_another_order_gives_the_same_and_parts_agree(file, capsys):
    found = figures(capsys, file, "--max-themes", 3, "--repeat")
    assert found["same_when_shuffled"] is True
    assert 0.5 < found["ari_with_whole"] <= 1
    assert 0.5 < found["ari_between_parts"] <= 1


def test_a_file_without_themes_has_no_agreement(tmp_path, capsys):
    path = table(tmp_path / "plain.csv", [[text] for text in town()], ["text"])
    found = figures(capsys, path, "--max-themes", 4, "--language", "hu")
    assert "nmi" not in found
    assert found["labels"]


def test_the_table_names_every_group(file, capsys):
    assert discovery.main([str(file), "--max-themes", "3"]) == 0
    shown = capsys.readouterr().out
    assert "nmi" in shown
    assert "unsorted" in shown
    assert "not all words occur" not in shown


def test_strange_texts_raise_nothing(tmp_path, capsys):
    texts = [text.replace("\ud800", "?").replace("\x00", "?") for text in HOSTILE]
    path = table(tmp_path / "strange.csv", [[text, "x"] for text in texts])
    assert figures(capsys, path, "--max-themes", 5)["texts"] <= len(texts)


@pytest.mark.parametrize(
    ("content", "most"), [(None, "3"), ("", "3"), ("a,b\n1,2\n", "3"), ("text\nszöveg\n", "0")]
)
def test_what_cannot_be_used_gives_one_clear_line(tmp_path, capsys, content, most):
    path = tmp_path / "bad.csv"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert discovery.main([str(path), "--max-themes", most]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1
