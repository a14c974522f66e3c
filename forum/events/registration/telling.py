"""What to say to somebody on the phone, in the words of a letter."""

from flask_babel import gettext as _

from forum.events.registration.calls import Call
from forum.events.wording import differences, when


def to_say(call: Call) -> str:
    """Return what the office says on the phone: a few sentences, ready to be read out."""
    event = call.registration.event
    if call.kind == "called_off" and event.cancellation is not None:
        return _(
            "The event “%(title)s” (%(when)s) will not take place. The reason: %(because)s",
            title=event.title,
            when=when(event),
            because=event.cancellation.because,
        )
    if call.kind == "promoted":
        return _(
            "A place has come free for you at “%(title)s” (%(when)s). Are you coming?",
            title=event.title,
            when=when(event),
        )
    return "\n".join([_("“%(title)s” has changed.", title=event.title), *_changes(call)])


def _changes(call: Call) -> list[str]:
    if call.change is None:
        return []
    told = differences(call.change, with_link=not call.registration.waiting)
    return [
        _("%(name)s: it was %(before)s, now %(after)s.", name=name, before=before, after=after)
        for name, before, after in told
    ]
