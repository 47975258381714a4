"""Conflicts with players who look ahead or move together, beside the definitions in plain Python."""

from __future__ import annotations

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.concepts.coalition_stability import Together, coalitions
from negsim.concepts.limited_move import Foresight, labels
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import OptionGraph

SLOW = 256  # states beyond which the definitions are not timed
PLAIN = "definition, in Python"


def tables(quick: bool) -> list[Table]:
    """Return a table for two players who look ahead, and one for coalitions."""
    large = [] if quick else [(20, 1), (6, 10_000)]
    return [
        Table("Looking ahead: L_h, non-myopic, maximin_h", [_ahead(*shape) for shape in [(6, 1), (16, 1), *large]]),
        Table(
            "All coalitions", [_together(*shape) for shape in [(6, 3), (6, 5), (10, 3), (12, 3)][: 3 if quick else 4]]
        ),
    ]


def _ahead(options: int, batch: int) -> Task:
    game = _conflict(options, 2, batch)

    def plain() -> object:
        sight, names = Foresight(game, 0), labels(game.players, 4)
        sight.look_ahead(4)
        return [sight.verdicts(names, player, state) for player in (0, 1) for state in range(len(game.states))]

    return Task(
        f"{len(game.states):,} states, {batch:,} conflicts",
        negsim=Job(lambda: solvers["limited_move"]().solve(game), per=batch),
        peers={PLAIN: Job(plain)} if len(game.states) <= SLOW else {},
    )


def _together(options: int, players: int) -> Task:
    game = _conflict(options, players, 1)

    def plain() -> object:
        together, groups = Together(game), coalitions(range(players))
        return [together.verdicts(members, state) for members in groups for state in range(len(game.states))]

    return Task(
        f"{len(game.states):,} states, {players} parties",
        negsim=Job(lambda: solvers["coalition_stability"]().solve(game)),
        peers={PLAIN: Job(plain)} if len(game.states) <= SLOW else {},
    )


def _conflict(options: int, players: int, batch: int) -> ConflictGame:
    """Binary options dealt out in turn, and payoffs at random."""
    count = 2**options
    return ConflictGame(
        payoffs=np.random.default_rng(1).random((batch, players, count)),
        graph=OptionGraph(
            levels=(np.arange(count)[:, None] >> np.arange(options) & 1).astype(np.int16),
            owner=np.arange(options) % players,
            change=np.ones((options, 2, 2), bool),
            parties=players,
        ),
        players=tuple(f"party {k + 1}" for k in range(players)),
        states=tuple(map(str, range(count))),
    )
