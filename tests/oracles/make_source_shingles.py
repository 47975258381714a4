"""Make the hashes of every eight words in a row of the five source texts; the texts themselves are not shipped.

$ python tests/oracles/make_source_shingles.py FOLDER_OF_TEXTS     writes tests/oracles/data/source_shingles.json
"""

from __future__ import annotations

import json
import secrets
import sys
from pathlib import Path

from tests.oracles.shingles import WORDS, hashed, packed, shingles

PLACE = Path(__file__).parent / "data" / "source_shingles.json"


def main(folder: Path) -> None:
    """Read every text of a folder and write the hashes."""
    salt = secrets.token_bytes(16)
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    found = {hashed(each, salt) for text in texts for each in shingles(text)}
    told = {
        "provenance": f"made by make_source_shingles.py from the {len(texts)} texts that the catalog cites: blake2b of "
        f"every {WORDS} words in a row, 64 bits each, with a random salt",
        "words": WORDS,
        "count": len(found),
        "salt": salt.hex(),
        "hashes": packed(found),
    }
    PLACE.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    print(f"{len(found)} hashes of {len(texts)} texts")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
