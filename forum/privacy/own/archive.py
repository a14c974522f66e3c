"""The archive somebody can take away: JSON by room, files, and a page to read it without a program."""

import io
import json
import re
import secrets
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from sqlalchemy import delete, select

from forum.accounts.models import Person
from forum.accounts.personal import whose
from forum.city.queries import the_city
from forum.core.db import db, now
from forum.core.i18n import language, show_datetime
from forum.core.jobs import Job, enqueue, hourly, job
from forum.core.personal import Whose, keepers
from forum.privacy.keepsakes import FETCHED_WITHIN, DataArchive
from forum.privacy.own.gathering import RoomData, kept_of, part_title, room_title

#: Files put into one archive at most, in bytes; what does not fit is named inside.
MOST_BYTES = 200_000_000
_SAFE = re.compile(r"[^A-Za-z0-9._-]+")


def archive_of(person: Any) -> DataArchive | None:
    """Return the archive of a person that is being made or waits for them."""
    mine = select(DataArchive).where(DataArchive.person_id == person.id)
    row = db.session.scalars(mine).first()
    return None if row is None or row.over else row


def ask_for(person: Person, language: str) -> DataArchive:
    """Have an archive made in the background, in place of an earlier one; asked twice, once."""
    row = db.session.scalars(
        select(DataArchive).where(DataArchive.person_id == person.id).with_for_update()
    ).first()
    if row is not None and row.made_at is None and not row.over and not row.failed:
        return row
    if row is not None:
        db.session.delete(row)
        db.session.flush()
    row = DataArchive(person_id=person.id, name=secrets.token_urlsafe(24), language=language)
    db.session.add(row)
    db.session.flush()
    row.job_id = enqueue("archive", person, archive_id=row.id).id
    return row


@job("archive")
def make(work: Job, archive_id: int) -> None:
    """Make an archive: room by room, told how far it is."""
    row = db.session.get(DataArchive, archive_id)
    if row is None or row.made_at is not None:
        return
    meant, language, total = whose({row.person_id}), row.language, len(keepers())
    work.report(0, total)
    kept = []
    with force_locale(language):
        for number, room in enumerate(kept_of(meant, None), 1):
            kept.append(room)
            work.report(min(number, total), total)
        content = zipped(kept)
    row = db.session.get(DataArchive, archive_id)
    if row is not None:  # erased meanwhile
        row.content, row.made_at = content, now()
        db.session.commit()


def at_once(meant: Whose) -> bytes:
    """Return an archive of the little that one code or one browser is about."""
    return zipped(list(kept_of(meant, None)), visiting=True)


def zipped(kept: list[RoomData], visiting: bool = False) -> bytes:
    """Write the archive; names in it are safe wherever it is unpacked."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _files(kept, visiting):
            archive.writestr(zipfile.ZipInfo(name, now().timetuple()[:6]), content)
    return memory.getvalue()


def _files(kept: list[RoomData], visiting: bool) -> Iterator[tuple[str, bytes]]:
    files, left_out = _documents(kept)
    index = {
        "made_at": now().isoformat(timespec="seconds"),
        "rooms": [
            {
                "room": room.room,
                "name": room_title(room.room, visiting),
                "file": f"{room.room}.json",
            }
            for room in kept
        ],
        **({"left_out": left_out} if left_out else {}),
    }
    yield "index.json", _json(index)
    yield "index.html", _page(kept, visiting, left_out).encode()
    for room in kept:
        yield f"{room.room}.json", _json(_plain(room))
    yield from files


def _page(kept: list[RoomData], visiting: bool, left_out: list[str]) -> str:
    """Return the page to read: its style is in it, for it is opened far from this site."""
    sheet = (Path(current_app.root_path) / "static/css/archive.css").read_text("utf-8")
    return render_template(
        "privacy/archive.html",
        kept=kept,
        visiting=visiting,
        left_out=left_out,
        made=show_datetime(now()),
        language=language(),
        city=the_city(),
        room_title=room_title,
        part_title=part_title,
        style=f"<style>{sheet}</style>",
    )


def _plain(room: RoomData) -> list[dict[str, Any]]:
    return [
        {
            "title": part.title,
            **({"note": part.note} if part.note else {}),
            "records": [
                {**record.values, **({"page": record.path} if record.path else {})}
                for record in part.records
            ],
        }
        for part in room.parts
    ]


def _documents(kept: list[RoomData]) -> tuple[list[tuple[str, bytes]], list[str]]:
    """Return the files that fit into one archive, and the names of those that do not."""
    files: list[tuple[str, bytes]] = []
    left_out, size = [], 0
    for room in kept:
        for document in (one for part in room.parts for one in part.documents):
            name = f"files/{room.room}/{safe_name(document.name)}"
            if size + len(document.content) > MOST_BYTES:
                left_out.append(name)
                continue
            size += len(document.content)
            files.append((name, document.content))
    return files, left_out


def safe_name(name: str) -> str:
    """Return a name that leads nowhere: letters, digits and dots, none of them at the beginning."""
    return _SAFE.sub("_", name).lstrip("._")[-80:] or "file"


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace")


@hourly
def forget_archives() -> None:
    """Delete archives whose day is over; commits."""
    late = DataArchive.asked_at <= now() - FETCHED_WITHIN
    db.session.execute(delete(DataArchive).where(late))
    db.session.commit()
