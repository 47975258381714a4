"""Every eight words in a row of a text, as salted hashes: enough to find a copy, and not to read the text."""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

import numpy as np

WORDS = 8
BREAK = "\x00"  # words on either side of it do not follow each other
_APOSTROPHES = re.compile("['’‘`]")
_QUOTED = re.compile('“[^”]{1,400}”|"[^"\\n]{1,400}"|«[^»]{1,400}»|‘[^’]{1,400}’(?!\\w)')


def words_of(text: str) -> list[str]:
    """Split a text into words in small letters, without signs and accents; breaks stay."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text)).lower()
    return re.findall(f"[a-z0-9]+|{BREAK}", plain)


def without_quotations(text: str) -> str:
    """Put a break in the place of whatever stands in quotation marks."""
    return _QUOTED.sub(f" {BREAK} ", text)


def shingles(text: str) -> Iterator[str]:
    """Yield every eight words in a row."""
    words = words_of(text)
    for at in range(len(words) - WORDS + 1):
        found = words[at : at + WORDS]
        if BREAK not in found:
            yield " ".join(found)


def hashed(shingle: str, salt: bytes) -> int:
    """Return 64 bits that stand for eight words."""
    return int.from_bytes(hashlib.blake2b(shingle.encode(), digest_size=8, key=salt).digest(), "big")


def packed(hashes: Iterable[int]) -> str:
    """Write hashes as text: sorted, eight bytes each, in base 64."""
    return base64.b64encode(np.array(sorted(hashes), ">u8").tobytes()).decode()


def unpacked(text: str) -> frozenset[int]:
    """Read what `packed` wrote."""
    return frozenset(np.frombuffer(base64.b64decode(text), ">u8").tolist())


def copied(text: str, known: frozenset[int], salt: bytes) -> list[str]:
    """Return the eight words in a row that a text shares with those behind the hashes, outside quotation marks."""
    return [each for each in shingles(without_quotations(text)) if hashed(each, salt) in known]
