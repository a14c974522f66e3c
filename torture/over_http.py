"""The fuzzer's requests over real sockets to a real web server, whole ones and spoilt ones."""

import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from torture import answers, asking, wires
from torture.serving import Served

#: After so many requests the site is looked at as a visitor would.
LOOK = 100
#: What the web server may say by itself about a request that it does not even understand.
ITS_OWN = {400, 403, 408, 413, 414, 417, 431, 501, 505}


class OverHttp:
    """A served city of the fuzzer's, and what came back from it."""

    def __init__(self, fuzzer: Any) -> None:
        self.fuzzer = fuzzer
        fuzzer.reset()
        self.served = Served(fuzzer.known)
        self.statuses: Counter[int] = Counter()
        self.kinds: Counter[str] = Counter()
        self.slowest = 0.0

    def run(self, numbers: Iterator[int], until: float) -> tuple[int, list[str]]:
        """Send the requests of these numbers; return how many were sent, and what is wrong."""
        found, done = [], 0
        with self.served as served:
            began = served.members()["web process"]
            for number in numbers:
                if time.monotonic() > until:
                    break
                found += [f"over HTTP {each} [--one {number}]" for each in self.ask(number)]
                done += 1
                if done % LOOK == 0 and served.answers_within(5) is None:
                    found.append(f"over HTTP the site does not answer after request {number}")
            if served.answers_within(30) is None:
                found.append("over HTTP the site does not answer at the end")
            if sorted(began) != sorted(served.members()["web process"]):
                found.append("over HTTP a web process died of a request")
        log = served.log.read_text(errors="replace")
        told = [line for line in log.splitlines() if "Error" in line and "SIGTERM" not in line]
        found += [f"over HTTP the log tells of {line[:200]}" for line in islice(told, 5)]
        if found:
            found.append(f"over HTTP kept for a look: {served.log}")
        else:
            served.log.unlink(missing_ok=True)
        return done, found

    def ask(self, number: int) -> Iterator[str]:
        """Send one request, and yield what is wrong with what comes back."""
        fuzzer = self.fuzzer
        asked = asking.make(number, fuzzer.seed, fuzzer.rules, fuzzer.values, fuzzer.forms)
        host = f"localhost:{self.served.port}"
        cookie = fuzzer.cookies.get(asked.role) or fuzzer.newcomer
        wire = wires.make(asked, fuzzer.seed, host, fuzzer.token(), cookie)
        begun = time.monotonic()
        heard = wires.send(self.served.port, wire)
        seconds = time.monotonic() - begun
        self.slowest = max(self.slowest, seconds)
        self.kinds[wire.what] += 1
        yield from (f"{each}: {wire.what} of {asked}" for each in self._wrong(wire, heard, host))

    def _wrong(self, wire: wires.Wire, heard: wires.Heard, host: str) -> Iterator[str]:
        self.statuses[heard.answer.status_code if heard.answer else 0] += 1
        if heard.late:
            yield f"not answered within {wires.PATIENCE} s"
        elif heard.answer is None:
            if wire.whole:
                yield "a whole request is answered with nothing"
        elif heard.from_server:
            if heard.answer.status_code not in ITS_OWN:
                yield f"answered {heard.answer.status_code} by the web server"
            yield from answers.words("text/html", heard.body)
        else:
            yield from answers.check(heard.answer, heard.body, 0, host)
