"""Stability in the graph model: all states, all parties, five concepts, beside GMCR+ and plain sets.

The source of the public GMCR+ program, gmcr-py, is no package: name its folder in NEGSIM_GMCR_PY. It works out SIM as
well, and its start, half a second or so, is part of its figure; its sanctions are chains in which nobody moves twice.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph

SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import data_01_conflictModel as model
import data_02_conflictSolvers as engines
conflict = model.ConflictModel()
conflict.load_from_file(sys.argv[2])
engines.LogicalSolver(conflict).findEquilibria()
"""
LARGE = "from benchmarks.conflict import conflict, solve; solve(conflict({bits}, {parties}))"


def tables(quick: bool) -> list[Table]:
    """Return a table beside the peers, one of whole programs with large conflicts, and one of payoff draws."""
    sizes = ((4, 2), (6, 3), (8, 3)) if quick else ((4, 2), (6, 3), (8, 3), (10, 3), (12, 3))
    large = ((16, 4, 5.0),) if quick else ((16, 4, 5.0), (20, 3, 60.0))
    draws = 5_000 if quick else 100_000
    return [
        Table("Stability in one conflict", [_one(bits, parties) for bits, parties in sizes], "per conflict"),
        Table("Stability in one large conflict, a whole program", [_large(*case) for case in large], "a run"),
        Table(f"Stability over {draws:,} payoff draws", [_draws(parties, draws) for parties in (2, 3)], "per draw"),
    ]


def conflict(bits: int, parties: int, batch: int = 1) -> ConflictGame:
    """Return conflicts of binary options, of which all combinations are states, with random payoffs."""
    levels = (np.arange(2**bits)[:, None] >> np.arange(bits) & 1).astype(np.int16)
    return ConflictGame(
        payoffs=np.random.default_rng(bits).random((batch, parties, 2**bits)),
        graph=OptionGraph(
            levels=levels,
            owner=np.arange(bits) * parties // bits,
            change=np.ones((bits, 2, 2), bool),
            parties=parties,
        ),
        players=tuple(f"party {k}" for k in range(parties)),
        states=tuple(map(str, range(2**bits))),
    )


def solve(game: ConflictGame) -> object:
    """Judge every state of every conflict."""
    return solvers["stability"]().solve(game).result.stable


def _one(bits: int, parties: int) -> Task:
    game = conflict(bits, parties)
    peers = {"plain sets": Job(lambda: plain(game))} if bits <= 8 else {}
    return Task(
        f"{2**bits:,} states, {parties} parties",
        negsim=Job(lambda _: solve(conflict(bits, parties)), prepare=_compiled),
        peers=peers | {"GMCR+": Job(_gmcr(game))},
        target=0.2 if bits == 12 else None,
    )


def _large(bits: int, parties: int, seconds: float) -> Task:
    code = LARGE.format(bits=bits, parties=parties)
    return Task(
        f"{2**bits:,} states, {parties} parties",
        negsim=Job(lambda _: subprocess.run([sys.executable, "-c", code], check=True), prepare=_compiled),
        target=seconds,
        memory=4e9,
    )


def _draws(parties: int, count: int) -> Task:
    game = conflict(6, parties, count)
    few = conflict(6, parties, 20)
    return Task(
        f"64 states, {parties} parties",
        negsim=Job(lambda _: solve(game.take(slice(None))), per=count, prepare=_compiled),  # ranks are not kept
        peers={"plain sets": Job(lambda: plain(few), per=20)},
        target=10 / 100_000,
    )


def _compiled() -> None:
    """Solve enough to be compiled for; smaller work is interpreted at first."""
    solve(conflict(6, 3, 200))


def plain(game: ConflictGame) -> list[object]:
    """Judge every state as textbooks define it, with sets and no thought of speed but for remembering what is reached.

    Returns, for each conflict, the stable states of every party under Nash, GMR, SMR, SEQ and SSEQ.
    """
    players, states = range(len(game.players)), range(len(game.states))
    moves = [[set(game.graph.targets(i, s).tolist()) for s in states] for i in players]
    found: list[object] = []
    for payoffs in game.payoffs.tolist():
        better = [[{q for q in moves[i][s] if payoffs[i][q] > payoffs[i][s]} for s in states] for i in players]
        for i in players:
            worth, others = payoffs[i], [j for j in players if j != i]
            after = [[_reached(steps, others, s) for s in states] for steps in (moves, better)]
            top = [max([worth[s], *(worth[q] for q in moves[i][s])]) for s in states]
            found.append({s for s in states if not better[i][s]})
            found += [
                {s for s in states if all(any(label[q] <= worth[s] for q in reach[s1]) for s1 in better[i][s])}
                for reach in after
                for label in (worth, top)
            ]
    return found


def _reached(steps: list[list[set[int]]], others: list[int], start: int) -> set[int]:
    seen: set[tuple[int, int]] = set()
    waiting = [(start, -1)]
    while waiting:
        state, last = waiting.pop()
        fresh = {(q, j) for j in others if j != last for q in steps[j][state]} - seen
        seen |= fresh
        waiting += fresh
    return {state for state, _ in seen}


def _gmcr(game: ConflictGame) -> Callable[[], object]:
    """Let the public program find the equilibria, in a process of its own."""

    def run() -> object:
        folder = os.environ.get("NEGSIM_GMCR_PY", "")
        if not Path(folder, "data_02_conflictSolvers.py").is_file():
            raise FileNotFoundError("NEGSIM_GMCR_PY")
        with tempfile.TemporaryDirectory() as place:
            file = Path(place, "conflict.gmcr")
            file.write_text(json.dumps(_as_gmcr(game)), encoding="utf-8")
            command = [sys.executable, "-c", SCRIPT, folder, str(file)]
            return subprocess.run(command, capture_output=True, check=True).stdout

    return run


def _as_gmcr(game: ConflictGame) -> dict[str, object]:
    owner = game.graph.owner if isinstance(game.graph, OptionGraph) else np.zeros(0)
    return {
        "useManualPreferenceRanking": True,
        "infeasibles": [],
        "options": [{"name": f"option {k}", "permittedDirection": "both"} for k in range(len(owner))],
        "decisionMakers": [
            {
                "name": label,
                "options": np.flatnonzero(owner == k).tolist(),
                "preferences": [],
                "preferenceRanking": (1 + np.argsort(-game.payoffs[0, k])).tolist(),
            }
            for k, label in enumerate(game.players)
        ],
    }
