"""Letters about forums: the minutes are open for comment; a task is due, or overdue."""

from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from forum.accounts.letters import write, write_to
from forum.accounts.models import Person
from forum.core.days import last_day
from forum.core.i18n import show_date
from forum.core.mail import site_url
from forum.events.registration.registrations import Registration
from forum.meetings.hall.outcomes import MeetingTask
from forum.meetings.writing.minutes import Minutes, MinutesVersion


def minutes_open(version: MinutesVersion, minutes: Minutes, to: Registration | Person) -> None:
    """Say that the minutes of a forum are open for comment, and until when.

    A registration's letter holds nothing that was typed with it: anybody may type any address.
    """
    with force_locale(to.language):
        meeting = version.meeting
        subject = _("The minutes are open for comment: %(title)s", title=meeting.title)
        last = show_date(last_day(minutes.comments_until)) if minutes.comments_until else ""
        paragraphs = (
            _("The minutes of the forum “%(title)s” are ready to be read.", title=meeting.title),
            _(
                "Please look whether they tell what was said. You can comment until the end of "
                "%(day)s, with or without an account; every comment is answered in public.",
                day=last,
            ),
            _("You can read them here:") + "\n" + site_url(f"/forums/{meeting.id}/minutes"),
        )
        if isinstance(to, Person):
            write(to, subject, *paragraphs)
        elif to.email:
            write_to(to.email, to.language, subject, *paragraphs)


def task_due(task: MeetingTask, person: Person, days: int) -> None:
    """Remind whoever follows a task; ``days`` are left, below zero it is overdue."""
    with force_locale(person.language):
        subject = (
            _("A task is overdue: %(what)s", what=task.what)
            if days < 0
            else _("A task is due soon: %(what)s", what=task.what)
        )
        write(
            person,
            subject,
            _("You follow this task of the forum “%(title)s”:", title=task.meeting.title),
            "\n".join((task.what, _("Who does it: %(who)s", who=task.who), _when(task, days))),
            _("If it is done, please note what came of it:")
            + "\n"
            + site_url(f"/tasks/{task.id}/done"),
        )


def _when(task: MeetingTask, days: int) -> str:
    day = show_date(task.due_on)
    if days == 0:
        return _("By when: %(day)s, today", day=day)
    if days > 0:
        left = ngettext("%(num)s day is left", "%(num)s days are left", days)
        return _("By when: %(day)s, %(left)s", day=day, left=left)
    late = ngettext("%(num)s day overdue", "%(num)s days overdue", -days)
    return _("By when: %(day)s, %(late)s", day=day, late=late)
