"""The life of minutes: begun, sent for comment, comments answered, approved, corrected, withdrawn.

Whoever opens or approves them says by a fingerprint which words they have looked at; if those have
changed meanwhile, nothing happens and the new ones are shown (None: whatever they say now). The
row of the minutes is held until the commit, so of two who press at once the second finds the work
done.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, func, select

from forum.accounts.models import Person
from forum.audit import record
from forum.audit.seals import to_print
from forum.core import jobs
from forum.core.days import day_of, end_of
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.meetings.models import Meeting
from forum.meetings.writing import acts_minutes as acts
from forum.meetings.writing import finding
from forum.meetings.writing.dossier import Stamp, compile_minutes, digest, keep_attendance
from forum.meetings.writing.gathering import Data
from forum.meetings.writing.minutes import (
    Minutes,
    MinutesComment,
    MinutesVersion,
    MinutesWithdrawal,
)
from forum.meetings.writing.minutes_pdf import article, print_minutes
from forum.meetings.writing.reading_minutes import read
from forum.moderation.models import Hiding


class Overtaken(Refused):
    """The words have changed since they were looked at."""

    def __init__(self) -> None:
        super().__init__(_l("The minutes have changed meanwhile. Please look at them again."))


def minutes_of(meeting: Meeting) -> Minutes | None:
    """Return the minutes of a forum, once somebody has begun them."""
    return db.session.scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).first()


def grown(meeting: Meeting) -> Minutes:
    """Return the minutes of a forum, or those that grew by themselves and nobody has touched."""
    return minutes_of(meeting) or Minutes(meeting_id=meeting.id, foreword="", afterword="")


def begin(meeting: Meeting, by: Person) -> Minutes:
    """Begin to work on the minutes; they are begun once, however often one clicks."""
    if not meeting.was_held:
        raise Refused(_l("The minutes can be written once the forum has ended."))
    minutes, new = once(lambda: minutes_of(meeting), lambda: _begin(meeting, by))
    if new:
        record(acts.BEGUN, by, meeting)
    return minutes


def _begin(meeting: Meeting, by: Person) -> Minutes:
    minutes = Minutes(meeting=meeting, begun_by_id=by.id, changed_by_id=by.id)
    db.session.add(minutes)
    db.session.flush()
    return minutes


def hold(minutes: Minutes) -> None:
    """Keep others from changing the minutes until the commit."""
    db.session.refresh(minutes, with_for_update={"of": Minutes})


def open_for_comment(meeting: Meeting, by: Person, looked_at: str | None = None) -> MinutesVersion:
    """Send the minutes for comment for the days the forum gives; again when those are over."""
    minutes = begin(meeting, by)
    hold(minutes)
    latest = latest_version(meeting)
    if latest and minutes.takes_comments and latest.content_digest == looked_at:
        return latest
    if minutes.approved_at is not None:
        raise Refused(_l("The minutes are approved already; what is wrong can be corrected."))
    if minutes.takes_comments:
        raise Refused(_l("The minutes are open for comment already."))
    content = _looked(minutes, meeting, looked_at)
    minutes.opened_at = now()
    last_day = day_of(minutes.opened_at) + timedelta(days=meeting.comment_days)
    minutes.comments_until = end_of(last_day)
    version = _freeze(meeting, content, "open", by)
    record(acts.OPENED, by, meeting, checksum=version.digest)
    jobs.enqueue("tell_minutes", by, version_id=version.id)
    return version


def approve(
    meeting: Meeting, by: Person, looked_at: str | None = None, because: str = ""
) -> MinutesVersion:
    """Approve the minutes, which freezes them; approved ones are corrected, with a reason."""
    minutes = minutes_of(meeting)
    if minutes is None:
        raise Refused(_l("The minutes have to be sent for comment first."))
    hold(minutes)
    latest = latest_version(meeting)
    if latest and latest.state == "approved" and latest.content_digest == looked_at:
        return latest
    sentence = why_not_approved(meeting, minutes)
    if sentence is not None:
        raise Refused(sentence)
    correcting = minutes.approved_at is not None
    if correcting and not because:
        raise Refused(_l("Please tell why the approved minutes are corrected."))
    content = _looked(minutes, meeting, looked_at)
    minutes.approved_at = minutes.approved_at or now()
    version = _freeze(meeting, content, "approved", by, because if correcting else "")
    finding.index(version)
    told = {"number": version.number, "checksum": version.digest}
    record(acts.CORRECTED if correcting else acts.APPROVED, by, meeting, because=because, **told)
    return version


def why_not_approved(meeting: Meeting, minutes: Minutes) -> str | None:
    """Say what stands in the way of an approval; None when nothing does."""
    if minutes.opened_at is None:
        return _l("The minutes have to be sent for comment first.")
    if minutes.takes_comments:
        return _l("They can be approved once the days for comments are over.")
    if unanswered(meeting):
        return _l("Please answer every comment first.")
    return None


def unanswered(meeting: Meeting) -> int:
    """Count the comments that wait for an answer, those that wait to appear among them."""
    hidden = exists().where(
        Hiding.subject_kind == MinutesComment.__tablename__,
        Hiding.subject_id == MinutesComment.id,
        Hiding.restored_at.is_(None),
    )
    query = select(func.count(MinutesComment.id)).where(
        MinutesComment.meeting_id == meeting.id, MinutesComment.answered_at.is_(None), ~hidden
    )
    return db.session.scalar(query) or 0


def answer(comment: MinutesComment, by: Person, words: str) -> None:
    """Answer a comment in public; a later answer replaces the first until the approval."""
    minutes = minutes_of(comment.meeting)
    if minutes is not None:
        hold(minutes)
    if minutes is None or minutes.approved_at is not None:
        raise Refused(_l("The minutes are approved; answers cannot be changed any more."))
    comment.hold()
    comment.answer, comment.answered_at, comment.answered_by_id = words, now(), by.id
    record(acts.ANSWERED, by, comment.meeting, comment=comment.reference)
    comment.meeting.changed()


def withdraw(version: MinutesVersion, by: Person, because: str) -> MinutesWithdrawal:
    """Withdraw a version for a legal reason; it is kept, but not shown any more."""

    def known() -> MinutesWithdrawal | None:
        query = select(MinutesWithdrawal).where(MinutesWithdrawal.version_id == version.id)
        return db.session.scalars(query).first()

    def make() -> MinutesWithdrawal:
        row = MinutesWithdrawal(version=version, by_id=by.id, because=because)
        db.session.add(row)
        db.session.flush()
        return row

    row, new = once(known, make)
    if new:
        record(acts.WITHDRAWN, by, version.meeting, number=version.number, because=because)
        version.meeting.changed()
        if latest_version(version.meeting) is version:
            finding.forget(version)
    return row


def latest_version(meeting: Meeting) -> MinutesVersion | None:
    """Return the version that counts now: the last one."""
    query = select(MinutesVersion).where(MinutesVersion.meeting_id == meeting.id)
    return db.session.scalars(query.order_by(MinutesVersion.number.desc()).limit(1)).first()


def _looked(minutes: Minutes, meeting: Meeting, looked_at: str | None) -> Data:
    """Return what the minutes say now, if it is what was looked at."""
    content = compile_minutes(minutes, meeting)
    if looked_at is not None and digest(content) != looked_at:
        raise Overtaken
    return content


def _freeze(
    meeting: Meeting, content: Data, state: str, by: Person, because: str = ""
) -> MinutesVersion:
    """Make the version: its data, and the pages and prints that follow from it."""
    latest, at = latest_version(meeting), now()
    number = latest.number + 1 if latest else 1
    data = content | {"version": Stamp(number, state, at, by, because).told(), "log": to_print()}
    checksum = digest(data)
    made = {}
    for lang in ("hu", "en"):
        reading = read(data, lang)
        made[f"page_{lang}"] = str(article(reading))
        made[f"pdf_{lang}"] = print_minutes(reading, at, checksum, number)
    version = MinutesVersion(
        meeting_id=meeting.id,
        number=number,
        state=state,
        at=at,
        by_id=by.id,
        data=data,
        digest=checksum,
        content_digest=digest(content),
        **made,
    )
    db.session.add(version)
    keep_attendance(meeting)
    db.session.flush()
    meeting.changed()
    return version
