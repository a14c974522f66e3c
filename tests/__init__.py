"""The tests mirror the rooms of forum/."""
