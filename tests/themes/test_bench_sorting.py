"""The sorting bench keeps its contract on anybody's files."""

import csv
import json

import pytest

from bench import data, sorting
from forum.themes.texts import columns
from tests.themes.sample import HOSTILE, TEXTS, THEMES

NAMES = {theme.id: theme.name for theme in THEMES} | {0: "egyéb"}
KEYS = {
    "texts", "themes", "on_topic", "off_topic", "decisions", "accuracy", "accuracy_not_asked",
    "accuracy_sorted", "accuracy_surest_80", "top_2", "top_3", "macro_f1", "v_measure",
    "adjusted_rand", "unsorted", "among_given", "themes_per_opinion", "off_topic_left_unsorted",
    "agreement_agreed", "agreement_checked", "agreement_estimate", "agreement_low",
    "agreement_high", "agreement_true", "calibration_error", "reliability",
    "calibration_error_with_off_topic", "audience_said", "audience_right", "count_error_median",
    "count_error_median_uncorrected", "count_intervals_hold", "count_interval_width",
    "count_of_absent_themes", "counts", "neighbourhoods", "neighbourhood_top_3",
    "neighbourhood_top_3_by_best_answers", "seconds", "processor_seconds", "peak_memory_mb",
}  # fmt: skip


@pytest.fixture
def codebook(tmp_path):
    lines = []
    for theme in THEMES:
        seeds = ", ".join(f'"{seed}"' for seed in theme.seeds)
        lines.append(f'["{theme.name}"]\nfacet = "{theme.facet}"\nseeds = [{seeds}]\n')
    lines.append('["kutyák"]\nname = "Ebek"\nseeds = ["eb"]\n')
    file = tmp_path / "codebook.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def file(tmp_path):
    return table(tmp_path / "said.csv", [(text, NAMES[theme]) for theme, text in TEXTS])


def table(path, rows, delimiter=",", encoding="utf-8", names=("text", "theme")):
    with open(path, "w", encoding=encoding, newline="") as lines:
        writer = csv.writer(lines, delimiter=delimiter)
        writer.writerow(names)
        writer.writerows(rows)
    return path


def figures(capsys, *arguments):
    assert sorting.main([str(argument) for argument in (*arguments, "--json")]) == 0
    return json.loads(capsys.readouterr().out)


def test_every_figure_has_its_name(capsys, file, codebook):
    found = figures(capsys, file, codebook)
    assert set(found) == KEYS
    assert found["texts"] == len(TEXTS)
    assert found["off_topic"] == sum(not theme for theme, _ in TEXTS)
    assert found["themes"] == len(THEMES) + 1
    assert found["accuracy"] > 0.7
    assert found["agreement_estimate"] is None
    assert {entry["theme"] for entry in found["counts"]} >= {"játszótér", "kutyák"}
    assert all(entry["low"] <= entry["estimate"] <= entry["high"] for entry in found["counts"])


def test_decisions_are_asked_and_never_make_it_worse(capsys, file, codebook):
    none, some = (figures(capsys, file, codebook, "--decisions", n) for n in (0, 20))
    assert some["decisions"] == 20
    assert some["agreement_checked"] == 2
    assert some["agreement_low"] <= some["agreement_estimate"] <= some["agreement_high"]
    assert some["accuracy"] >= none["accuracy"]
    everything = figures(capsys, file, codebook, "--decisions", 500)
    assert everything["decisions"] == len(TEXTS)
    assert everything["accuracy"] == 1.0
    assert everything["accuracy_not_asked"] is None


def test_the_same_files_give_the_same_figures(capsys, file, codebook):
    first, second = (figures(capsys, file, codebook, "--decisions", 10) for _ in range(2))
    changing = {"seconds", "processor_seconds", "peak_memory_mb"}
    assert {k: v for k, v in first.items() if k not in changing} == {
        k: v for k, v in second.items() if k not in changing
    }


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [("\t", "utf-8"), (";", "utf-8-sig"), (",", "utf-8-sig")]
)
def test_any_usual_table_is_read(tmp_path, delimiter, encoding):
    rows = [('Azt mondta: "jó", és elment; 3', "a", "Avas"), ("Két\nsor", "b", "")]
    if delimiter == "\t":
        rows = [('Azt mondta: "jó', "a", "Avas"), ("Egy sor", "b", "")]
    path = table(tmp_path / "x", rows, delimiter, encoding, (" Text", "THEME", "neighbourhood"))
    found = data.read_rows(path)
    assert [(r.text.replace('""', '"').strip('"'), r.theme) for r in found][1] == rows[1][:2]
    assert [o.neighbourhood for o in data.as_opinions(found)] == [1, None]


