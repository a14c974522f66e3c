"""The files of a publication: the same content as pages, prints and open data."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from forum.core.i18n import LANGUAGES
from forum.reports.evidence import Voice
from forum.reports.figures import Data
from forum.reports.pdf import print_pdf
from forum.reports.reading import read
from forum.reports.rendering import frozen_page
from forum.reports.tables import opinions_csv, themes_csv

#: The list of checksums, in the form that ``sha256sum -c`` reads.
SUMS = "SHA256SUMS"
#: Everything the summary says, as data.
DATA = "data.json"
#: The files in the order people want them, with what each is for.
DOWNLOADS = (
    ("summary.hu.pdf", _l("The summary in Hungarian, to print")),
    ("summary.en.pdf", _l("The summary in English, to print")),
    ("opinions.csv", _l("The counted opinions with their themes, as a table")),
    ("themes.csv", _l("The themes with their counts and decisions, as a table")),
    ("data.json", _l("Everything the summary says, as data for programs")),
    ("summary.hu.html", _l("This page in Hungarian")),
    ("summary.en.html", _l("This page in English")),
    (SUMS, _l("The checksums of these files")),
)


class File(NamedTuple):
    """One file before it is kept."""

    name: str
    media_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The checksum of the content."""
        return hashlib.sha256(self.content).hexdigest()


def make_files(dossier: Data, voices: Iterable[Voice], at: datetime) -> list[File]:
    """Make every file of a publication; the list of checksums is the last."""
    data = json.dumps(dossier, ensure_ascii=False, indent=2).encode() + b"\n"
    files = [
        File(DATA, "application/json", data),
        File("themes.csv", "text/csv; charset=utf-8", themes_csv(dossier)),
        File("opinions.csv", "text/csv; charset=utf-8", opinions_csv(dossier, voices)),
    ]
    checksum = files[0].sha256
    for code in LANGUAGES:
        reading = read(dossier, code)
        pdf = print_pdf(reading, at, checksum)
        page = frozen_page(reading)
        files.append(File(f"summary.{code}.pdf", "application/pdf", pdf))
        files.append(File(f"summary.{code}.html", "text/html; charset=utf-8", page))
    return [*files, File(SUMS, "text/plain; charset=utf-8", sums(files))]


def sums(files: Iterable[File]) -> bytes:
    """Return the checksums of ``files`` by name, one on a line."""
    lines = sorted((file.name, file.sha256) for file in files)
    return "".join(f"{sha256}  {name}\n" for name, sha256 in lines).encode()
