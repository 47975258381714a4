"""Record Gambit's quantal responses and n-player equilibria; run where pygambit 17 is installed.

    python tests/oracles/make_gambit_logit.py

writes data/gambit_logit.json: payoffs drawn here with a fixed seed, Gambit's profile on the principal branch at three
precisions, its limit; and data/gambit_nplayer.json: equilibria of generic games of three and four players found by
solving the polynomial system on every support.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pygambit

DATA = Path(__file__).parent / "data"
SHAPES = {
    (2, 2): 45,
    (3, 3): 45,
    (2, 4): 18,
    (2, 2, 2): 45,
    (3, 3, 3): 24,
    (2, 3, 4): 18,
    (2, 2, 2, 2): 24,
    (3, 3, 3, 3): 6,
    (2, 2, 2, 2, 2): 15,
}
LIMITS = (1.0, 4.0, 16.0)  # precision times the range of the payoffs


def games() -> list[tuple[str, np.ndarray]]:
    """Return the games and their kind: normal, integer, or degenerate (payoffs 0, 1 and 2 only)."""
    draw = np.random.default_rng(17)
    found = []
    for shape, count in SHAPES.items():
        size = (len(shape), *shape)
        for number in range(count):
            kind = ("normal", "integer", "degenerate")[number % 3]
            if kind == "normal":
                payoffs = np.round(draw.normal(size=size), 3)
            else:
                low, high = (-9, 10) if kind == "integer" else (0, 3)
                payoffs = draw.integers(low, high, size).astype(float)
            found.append((kind, payoffs))
    return found


def flat(game, profile) -> list[float]:
    """Return a Gambit profile as one list, player by player."""
    return [
        round(float(profile[player][label]), 12) for player in game.players for label in game.get_strategies(player)
    ]


def logit() -> dict[str, object]:
    """Ask for the branch at some precisions and for its limit."""
    records = []
    for kind, payoffs in games():
        game = pygambit.StrategicGame.from_arrays(*payoffs)
        width = float(np.ptp(payoffs)) or 1.0
        precisions = [round(limit / width, 6) for limit in LIMITS]
        branch = pygambit.qre.logit_solve_lambda(game, precisions)
        end = pygambit.nash.logit_solve(game)
        records.append(
            {
                "kind": kind,
                "payoffs": payoffs.tolist(),
                "precision": precisions,
                "branch": [flat(game, point.profile) for point in branch],
                "limit": flat(game, end.equilibrium) if end.success else None,
            }
        )
    return {
        "provenance": f"pygambit {pygambit.__version__}, qre.logit_solve_lambda and nash.logit_solve",
        "games": records,
    }


def several() -> dict[str, object]:
    """Ask for all equilibria of generic games of three and four players."""
    draw = np.random.default_rng(18)
    records = []
    for shape, count in {(2, 2, 2): 60, (2, 2, 3): 30, (2, 2, 2, 2): 20}.items():
        for _ in range(count):
            payoffs = np.round(draw.normal(size=(len(shape), *shape)), 3)
            game = pygambit.StrategicGame.from_arrays(*payoffs)
            found = pygambit.nash.enumpoly_solve(game)
            records.append({"payoffs": payoffs.tolist(), "equilibria": [flat(game, one) for one in found.equilibria]})
    return {"provenance": f"pygambit {pygambit.__version__}, nash.enumpoly_solve", "games": records}


if __name__ == "__main__":
    (DATA / "gambit_logit.json").write_text(json.dumps(logit()) + "\n")
    (DATA / "gambit_nplayer.json").write_text(json.dumps(several()) + "\n")
