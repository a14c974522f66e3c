"""Every room below this one that keeps something of people; each registers what when imported."""
# ruff: noqa: F401

import forum.accounts.personal
import forum.communities.personal
import forum.events.personal
import forum.ideas.personal
import forum.meetings.personal
import forum.moderation.personal
import forum.notices.personal
import forum.opinions.personal
import forum.participation.personal
import forum.planning.personal
import forum.privacy.personal
import forum.programs.personal
import forum.themes.personal
