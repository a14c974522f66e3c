"""The open data of a summary as CSV (RFC 4180, UTF-8 with a mark so that spreadsheets see it)."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import Any

from forum.core.spreadsheets import harmless
from forum.reports.evidence import Voice
from forum.reports.figures import Data


def _write(rows: Iterable[Sequence[object]]) -> bytes:
    sheet = StringIO(newline="")
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerows([harmless(value) for value in row] for row in rows)
    return sheet.getvalue().encode("utf-8-sig")


def themes_csv(dossier: Data) -> bytes:
    """Return one row for each theme with its counts and its decision."""
    words = ("heard", "will", "why")
    head = ["theme_id", "theme_hu", "theme_en", "facet", "people", "opinions", "share", "decision"]
    head += [f"{word}_{code}" for code in ("hu", "en") for word in words] + ["in_summary"]
    shown = [_theme_row(theme, words) for theme in dossier["themes"]]
    left = [
        [each["id"], each["name"]["hu"], each["name"]["en"], "", each["people"], each["opinions"]]
        + [""] * (len(head) - 7)
        + ["no"]
        for each in dossier["left_out"]
    ]
    return _write([head, *shown, *left])


def _theme_row(theme: Data, words: Iterable[str]) -> list[Any]:
    decision = theme["decision"] or {}
    said = [decision.get(word, {}).get(code, "") for code in ("hu", "en") for word in words]
    return [
        theme["id"],
        theme["name"]["hu"],
        theme["name"]["en"],
        theme["facet"],
        theme["people"],
        theme["opinions"],
        theme["share"],
        decision.get("choice", ""),
        *said,
        "yes",
    ]


def opinions_csv(dossier: Data, voices: Iterable[Voice]) -> bytes:
    """Return one row for each counted opinion: its number, words, themes and their decisions."""
    themes = {theme["id"]: theme for theme in dossier["themes"]}
    rows: list[Sequence[object]] = [
        ("reference", "text", "themes_hu", "themes_en", "decisions"),
    ]
    for voice in voices:
        mine = [themes[number] for number in voice.theme_ids if number in themes]
        rows.append(
            (
                voice.reference,
                voice.text,
                _join(theme["name"]["hu"] for theme in mine),
                _join(theme["name"]["en"] for theme in mine),
                _join((theme["decision"] or {}).get("choice", "") for theme in mine),
            )
        )
    return _write(rows)


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)
