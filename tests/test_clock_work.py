"""What the clock does by itself, by name: nothing stops being done, or begins to be, unseen."""

from forum.core import jobs

HOURLY = {
    "accounts.seeing.forget_old_devices",
    "core.limits.forget_attempts",
    "core.published.publish_tables",
    "events.registration.jobs.send_reminders",
    "moderation.jobs.remind_of_appeals",
    "notices.conversing.tell_of_phases",
    "privacy.own.archive.forget_archives",
    "programs.jobs.thank_for_coming",
}
NIGHTLY = {
    "communities.forgetting.forget_closed",
    "ideas.answering.remind_planners",
    "meetings.writing.jobs.remind_of_tasks",
    "moderation.jobs.erase_what_was_sealed",
    "participation.jobs.every_night",
    "privacy.erasing.truncate_log",
    "privacy.retention.jobs.erase_each_night",
    "themes.runs.jobs.refresh",
    "themes.weighings.grouping.refresh_all",
    "upkeep.jobs.look_after",
}


def named(functions):
    """The names of what is called, each called once."""
    names = [f"{each.__module__.removeprefix('forum.')}.{each.__name__}" for each in functions]
    assert len(names) == len(set(names))
    return set(names)


def test_what_is_done_each_hour_and_each_night(app):
    assert named(jobs._hourly) == HOURLY
    assert named(jobs._nightly) == NIGHTLY
