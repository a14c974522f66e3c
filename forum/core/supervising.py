"""Keeping programs running: one that dies is started again, and all of them end with us."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic, sleep
from types import FrameType

#: Seconds a program has to finish what it is doing when everything is stopped.
GRACE = 20
#: A program that lived for so many seconds had started well; its next death is counted afresh.
HEALTHY = 10.0
#: After so many deaths in a row without having started well, it will not start by itself.
MOST_DEATHS = 8
#: Seconds to wait before the first, second, ... start after a death; the last one stays.
WAITS = (0.1, 0.5, 1.0, 2.0, 4.0)
_PR_SET_PDEATHSIG = 1

Tell = Callable[[str], object]


class Program:
    """A program that should always run, and how it is told to finish what it is doing."""

    def __init__(self, name: str, command: list[str], word: signal.Signals) -> None:
        self.name, self.command, self.word = name, command, word
        self.process: subprocess.Popen[bytes] | None = None
        self.deaths = 0
        self.began = self.again_at = 0.0

    def start(self, folder: str) -> None:
        """Start it, in a session of its own so that Ctrl-C reaches it once, through us."""
        self.began = monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own words
            self.command,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_tied_to(os.getpid()),  # safe: nobody here has threads
        )

    @property
    def runs(self) -> bool:
        """Whether it is there."""
        return self.process is not None and self.process.poll() is None

    def bury(self) -> str:
        """Note its death, end what it left behind, and return how it ended."""
        assert self.process is not None
        code = self.process.wait()
        _kill_family(self.process.pid)
        self.process = None
        self.deaths = 1 if monotonic() - self.began >= HEALTHY else self.deaths + 1
        self.again_at = monotonic() + WAITS[min(self.deaths, len(WAITS)) - 1]
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def stop(self) -> None:
        """Tell it to finish."""
        if self.process is not None and self.runs:
            self.process.send_signal(self.word)

    def see_off(self, deadline: float) -> None:
        """Wait until it has ended, and end it when it takes too long."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.0, deadline - monotonic()))
        _kill_family(self.process.pid)
        self.process.wait()


def keep_running(programs: list[Program], folder: str, tell: Tell) -> int:
    """Run ``programs`` until we are told to stop, each started again when it dies.

    Returns the exit code: 0 when stopped, 1 when one of them dies again and again.
    """
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        told.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    for program in programs:
        program.start(folder)
    hopeless = None
    while not told and hopeless is None:
        sleep(0.1)
        hopeless = next((one for one in programs if not _look_after(one, folder, tell)), None)
    for program in programs:
        program.stop()
    deadline = monotonic() + GRACE
    for program in programs:
        program.see_off(deadline)
    if hopeless is None or told:
        return 0
    tell(
        f"{hopeless.name.capitalize()} ended {hopeless.deaths} times in a row as soon as it was"
        " started, so everything is stopped. The messages above say why; start it again when"
        " that is mended."
    )
    return 1


def _look_after(program: Program, folder: str, tell: Tell) -> bool:
    """Start a dead program again when its time has come; False when that is hopeless."""
    if program.runs:
        return True
    if program.process is not None:
        how = program.bury()
        if program.deaths >= MOST_DEATHS:
            return False
        wait = program.again_at - monotonic()
        tell(f"{program.name.capitalize()} ended ({how}); it is started again in {wait:.1f} s.")
    elif monotonic() >= program.again_at:
        program.start(folder)
    return True


def end_with_parent() -> None:
    """Let the kernel end this process as soon as the one that started it is gone (on Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _tied_to(parent: int) -> Callable[[], None]:
    """Return what a child does first; the library is loaded before the fork."""
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def tie() -> None:
        if library is not None:
            library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died in between
            os._exit(1)

    return tie


def _kill_family(group: int) -> None:
    """End what is left of a session that a program had begun."""
    with suppress(ProcessLookupError, PermissionError):  # nothing of ours is left in it
        os.killpg(group, signal.SIGKILL)
