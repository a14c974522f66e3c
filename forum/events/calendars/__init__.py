"""When things are: the calendar, its feeds and its prints."""
