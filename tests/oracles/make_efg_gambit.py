"""Record what pygambit reads in .efg files: those of data/efg, and some that negsim writes.

Run where both pygambit and negsim are installed: ``python tests/oracles/make_efg_gambit.py``.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pygambit

from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.testing.trees import Decision, Draw, extensive_samples, written

DATA = Path(__file__).parent / "data"


def odd_labels() -> ExtensiveGame:
    """Labels with quotation marks, backslashes, blanks and letters of other scripts."""
    last = Decision('b "quoted"', "back\\slash", {'say "no"': (1 / 3, -0.1), "ja, нет {x}": (1e-7, 2.5)})
    first = Decision("a", "first \\ move", {"go\\on": last, "st\\op": (12345678.9, -3)})
    return written(["a", 'b "quoted"'], Draw({"1/3": (1 / 3, first), "2/3": (2 / 3, (0, 1e20))}), 'of "negsim" \\ here')


def games() -> dict[str, ExtensiveGame]:
    """What negsim writes: one game of each sample batch, one with odd labels, one with odd probabilities."""
    found = {name: batch.take(slice(0, 1)) for name, batch in extensive_samples().items()}
    draw = np.random.default_rng(8)
    shares = draw.dirichlet(np.ones(4))
    branches = {str(k): (float(share), (float(draw.normal()),)) for k, share in enumerate(shares)}
    return found | {"odd labels": odd_labels(), "odd probabilities": written(["a"], Draw(branches))}


def read(text: str):
    return pygambit.read_efg(io.BytesIO(text.encode()))


def seen(game) -> dict:
    """What Gambit makes of a file: players, counts, and what everybody earns if all actions are equally likely."""
    even = game.mixed_behavior_profile(rational=True)
    players = [str(player) for player in game.players]
    return {
        "title": game.title,
        "players": players,
        "nodes": len(even.realiz_probs),
        "information_sets": [len(game.get_infosets(player)) for player in game.players],
        "chance": len(game.get_events()),
        "subgames": len(game.get_subgame_roots()),
        "perfect_recall": bool(game.is_perfect_recall),
        "payoffs": [str(even.payoffs[player]) for player in game.players],
    }


def main() -> None:
    files = {place.name: seen(pygambit.read_efg(str(place))) for place in sorted((DATA / "efg").glob("*.efg"))}
    texts = {name: Efg().text(game) for name, game in games().items()}
    record = {
        "provenance": f"pygambit {pygambit.__version__}, read_efg and mixed_behavior_profile; make_efg_gambit.py",
        "files": files,
        "written": {name: {"text": text} | seen(read(text)) for name, text in texts.items()},
    }
    (DATA / "efg_gambit.json").write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
