"""Two-player trees with hidden information: to full precision by sequences of moves, and step by step by regret."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.testing.poker import kuhn_poker, leduc_poker
from negsim.testing.stages import staged_game

FULL = 60e-3  # seconds for some 10,000 nodes
ROUND = 8e-9  # seconds for a node and round
ROUNDS, FEWER = 1_000, 20  # timed of ours, and of the peer's
NATIVE = {"Kuhn poker": "kuhn_poker", "Leduc poker": "leduc_poker"}  # names of the same games in OpenSpiel


def tables(quick: bool) -> list[Table]:
    """Return a table for each kind of game, and one for rounds of regret."""
    stages = {
        f"{stages} stages of {actions} x {actions}{', unwatched' * (not watched)}": partial(
            staged_game, actions, stages, watched=watched, seed=1
        )
        for actions, stages, watched in [(2, 5, True), (2, 6, True), (3, 4, True), (2, 5, False), (2, 6, False)]
    }
    made = {"Kuhn poker": kuhn_poker(), "Leduc poker": leduc_poker()} | {name: make() for name, make in stages.items()}
    mixed = {name: make(zero_sum=False) for name, make in stages.items()}
    larger = (
        {}
        if quick
        else {"8 stages of 2 x 2": staged_game(2, 8), "7 stages, unwatched": staged_game(2, 7, watched=False)}
    )
    return [
        Table("Zero-sum trees, full precision", [_full(*named, FULL) for named in (made | larger).items()]),
        Table("Trees of mixed interests, one equilibrium", [_mixed(*named) for named in mixed.items()]),
        Table("Rounds of CFR+", [_rounds(*named) for named in made.items()], "per node and round"),
        Table("CFR+ until nobody can gain a millionth of the range", [_settled(leduc_poker())]),
    ]


def _full(name: str, game: ExtensiveGame, target: float) -> Task:
    solver = solvers["sequence_form"]()
    return Task(
        f"{name}, {len(game.tree):,} nodes",
        negsim=Job(lambda: solver.solve(game)),
        peers={
            "scipy": Job(_program, prepare=lambda: _matrices(game), note="HiGHS on all sequences, matrices given"),
            "gambit": Job(_gambit_program, prepare=lambda: _gambit(game), note="lp_solve, doubles"),
            "openspiel": Job(_openspiel_program, prepare=lambda: _openspiel(name, game), note="sequence_form_lp"),
        },
        target=target if len(game.tree) <= 10_000 else None,
    )


def _mixed(name: str, game: ExtensiveGame) -> Task:
    solver = solvers["sequence_form"]()
    return Task(
        f"{name}, {len(game.tree):,} nodes",
        negsim=Job(lambda: solver.solve(game)),
        peers={"gambit": Job(_gambit_pivots, prepare=lambda: _gambit(game), note="lcp_solve, doubles")},
    )


def _rounds(name: str, game: ExtensiveGame) -> Task:
    solver = solvers["cfr_plus"](tolerance=0.0, max_steps=ROUNDS)
    return Task(
        f"{name}, {len(game.tree):,} nodes",
        negsim=Job(lambda: solver.solve(game), per=len(game.tree) * ROUNDS, note="gains looked up on the way"),
        peers={
            "openspiel": Job(
                _openspiel_rounds, per=len(game.tree) * FEWER, prepare=lambda: _openspiel(name, game), note="C++"
            )
        },
        target=ROUND if len(game.tree) > 1_000 else None,
    )


def _settled(game: ExtensiveGame) -> Task:
    solver = solvers["cfr_plus"]()
    return Task(
        f"Leduc poker, {len(game.tree):,} nodes",
        negsim=Job(lambda: solver.solve(game)),
        peers={"openspiel": Job(_openspiel_settled, prepare=lambda: _openspiel("Leduc poker", game), note="to 1e-5")},
        target=1.0,
    )


def _gambit(game: ExtensiveGame) -> Any:
    import pygambit

    return pygambit.read_efg(io.StringIO(Efg().text(game)))


def _gambit_program(game: Any) -> object:
    import pygambit

    return pygambit.nash.lp_solve(game, rational=False)


def _gambit_pivots(game: Any) -> object:
    import pygambit

    return pygambit.nash.lcp_solve(game, rational=False)


def _openspiel(name: str, game: ExtensiveGame) -> Any:
    import pyspiel

    if name in NATIVE:
        return pyspiel.load_game(NATIVE[name])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game.efg"
        file.write_text(Efg().text(game), encoding="utf-8")
        return pyspiel.load_game(f"efg_game(filename={file})")


def _openspiel_program(game: Any) -> object:
    from open_spiel.python.algorithms import sequence_form_lp

    return sequence_form_lp.solve_zero_sum_game(game)


def _openspiel_rounds(game: Any) -> object:
    import pyspiel

    solver = pyspiel.CFRPlusSolver(game)
    for _ in range(FEWER):
        solver.evaluate_and_update_policy()
    return solver


def _openspiel_settled(game: Any) -> object:
    import pyspiel

    solver = pyspiel.CFRPlusSolver(game)
    while True:
        for _ in range(100):
            solver.evaluate_and_update_policy()
        if pyspiel.exploitability(game, solver.average_policy()) <= 26e-5:  # payoffs run from -13 to 13
            return solver


def _matrices(game: ExtensiveGame) -> dict[str, Any]:
    """The linear program over all sequences as it stands in textbooks (von Stengel 1996)."""
    import numpy as np
    from scipy.sparse import coo_matrix, hstack

    from negsim.games.trees.pieces import uncut

    whole = uncut(game.tree)
    first, second = whole.sides
    count = [1 + int(side.size.sum()) for side in whole.sides]
    ends = np.searchsorted(game.tree.terminals, whole.leaf)
    paid = whole.odds(game.tree, np.asarray(game.chance)[0]) * game.payoffs[0, 0][ends] / game.spread[0]
    earned = coo_matrix((paid, (first.at, second.at)), count)

    def flow(side: Any) -> Any:
        place = np.repeat(np.arange(len(side.before)), side.size)
        rows = np.concatenate([[0], 1 + np.arange(len(side.before)), 1 + place])
        columns = np.concatenate([[0], side.before, 1 + np.arange(len(place))])
        signs = np.concatenate([[1.0], -np.ones(len(side.before)), np.ones(len(place))])
        return coo_matrix((signs, (rows, columns)), (1 + len(side.before), 1 + len(place)))

    limits, floors = flow(first), flow(second)
    goal = np.concatenate([np.zeros(count[0]), [-1.0], np.zeros(len(second.before))])
    one = np.concatenate([[1.0], np.zeros(len(first.before))])
    return {
        "c": goal,
        "A_ub": hstack([-earned.T, floors.T]).tocsc(),
        "b_ub": np.zeros(count[1]),
        "A_eq": hstack([limits, coo_matrix((len(one), floors.shape[0]))]).tocsc(),
        "b_eq": one,
        "bounds": [(0, None)] * count[0] + [(None, None)] * floors.shape[0],
        "method": "highs",
    }


def _program(matrices: dict[str, Any]) -> object:
    from scipy.optimize import linprog

    solve: Callable[..., object] = linprog
    return solve(**matrices)
