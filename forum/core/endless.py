"""Pictures made to take long: a few bytes that are drawn or unpacked again and again.

A JPEG is drawn once for each of its scans, and each colour profile of a PNG is unpacked though one
counts. Only the parts are stepped over here, nothing of the picture is opened.
"""

import re

#: Scans of a JPEG; programs write about ten, so that a slow line shows something early.
MOST_SCANS = 100
#: Parts of a JPEG; a photograph with place, profile and previews has some dozens.
MOST_SEGMENTS = 2_000
#: Parts of a PNG: the dots come in pieces, the smallest that are usual have 4 kB.
MOST_CHUNKS = 10_000
#: Those of them that hold no dots: profile, words, times.
MOST_REMARKS = 100

#: Where the next part of a JPEG begins; marks among the dots are stepped over.
_SEGMENT = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
_SCAN, _END = b"\xda", b"\xd9"
_PNG, _DOTS = b"\x89PNG\r\n\x1a\n", {b"IDAT", b"fdAT", b"fcTL"}


def is_endless(data: bytes) -> bool:
    """Whether a picture has more parts than any camera or program writes."""
    if data.startswith(b"\xff\xd8"):
        return _jpeg(data)
    return data.startswith(_PNG) and _png(data)


def _jpeg(data: bytes) -> bool:
    at, scans = 2, 0
    for _segment in range(MOST_SEGMENTS):
        found = _SEGMENT.search(data, at)
        if found is None or found[1] == _END:
            return False
        scans += found[1] == _SCAN
        if scans > MOST_SCANS:
            return True
        at = found.end() + max(int.from_bytes(data[found.end() : found.end() + 2], "big"), 2)
    return True


def _png(data: bytes) -> bool:
    at, remarks = len(_PNG), 0
    for _chunk in range(MOST_CHUNKS):
        kind = data[at + 4 : at + 8]
        if len(kind) < 4 or kind == b"IEND":
            return False
        remarks += kind not in _DOTS
        if remarks > MOST_REMARKS:
            return True
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return True