def test_a_codebook_may_use_names_and_stand_under_themes(tmp_path):
    path = tmp_path / "c.toml"
    path.write_text('[themes.a]\nname = "Első téma"\nseeds = ["x"]\n[themes.b]\nseeds = ["y"]\n')
    book = data.read_codebook(path)
    assert (book.number("első  téma"), book.number("B"), book.number("c")) == (1, 2, 0)
    assert (book.key(1), book.key(0), book.key(None)) == ("a", "", "")


def test_the_rows_are_written_out(capsys, tmp_path, file, codebook):
    out = tmp_path / "out.csv"
    figures(capsys, file, codebook, "--out", out)
    with open(out, encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert list(rows[0]) == ["row", "text", "theme", "confidence", "second", "words"]
    assert [row["text"] for row in rows] == [text for _, text in TEXTS]
    assert rows[0]["theme"] == "játszótér"
    assert 0 <= float(rows[0]["confidence"]) <= 1
    assert "hinta" in rows[0]["words"]


def test_the_table_for_people_shows_the_same(capsys, file, codebook):
    assert sorting.main([str(file), str(codebook), "--decisions", "10"]) == 0
    shown = capsys.readouterr().out
    assert "accuracy" in shown
    assert "játszótér" in shown


def test_a_language_can_be_forced_and_is_set_free_again(capsys, file, codebook):
    before = columns.Texts(["Hello there, where is the bus?"]).languages
    with sorting.forced("de"):
        assert columns.Texts(["Hello there, where is the bus?"]).languages == ["de"]
    assert columns.Texts(["Hello there, where is the bus?"]).languages == before == ["en"]
    assert figures(capsys, file, codebook, "--language", "hu")["accuracy"] > 0.7


def test_strange_texts_are_measured_without_an_error(capsys, tmp_path, codebook):
    plain = [t.encode("utf-8", "ignore").decode().replace("\x00", "") for t in HOSTILE]
    path = table(tmp_path / "x.csv", [("Új hinta kell", "játszótér"), *((t, "?") for t in plain)])
    assert figures(capsys, path, codebook, "--decisions", 5)["texts"] >= len(HOSTILE)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "one,two\n1,2\n",
        "text,theme\n",
        "text,theme\nhello,nothing known\n",
        b"text,theme\n\xff\xfe",
    ],
)
def test_a_table_that_cannot_be_used_ends_with_one_line(capsys, tmp_path, codebook, content):
    path = tmp_path / "x.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert sorting.main([str(path), str(codebook)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    ["", "not toml", 'a = "x"', "[a]\nseeds = 3", '[a]\nfacet = "who"', "[a]\nseeds = [1]"],
)
def test_a_codebook_that_cannot_be_used_ends_with_one_line(capsys, tmp_path, file, content):
    path = tmp_path / "c.toml"
    path.write_text(content)
    assert sorting.main([str(file), str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_arguments_that_cannot_be_used_exit_with_two(file, codebook, tmp_path):
    assert sorting.main([str(tmp_path / "gone.csv"), str(codebook)]) == 2
    assert sorting.main([str(file), str(tmp_path / "gone.toml")]) == 2
    assert sorting.main([str(file), str(codebook), "--decisions", "-1"]) == 2
    assert sorting.main([str(file), str(codebook), "--out", str(tmp_path / "no" / "x.csv")]) == 2
    for wrong in (["--language", "fr"], ["--decisions", "many"], ["--nothing"]):
        with pytest.raises(SystemExit) as left:
            sorting.main([str(file), str(codebook), *wrong])
        assert left.value.code == 2
