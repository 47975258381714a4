"""Trees of perfect information: backward induction, and reading them from Gambit's .efg files."""

from __future__ import annotations

import tempfile
from functools import cache, partial
from pathlib import Path

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim import solvers
from negsim.formats.efg import Efg
from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import TERMINAL, Tree

INDUCTION = 10e-9  # seconds for a node
READING = 1e-6
SLOW = 100_000  # nodes; Gambit takes over a minute to read as many, and a target for a million says little of fewer


def tables(quick: bool) -> list[Table]:
    """Return a table for backward induction, and one for reading files, with smaller ones for slower peers."""
    large = [(2, 17), (10, 5)] if quick else [(2, 19), (10, 6)]
    files = [(2, 12), (10, 5)] if quick else [(2, 12), (10, 4), (2, 15), (2, 19), (10, 6)]
    return [
        Table("Backward induction", [_induction(*shape) for shape in large], "per node"),
        Table("Every pure subgame-perfect equilibrium, up to 1,000", [_every(2, 9), _every(10, 3)], "per game"),
        Table("Reading .efg", [_reading(*shape) for shape in files], "per node"),
    ]


def complete(branches: int, depth: int, players: int = 2, seed: int = 0) -> ExtensiveGame:
    """Return a tree in which every node but the last has equally many children and players take turns.

    Parameters
    ----------
    branches, depth, players
        Children of a node, decisions on the way to an end, and players.
    seed
        Of the payoffs, whole numbers from -1000 to 1000.
    """
    sizes = [(branches**k - 1) // (branches - 1) for k in range(depth + 2)]  # nodes of a subtree, by its height
    parent, action, level = (np.full(sizes[-1], -1, np.int32) for _ in range(3))
    nodes = np.zeros(1, np.intp)
    level[0] = 0
    for k in range(1, depth + 1):
        below = nodes[:, None] + 1 + np.arange(branches) * sizes[depth + 1 - k]
        parent[below], action[below], level[below] = nodes[:, None], np.arange(branches), k
        nodes = below.ravel()
    decided = level < depth
    place = np.full(len(parent), TERMINAL, np.int32)
    place[decided] = np.arange(decided.sum())
    labels, ends = tuple(str(k + 1) for k in range(branches)), int((~decided).sum())
    tree = Tree(
        parent=parent,
        action=action,
        place=place,
        player=level[decided] % players,
        players=tuple(f"P{k + 1}" for k in range(players)),
        actions=(labels,) * int(decided.sum()),
        outcome=np.arange(ends),
        outcomes=tuple(str(k + 1) for k in range(ends)),
    )
    payoffs = np.random.default_rng(seed).integers(-1000, 1001, (1, players, ends)).astype(float)
    return ExtensiveGame(tree=tree, payoffs=payoffs, title=f"complete, {branches} branches, depth {depth}")


def _count(branches: int, depth: int) -> int:
    return (branches ** (depth + 1) - 1) // (branches - 1)


def _induction(branches: int, depth: int) -> Task:
    return Task(
        f"{_count(branches, depth):,} nodes, {branches} branches",
        negsim=Job(
            lambda game: solvers["backward_induction"]().solve(game),
            per=_count(branches, depth),
            prepare=lambda: complete(branches, depth),
            note="no peer has it",
        ),
        target=INDUCTION,
    )


def _every(branches: int, depth: int) -> Task:
    return Task(
        f"{_count(branches, depth):,} nodes, {branches} branches",
        negsim=Job(
            lambda game: solvers["backward_induction"](every=True).solve(game),
            prepare=lambda: complete(branches, depth),
        ),
    )


def _reading(branches: int, depth: int) -> Task:
    size = _count(branches, depth)
    job = partial(Job, per=size, prepare=lambda: _file(branches, depth))
    return Task(
        f"{size:,} nodes, {branches} branches",
        negsim=job(Efg().read),
        peers={"openspiel": job(_openspiel)} | ({"gambit": job(_gambit)} if size <= SLOW else {}),
        target=READING if size > SLOW else None,
    )


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()  # gone when the benchmarks end


def _file(branches: int, depth: int) -> Path:
    place = Path(_folder().name) / f"{branches}_{depth}.efg"
    if not place.exists():
        Efg().write(complete(branches, depth), place)
    return place


def _gambit(place: Path) -> object:
    import pygambit

    return pygambit.read_efg(str(place))


def _openspiel(place: Path) -> object:
    import pyspiel

    return pyspiel.load_game("efg_game", {"filename": str(place)})
