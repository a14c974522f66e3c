"""The hub of live updates: one thread looks on behalf of everybody who watches in this process."""

import logging
from collections import Counter
from collections.abc import Mapping
from itertools import groupby
from threading import Condition, Event, Thread
from typing import Any, NamedTuple

from flask import Flask

from forum.core.db import reading

_log = logging.getLogger(__name__)

#: Seconds between two looks.
INTERVAL = 0.3
#: Seconds to wait after a look that failed, as when the database is restarted.
PAUSE = 3.0
#: How much of the room one network address may take: a hall shares one, and so does a flood.
SHARE = 0.6

Key = tuple[str, int, str]


class State(NamedTuple):
    """What is to be seen: its tick, and the message as it goes over the wire."""

    tick: str
    message: bytes


class Channel:
    """One thing in one language, and how many watch it."""

    def __init__(self, key: Key) -> None:
        self.key = key
        self.watchers = 0
        #: None until the first look.
        self.state: State | None = None
        #: The stamp of the last look, and what was drawn then.
        self.looked, self.drawn = "", ""
        self.has_ended = False


class Hub:
    """Looks at the ticks of everything watched, draws what changed once, and wakes the watchers."""

    def __init__(self, app: Flask, kinds: Mapping[str, Any], most: int) -> None:
        self.app, self.kinds, self.most = app, kinds, most
        self.watchers = 0
        #: How many of them come from each network address, as long as they watch.
        self.addresses: Counter[str] = Counter()
        self.stopping = False
        #: The threads of the web server, where it gives each stream one of its own.
        self.threads: Any = None
        self.changed = Condition()
        self._channels: dict[Key, Channel] = {}
        self._thread: Thread | None = None
        self._wake = Event()

    def enter(self, kind: str, thing_id: int, language: str, address: str = "") -> "Watch | None":
        """Begin to watch; None when no more can watch here or the process is about to end.

        One network ``address`` never takes all the room; "" is one that is not counted.
        """
        with self.changed:
            if self.watchers >= self.most or self.stopping:
                return None
            if address and self.addresses[address] >= self.most * SHARE:
                return None
            key = (kind, thing_id, language)
            channel = self._channels.setdefault(key, Channel(key))
            channel.watchers += 1
            self.watchers += 1
            self.addresses[address] += 1
            if self.threads is not None:
                self.threads.grow()
            if self._thread is None:
                self._thread = Thread(target=self._watch, name="live", daemon=True)
                self._thread.start()
        if channel.state is None:
            self._wake.set()
        return Watch(self, channel, address)

    def leave(self, channel: Channel, address: str) -> None:
        """Stop watching; the last one turns off the light."""
        with self.changed:
            self.watchers -= 1
            self.addresses[address] -= 1
            self.addresses += Counter()  # forget whoever watches no more
            channel.watchers -= 1
            if self.threads is not None:
                self.threads.shrink()
            if not channel.watchers and self._channels.get(channel.key) is channel:
                del self._channels[channel.key]
        if not self.watchers:
            self._wake.set()

    def stop(self) -> None:
        """End all streams; safe in a signal handler, as it takes no lock of the watchers."""
        self.stopping = True

    def join(self, seconds: float) -> None:
        """Wait until nobody looks any more."""
        thread = self._thread
        if thread is not None:
            thread.join(seconds)

    def _watch(self) -> None:
        pause = INTERVAL
        while channels := self._watched():
            try:
                self._look(channels)
                pause = INTERVAL
            except Exception:
                _log.exception("live updates wait for a moment")
                pause = PAUSE
            self._wake.wait(pause)
            self._wake.clear()

    def _watched(self) -> list[Channel]:
        """Return what is watched; with nothing to watch, or at the end, the thread ends."""
        with self.changed:
            if self._channels and not self.stopping:
                return sorted(self._channels.values(), key=lambda channel: channel.key)
            self._thread = None
            self.changed.notify_all()
            return []

    def _look(self, channels: list[Channel]) -> None:
        for kind, group in groupby(channels, key=lambda channel: channel.key[0]):
            same = list(group)
            with self.app.app_context(), reading():
                ticks = self.kinds[kind].ticks(sorted({channel.key[1] for channel in same}))
            for channel in same:
                tick = ticks.get(channel.key[1])
                if tick is None:
                    self._end(channel)
                elif str(tick) != channel.looked:
                    self._draw(channel, str(tick))

    def _draw(self, channel: Channel, tick: str) -> None:
        kind, thing_id, language = channel.key
        cookie = {"Cookie": f"language={language}"}
        with self.app.test_request_context("/", headers=cookie), reading():
            drawn = self.kinds[kind].render(thing_id)
        channel.looked = tick
        if channel.state is not None and channel.drawn == drawn:
            return
        channel.drawn = drawn
        lines = "".join(f"data: {line}\n" for line in drawn.splitlines())
        with self.changed:
            channel.state = State(tick, f"id: {tick}\n{lines}\n".encode())
            self.changed.notify_all()

    def _end(self, channel: Channel) -> None:
        with self.changed:
            channel.has_ended = True
            if self._channels.get(channel.key) is channel:
                del self._channels[channel.key]  # whoever comes later looks again
            self.changed.notify_all()


class Watch:
    """One watcher of one channel."""

    def __init__(self, hub: Hub, channel: Channel, address: str) -> None:
        self.hub, self.channel, self.address = hub, channel, address
        self._left = False

    @property
    def has_ended(self) -> bool:
        """Whether the thing is not shown any more."""
        return self.channel.has_ended

    def next(self, known: str, seconds: float) -> State | None:
        """Wait for a state other than ``known``; the same one after ``seconds``; None at the end."""
        hub, channel = self.hub, self.channel

        def is_news() -> bool:
            fresh = channel.state is not None and channel.state.tick != known
            return fresh or channel.has_ended or hub.stopping

        with hub.changed:
            hub.changed.wait_for(is_news, seconds)
            if channel.has_ended or hub.stopping:
                return None
            return channel.state or State(known, b"")

    def leave(self) -> None:
        """Stop watching, once."""
        if not self._left:
            self._left = True
            self.hub.leave(self.channel, self.address)
