"""Pages in a real Chromium, against the demo city as `make run` serves it."""
