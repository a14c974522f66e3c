"""Who writes to SQLite just now: read from what the kernel knows of locks (on Linux)."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

#: The byte of the shared memory file that a writer has locked, as SQLite's WAL format says.
WRITER = 120
LOCKS = Path("/proc/locks")


def writer(database: Path) -> int | None:
    """Return the process that holds the write lock, or None."""
    shared = database.with_name(database.name + "-shm")
    try:
        inode, lines = shared.stat().st_ino, LOCKS.read_text().splitlines()
    except OSError:
        return None
    for line in lines:
        words = line.split()
        if len(words) < 8 or words[1] == "->" or words[3] != "WRITE":
            continue
        number, place, first, last = words[4], words[5], words[6], words[7]
        if place.rpartition(":")[2] != str(inode) or last == "EOF":
            continue
        if int(first) <= WRITER <= int(last) and int(number) > 0:
            return int(number)
    return None


def kill_writer(database: Path, among: set[int], seconds: float) -> bool:
    """Kill the process that is in the middle of a transaction; False when none was met.

    It is halted first: only when it still holds the lock then, it surely dies with it.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        number = writer(database)
        if number is None or number not in among:
            time.sleep(0.001)
            continue
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGSTOP)
            if writer(database) == number:
                os.kill(number, signal.SIGKILL)
                return True
            os.kill(number, signal.SIGCONT)
    return False
