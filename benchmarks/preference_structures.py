"""Stability under preferences of any kind: packed bits, the published matrix products, and the sets of the definitions.

No other program that can be installed judges graded, unknown or fuzzy preferences; the two are the published ways to.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.concepts.conflict_stability import stable_by_definition
from negsim.games.conflict import ConflictGame
from negsim.testing.conflicts import options

SETS, PRODUCTS = 64, 1024  # states up to which the definitions, and the products, take less than a minute
TARGETS = {4096: 3.0}


def tables(quick: bool) -> list[Table]:
    """Return a table of single conflicts, by number of states, and one of a batch."""
    sizes = (64, 256, 1024) if quick else (64, 256, 1024, 4096)
    batch = _drawn(6, 200 if quick else 2000)
    return [
        Table("Stability under any preferences, three parties", [_one(size) for size in sizes], "a conflict"),
        Table(
            "Stability under any preferences, batches",
            [
                Task(
                    f"64 states, {len(batch):,} conflicts",
                    negsim=Job(lambda _: _fuzzy(batch), per=len(batch), prepare=_warm),
                    peers={"matrices": Job(lambda: _products(batch.take(slice(0, 50))), per=50)},
                )
            ],
            "per conflict",
        ),
    ]


def _one(states: int) -> Task:
    game = _drawn(states.bit_length() - 1, 1)
    peers = {}
    if states <= PRODUCTS:
        peers["matrices"] = Job(lambda: _products(game))
    if states <= SETS:
        peers["sets"] = Job(lambda: stable_by_definition(game, 0))
    return Task(
        f"{states:,} states",
        negsim=Job(lambda _: _fuzzy(game), prepare=_warm),
        peers=peers,
        target=TARGETS.get(states),
    )


def _drawn(count: int, batch: int) -> ConflictGame:
    """Conflicts of three parties who share binary options, with payoffs drawn at random."""
    game = options((2,) * count, tuple(option % 3 for option in range(count)))
    draw = np.random.default_rng(1962)
    return replace(game, payoffs=draw.normal(size=(batch, 3, 2**count)))


def _warm() -> None:
    """Judge a conflict that is large enough to be compiled for; smaller ones are interpreted at first."""
    _fuzzy(_drawn(9, 1))


def _fuzzy(game: ConflictGame) -> object:
    return solvers["fuzzy_stability"](thresholds=(1e-6,)).solve(game)


def _products(game: ConflictGame) -> object:
    return solvers["matrix_stability"]().solve(game)
