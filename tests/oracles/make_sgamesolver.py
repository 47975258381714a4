"""Record sgamesolver's equilibria; run from the root where sgamesolver 1.0.2 and numpy < 2 are installed.

    python -m tests.oracles.make_sgamesolver

writes data/sgamesolver.json: for each game of stochastic_games.py the strategies at the end of the QRE homotopy, whose
own accuracy is some 1e-5, and logit equilibria at a few precisions; None where it found none. Flat, in the order
player, state, action, where there is a choice.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import sgamesolver

from tests.oracles.stochastic_games import Arrays, named

DATA = Path(__file__).parent / "data" / "sgamesolver.json"
PRECISIONS = {"stag hunt": (0.1, 0.5, 1.0, 2.0), "loaded scissors": (0.5, 3.0)}


def shrunk(game: Arrays) -> sgamesolver.SGame:
    """The game with the actions that are there."""
    states, sizes = game.payoffs.shape[1], game.payoffs.shape[2:]
    able = game.available or tuple(np.ones((states, size), bool) for size in sizes)
    payoffs, moves = [], []
    for state in range(states):
        cells = np.ix_(*(part[state] for part in able))
        payoffs.append(np.stack([table[state][cells] for table in game.payoffs]))
        moves.append(game.transitions[state][cells])
    return sgamesolver.SGame(payoffs, moves, game.discount)


def flat(equilibrium: sgamesolver.sgame.StrategyProfile | None) -> list[float] | None:
    """Strategies player by player, where there is a choice."""
    if equilibrium is None:
        return None
    found = equilibrium.strategies
    rows = (found[state, player] for player in range(found.shape[1]) for state in range(len(found)))
    return [round(float(x), 12) for row in rows for x in row[~np.isnan(row)] if (~np.isnan(row)).sum() > 1]


def traced(game: sgamesolver.SGame, precision: float | None) -> list[float] | None:
    """The end of the branch, or its point at a precision."""
    homotopy = sgamesolver.homotopy.QRE(game)
    homotopy.solver_setup()
    homotopy.solver.verbose = 0
    if precision is not None:
        homotopy.solver.t_target = precision
    homotopy.solve()
    return flat(homotopy.equilibrium)


def main() -> None:
    """Write the file."""
    found = []
    for name, arrays in named():
        game = shrunk(arrays)
        wanted = PRECISIONS.get(name, (1.0, 4.0))
        at = {str(precision): traced(game, precision) for precision in wanted}
        found.append({"name": name, "limit": traced(game, None), "precision": at})
        print(name, found[-1]["limit"] is not None)
    provenance = "sgamesolver 1.0.2 (QRE homotopy, Cython), numpy 1.26; tests/oracles/make_sgamesolver.py"
    DATA.write_text(json.dumps({"provenance": provenance, "games": found}, indent=0) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
