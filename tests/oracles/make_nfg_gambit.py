"""Record what pygambit writes as .nfg, and what it reads in the .nfg files negsim writes.

Run where both pygambit and negsim are installed: ``python tests/oracles/make_nfg_gambit.py``.
"""

from __future__ import annotations

import io
import json
import math
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pygambit

from negsim.formats.nfg import Nfg
from negsim.games.strategic import StrategicGame

SHAPES = [(2, 2), (2, 3), (4, 1), (3, 3), (2, 2, 2), (3, 1, 2), (2, 3, 2, 2), (2, 2, 2, 2, 2)]


def fractions(game) -> list:
    """Payoffs of every player, exactly, the last player's strategy changing fastest."""
    return [[str(Fraction(str(x))) for x in np.ravel(table)] for table in game.to_arrays(dtype=pygambit.Rational)]


def read(text: str):
    return pygambit.read_nfg(io.BytesIO(text.encode()))


def strategies(game) -> list:
    return [list(game.get_strategies(player)) for player in game.players]


def written(draw: np.random.Generator, number: int) -> dict:
    shape = SHAPES[number % len(SHAPES)]
    make = [
        lambda: pygambit.Rational(int(draw.integers(-99, 100)), int(draw.integers(1, 30))),
        lambda: int(draw.integers(-3, 4)),
        lambda: pygambit.Decimal(str(round(float(draw.normal()), 6))),
    ][number % 3]
    arrays = [np.array([make() for _ in range(math.prod(shape))], dtype=object).reshape(shape) for _ in shape]
    game = pygambit.StrategicGame.from_arrays(*arrays, title=f'game {number} "quoted"')
    game.relabel_players({str(k + 1): f"player {k} of {number}" for k in range(len(shape))})
    for k, player in enumerate(list(game.players)):
        game.relabel_strategies(player, {str(j + 1): f"{k}.{j}" for j in range(shape[k])})
    return {
        "text": game.to_nfg(),
        "title": game.title,
        "players": list(game.players),
        "strategies": strategies(game),
        "payoffs": fractions(game),
    }


def ours(draw: np.random.Generator, number: int) -> dict:
    shape = SHAPES[number % len(SHAPES)]
    scale = 10.0 ** draw.integers(-8, 20)
    payoffs = draw.normal(size=(1, len(shape), *shape)) * scale
    if number % 2:
        payoffs = np.round(payoffs / scale * 3)
    labels = [tuple(f'{p}, "{k}" \\ {{x}}' for k in range(size)) for p, size in enumerate(shape)]
    game = StrategicGame(payoffs=payoffs, strategies=tuple(labels), title=f'of "negsim" {number}', comment="a \\ b")
    text = replace(Nfg(), version=("payoffs", "outcomes")[number // 2 % 2]).text(game)
    seen = read(text)
    return {
        "shape": shape,
        "given": [float(x).hex() for x in game.payoffs.ravel()],
        "text": text,
        "title": seen.title,
        "comment": seen.description,
        "players": list(seen.players),
        "strategies": strategies(seen),
        "payoffs": fractions(seen),
    }


def main() -> None:
    draw = np.random.default_rng(1)
    record = {
        "provenance": f"pygambit {pygambit.__version__}, StrategicGame.to_nfg and read_nfg; make_nfg_gambit.py",
        "written_by_gambit": [written(draw, number) for number in range(24)],
        "read_by_gambit": [ours(draw, number) for number in range(24)],
    }
    place = Path(__file__).parent / "data" / "nfg_gambit.json"
    place.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
