"""What rooms may listen to: decisions on texts, texts that wait or were reported."""

from blinker import signal

#: Sent with the text after each act on it, in the same transaction, with ``act`` (hidden, restored,
#: approved, left, removed, put_back, redacted, uncovered), ``row`` (what was written of it), ``by``,
#: ``reason`` and ``because``.
text_decided = signal("text-decided")
#: Sent with a text that does not appear until somebody has looked at it, with the ``rules`` that took
#: it off the page and the ``entry`` of that in the log (None: no rule did); or that was reported.
text_waits = signal("text-waits")
text_flagged = signal("text-flagged")
