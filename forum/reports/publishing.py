"""Publishing: in one transaction the evidence is read, the files are made and all is frozen."""

from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.audit import record
from forum.conversations.models import Conversation
from forum.core import reference, search
from forum.core.db import db, now
from forum.reports.checking import ensure_publishable
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.drafting import Overtaken
from forum.reports.evidence import Evidence, gather
from forum.reports.figures import Data
from forum.reports.files import File, make_files
from forum.reports.ledger import read_ledger
from forum.reports.models import (
    PUBLISHED,
    Publication,
    PublicationFile,
    PublicationOpinion,
    Summary,
    summary_published,
)
from forum.reports.resolving import ensure_resolved
from forum.themes.publishing import bring_up_to_date

#: Numbers of publications run on over the years, so they are counted under no year.
NO_YEAR = 0


def publish(summary: Summary, by: Person, version: int) -> Publication:
    """Publish the draft as it is in ``version``; the same version twice gives one publication.

    Raises Overtaken when the draft has changed, and Refused while something must be mended, or when
    a number or quote in it does not resolve to stored opinions.
    """
    known = printed(summary, version)
    if known is not None:
        return known
    if not _claim(summary, version):
        known = printed(summary, version)  # the other click may have won while this one waited
        if known is None:
            raise Overtaken
        return known
    ensure_publishable(summary)
    _hold_still(summary.conversation)
    bring_up_to_date(summary.conversation_id)
    evidence, stamp = gather(summary.conversation), Stamp(now(), _next_number())
    dossier = compile_dossier(summary, evidence, stamp)
    ensure_resolved(dossier, read_ledger(summary.conversation))
    publication = _frozen(summary, by, evidence, dossier, stamp)
    publication.draft_version = version
    db.session.add(publication)
    db.session.flush()
    _note_opinions(publication, evidence, dossier)
    record(PUBLISHED, by, publication, title=publication.title_hu, checksum=publication.checksum)
    search.add(_findable(publication, dossier))
    summary.conversation.changed()
    summary_published.send(publication)
    return publication


def _next_number() -> int:
    return reference.take("publication", year=NO_YEAR)[1]


def _frozen(
    summary: Summary, by: Person, evidence: Evidence, dossier: Data, stamp: Stamp
) -> Publication:
    """Return the publication with its files, made of what stands still now."""
    files = make_files(dossier, evidence.voices, stamp.at)
    return Publication(
        number=stamp.number,
        summary=summary,
        conversation=summary.conversation,
        title_hu=summary.title_hu,
        title_en=summary.title_en,
        at=stamp.at,
        by_id=by.id,
        by_name=by.name,
        checksum=files[-1].sha256,
        opinions_count=evidence.figures["opinions"],
        people_count=evidence.figures["people"],
        files=[_kept(file) for file in files],
    )


def printed(summary: Summary, version: int) -> Publication | None:
    """Return what was published from a version of the draft."""
    query = select(Publication).where(
        Publication.summary_id == summary.id, Publication.draft_version == version
    )
    return db.session.scalars(query).first()


def _claim(summary: Summary, version: int) -> bool:
    """Take the version for this publication; who comes later waits, and does not get it."""
    done = db.session.execute(
        update(Summary)
        .where(Summary.id == summary.id, Summary.version == version)
        .values(version=version + 1)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(summary)
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _hold_still(conversation: Conversation) -> None:
    """Let nobody speak, weigh or hide in this conversation while its evidence is read."""
    locked = select(Conversation.id).where(Conversation.id == conversation.id)
    db.session.execute(locked.with_for_update())


def _kept(file: File) -> PublicationFile:
    return PublicationFile(
        name=file.name,
        media_type=file.media_type,
        sha256=file.sha256,
        size=len(file.content),
        content=file.content,
    )


def _note_opinions(publication: Publication, evidence: Evidence, dossier: Data) -> None:
    """Remember which opinions were counted, under which themes, and which were quoted."""
    themes = {theme["id"]: {"id": theme["id"], **theme["name"]} for theme in dossier["themes"]}
    quoted = {
        quote["opinion"]
        for theme in dossier["themes"]
        for kind in ("quotes", "agreed", "rejected", "divided")
        for quote in theme[kind]
    }
    rows = [
        {
            "publication_id": publication.id,
            "opinion_id": voice.id,
            "quoted": voice.id in quoted,
            "themes": [themes[number] for number in voice.theme_ids if number in themes],
        }
        for voice in evidence.voices
    ]
    if rows:
        db.session.execute(PublicationOpinion.__table__.insert(), rows)


def _findable(publication: Publication, dossier: Data) -> search.Findable:
    words = [part for block in dossier["blocks"] for part in _spoken(block.get("text"))]
    for theme in dossier["themes"]:
        decision = theme["decision"] or {}
        words += _spoken(theme["name"])
        words += [part for key in ("heard", "will", "why") for part in _spoken(decision.get(key))]
    text = "\n".join([*words, publication.title_en])
    return search.Findable(
        "summary",
        publication.id,
        title=publication.title_hu,
        text=text.strip(),
        path=publication.path,
        at=publication.at,
    )


def _spoken(words: Data | None) -> list[str]:
    return [each for each in (words or {}).values() if each]
