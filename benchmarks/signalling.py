"""Crisis signalling and other trees with hidden information: one sequential equilibrium, by agent quantal response."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.testing.poker import kuhn_poker
from negsim.testing.stages import staged_game
from negsim.testing.trees import Decision, Draw, Node, written

TARGETS = {(3, 3): 1.0}


def tables(quick: bool) -> list[Table]:
    """Return a table for the limit and one for the responses at one precision."""
    sizes = [(2, 2), (2, 3), (3, 2), (3, 3)] + ([] if quick else [(2, 4), (2, 6), (3, 4), (3, 6)])
    games = {
        f"signalling, {players} players, {kinds} types and messages": signalling(kinds, players)
        for players, kinds in sizes
    }
    targets = dict(zip(games, [TARGETS.get(size) for size in sizes], strict=True))
    games["Kuhn poker"] = kuhn_poker()
    for stages in (2, 3) if quick else (2, 3, 4):
        games[f"{stages} stages of 2 x 2, mixed interests"] = staged_game(2, stages, zero_sum=False)
    return [
        Table(
            "A sequential equilibrium, the limit of the principal branch",
            [_limit(*named, targets) for named in games.items()],
        ),
        Table("Agent quantal responses at one precision", [_response(*named) for named in games.items()]),
    ]


def _limit(name: str, game: ExtensiveGame, targets: dict[str, float | None]) -> Task:
    return Task(
        f"{name}, {len(game.tree)} nodes",
        negsim=Job(lambda: solvers["agent_logit"]().solve(game).strict(), note="certified, residual 1e-9 and beliefs"),
        peers={
            "gambit": Job(_gambit_limit, prepare=lambda: _gambit(game), note="logit_solve, a Nash equilibrium to 1e-8")
        },
        target=targets.get(name),
    )


def _response(name: str, game: ExtensiveGame) -> Task:
    precision = 30 / float(game.spread[0])
    return Task(
        f"{name}, {len(game.tree)} nodes",
        negsim=Job(lambda: solvers["agent_logit"](precision=precision).solve(game).strict()),
        peers={"gambit": Job(lambda ready: _gambit_response(ready, precision), prepare=lambda: _gambit(game))},
    )


def _gambit(game: ExtensiveGame) -> Any:
    import pygambit

    return pygambit.read_efg(io.StringIO(Efg().text(game)))


def _gambit_limit(game: Any) -> object:
    import pygambit

    found = pygambit.nash.logit_solve(game)
    if not found.success:
        raise ArithmeticError("no success")
    return found


def _gambit_response(game: Any, precision: float) -> object:
    import pygambit

    return pygambit.qre.logit_solve_lambda(game, [precision])


def signalling(kinds: int, players: int) -> ExtensiveGame:
    """Return a crisis: a type is drawn, its owner sends a message, others answer it, and the owner stands firm or not.

    Parameters
    ----------
    kinds
        Number of types, and of messages.
    players
        2, or 3: then a third player answers the second.
    """
    draw = np.random.default_rng(8000 + 10 * kinds + players)
    names = ["A", "B", "C"][:players]
    left = iter(range(10**6))

    def last() -> Node:
        return Decision(
            "A", f"last {next(left)}", {what: draw.integers(-10, 11, players).tolist() for what in ("firm", "back")}
        )

    def third(message: int, answer: int) -> Node:
        if players == 2:
            return last()
        return Decision("C", f"heard {message}, {answer}", {f"c{k}": last() for k in range(2)})

    def second(message: int) -> Node:
        return Decision("B", f"heard {message}", {f"r{k}": third(message, k) for k in range(2)})

    types = {f"t{k}": Decision("A", f"type {k}", {f"m{m}": second(m) for m in range(kinds)}) for k in range(kinds)}
    return written(names, Draw({name: (1 / kinds, node) for name, node in types.items()}), "Crisis signalling")
