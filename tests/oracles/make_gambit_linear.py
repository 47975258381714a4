"""Record what Gambit says about zero-sum values, dominated strategies and extreme equilibria.

Run where pygambit is installed: ``python tests/oracles/make_gambit_linear.py``.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pygambit

DATA = Path(__file__).parent / "data"
PEER = f"pygambit {version('pygambit')}"


def gambit_game(payoffs: np.ndarray) -> object:
    return pygambit.StrategicGame.from_arrays(*payoffs)


def write(name: str, how: str, cases: list[dict]) -> None:
    told = {"provenance": f"{PEER}, {how}, by tests/oracles/make_gambit_linear.py", "cases": cases}
    (DATA / name).write_text(json.dumps(told, separators=(",", ":")) + "\n", encoding="utf-8")
    print(name, len(cases))


def zero_sum(draw: np.random.Generator) -> None:
    cases = []
    for shape, most, count in [((2, 2), 9, 50), ((3, 3), 9, 60), ((3, 3), 1, 40), ((4, 6), 3, 40), ((5, 5), 99, 40)]:
        for _ in range(count):
            table = draw.integers(-most, most + 1, shape)
            game = gambit_game(np.stack([table, -table]))
            found = pygambit.nash.lp_solve(game, rational=True).equilibrium
            cases.append({"payoffs": table.tolist(), "value": str(found.payoffs["1"])})
    write("gambit_zero_sum.json", "lp_solve(rational=True)", cases)


def dominance(draw: np.random.Generator) -> None:
    cases = []
    for shape, most, count in [
        ((2, 2), 2, 30), ((3, 3), 2, 40), ((3, 3), 9, 40), ((5, 4), 9, 40), ((2, 2, 2), 2, 30), ((3, 2, 3), 2, 40),
        ((2, 2, 2, 2), 1, 30), ((2, 3, 2, 2), 3, 20), ((2, 2, 2, 2, 2), 1, 30),
    ]:  # fmt: skip
        for _ in range(count):
            payoffs = draw.integers(-most, most + 1, (len(shape), *shape))
            if draw.random() < 0.7:  # make dominance common: let a strategy's number matter on its own
                for player, size in enumerate(shape):
                    bonus = draw.permutation(size).reshape([-1 if k == player else 1 for k in range(len(shape))])
                    payoffs[player] += bonus * int(draw.integers(0, most + 1))
            game = gambit_game(payoffs)
            cases.append(
                {"payoffs": payoffs.tolist()} | {kind: rounds(game, kind == "strict") for kind in ("strict", "weak")}
            )
    write("gambit_dominance.json", "undominated_strategies_solve, repeated", cases)


def rounds(game: object, strict: bool) -> list[list[int]]:
    """For every player and strategy, the round in which it left, 0 for survivors."""
    support = game.strategy_support_profile()
    left = {(p, s): 0 for p in game.players for s in game.get_strategies(p)}
    turn = 0
    while True:
        turn += 1
        smaller = pygambit.supports.undominated_strategies_solve(support, strict=strict)
        gone = [(p, s) for (p, s), when in left.items() if when == 0 and s not in list(smaller[p])]
        for key in gone:
            left[key] = turn
        if not gone:
            return [[left[p, s] for s in game.get_strategies(p)] for p in game.players]
        support = smaller


def extreme(draw: np.random.Generator) -> None:
    cases = []
    for shape, most, count in [
        ((2, 2), 9, 30),
        ((2, 2), 1, 40),
        ((3, 3), 20, 60),
        ((3, 3), 1, 60),
        ((2, 4), 2, 30),
        ((4, 4), 50, 30),
    ]:
        for _ in range(count):
            payoffs = draw.integers(-most, most + 1, (2, *shape))
            found = pygambit.nash.enummixed_solve(gambit_game(payoffs), rational=True).equilibria
            rows = [
                [str(profile[p][s]) for p in profile.game.players for s in profile.game.get_strategies(p)]
                for profile in found
            ]
            cases.append({"payoffs": payoffs.tolist(), "equilibria": rows})
    write("gambit_extreme_equilibria.json", "enummixed_solve(rational=True)", cases)


if __name__ == "__main__":
    zero_sum(np.random.default_rng(1))
    dominance(np.random.default_rng(2))
    extreme(np.random.default_rng(3))
