"""`make audit`: published advisories about the locked libraries, where one may ask for them."""

import subprocess
import sys

from forum import ROOT

LOCKED = ("requirements.txt", "requirements-dev.txt")
#: Words by which one knows that nobody could be asked, which is no finding.
UNREACHABLE = ("ConnectionError", "Max retries", "timed out", "ProxyError", "SSLError", "Failed to", "HTTPError",
               "ServiceError", "NameResolution", "Connection refused")  # fmt: skip


def main() -> int:
    """Ask pip-audit about each locked file; 1 when an advisory stands against one of them."""
    worst = 0
    for name in LOCKED:
        worst = max(worst, _ask(name))
    return worst


def _ask(name: str) -> int:
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--disable-pip",
        "--require-hashes",
        "--timeout",
        "15",
    ]
    command += ["--progress-spinner", "off", "-r", str(ROOT / name)]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=240)
    except subprocess.TimeoutExpired:
        return _unknown(name, "it did not answer in time")
    if done.returncode == 0:
        print(f"{name}: no advisory is known.")
        return 0
    told = f"{done.stdout}\n{done.stderr}".strip()
    if (done.stdout.strip() and "Known vulnerabilit" in told) or "known vulnerabilit" in told:
        print(f"{name}: {told}")
        return 1
    if any(word in told for word in UNREACHABLE):
        return _unknown(name, told.splitlines()[-1][:160])
    print(f"{name}: pip-audit itself failed: {told[-600:]}")
    return 1


def _unknown(name: str, why: str) -> int:
    print(f"{name}: the advisory service cannot be reached from here, so nothing is known ({why}).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
