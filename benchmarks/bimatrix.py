"""All extreme equilibria of two-player games: of a hundred thousand small ones, and of one large one, also exactly."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.harness import Job, Table, Task
from benchmarks.peers import gambit_game, nashpy_game, quantecon_game
from negsim import solvers
from negsim.games.strategic import StrategicGame

TARGETS = {2: 0.3e-6, 3: 1.5e-6, 4: 8e-6}
ONE_GAME = {12: (15e-3, 60e-3), 15: (150e-3, 0.8)}


def tables(quick: bool) -> list[Table]:
    """Return a table for batches of small games, one for both cores, and one for single large games."""
    count = 10_000 if quick else 100_000
    batches = {
        (size, kind): StrategicGame(payoffs=make(np.random.default_rng(100 + size), (count, 2, size, size)))
        for size in TARGETS
        for kind, make in KINDS.items()
    }
    sizes = (8, 12) if quick else (8, 12, 15)
    return [
        Table("All equilibria of batches", [_batch(size, kind, game) for (size, kind), game in batches.items()], GAME),
        Table("All equilibria of batches, exact", [_exact(*key, game) for key, game in batches.items()], GAME),
        Table("All equilibria of batches, both cores", [_cores(*key, game) for key, game in batches.items()], GAME),
        Table("All equilibria of one game", [task for size in sizes for task in _one(size)], GAME),
    ]


GAME = "per game"


def _uniform(draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return draw.random(shape)


def _integers(draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return draw.integers(-1000, 1001, shape).astype(float)


def _ordinal(draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    return draw.integers(0, 4, shape).astype(float)


KINDS: dict[str, Callable[[np.random.Generator, tuple[int, ...]], np.ndarray]] = {
    "uniform": _uniform,
    "integer": _integers,
    "ordinal": _ordinal,
}


def _batch(size: int, kind: str, game: StrategicGame) -> Task:
    note = "not complete: games with ties" if kind == "ordinal" else ""
    return Task(
        f"{size}x{size}, {len(game):,} games, {kind} payoffs",
        negsim=Job(lambda: solvers["all_nash"]().solve(game), per=len(game)),
        peers={
            "quantecon": _peer(_quantecon, game.payoffs[:500], note),
            "gambit": _peer(_gambit, game.payoffs[:100]),
            "nashpy": _peer(_nashpy, game.payoffs[: 100 if size < 4 else 20], "not complete"),
            "lrsnash": _peer(_lrsnash, _whole(game.payoffs[:40]), "a process a game, exact"),
        },
        target=TARGETS[size],
    )


def _exact(size: int, kind: str, game: StrategicGame) -> Task:
    part = game.take(slice(0, 2000)) if kind == "uniform" else game
    return Task(
        f"{size}x{size}, {len(part):,} games, {kind} payoffs, exact",
        negsim=Job(lambda: solvers["all_nash"](exact=True).solve(part), per=len(part)),
        peers={"gambit": _peer(partial(_gambit, rational=True), game.payoffs[:20])},
    )


def _cores(size: int, kind: str, game: StrategicGame) -> Task:
    return Task(
        f"{size}x{size}, {len(game):,} games, {kind} payoffs, threads=2",
        negsim=Job(lambda: solvers["all_nash"](threads=2).solve(game), per=len(game)),
        clock="wall",
    )


def _one(size: int) -> list[Task]:
    payoffs = _integers(np.random.default_rng(1000 + size), (1, 2, size, size))
    game, (double, exact) = StrategicGame(payoffs=payoffs), ONE_GAME.get(size, (None, None))
    gambit = {"gambit": _peer(_gambit, payoffs)} if size < 10 else {}
    return [
        Task(
            f"{size}x{size}, double",
            negsim=Job(lambda: solvers["all_nash"]().solve(game), prepare=lambda: _compiled(exact=False)),
            peers={"quantecon": _peer(_quantecon, payoffs)} | gambit,
            target=double,
        ),
        Task(
            f"{size}x{size}, exact",
            negsim=Job(lambda: solvers["all_nash"](exact=True).solve(game), prepare=lambda: _compiled(exact=True)),
            peers={"lrsnash": _peer(_lrsnash, _whole(payoffs))},
            target=exact,
        ),
    ]


def _compiled(*, exact: bool) -> None:
    """Solve a game that is large enough to be compiled for; smaller ones are interpreted at first, in some 0.2 s."""
    payoffs = _integers(np.random.default_rng(0), (1, 2, 12, 12))
    solvers["all_nash"](exact=exact).solve(StrategicGame(payoffs=payoffs))


def _peer(solve: Callable[[np.ndarray], object], games: np.ndarray, note: str = "") -> Job:
    return Job(lambda: [solve(payoffs) for payoffs in games], per=len(games), note=note)


def _whole(payoffs: np.ndarray) -> np.ndarray:
    """Whole numbers, which is what lrsnash reads: three digits of uniform payoffs."""
    return (payoffs if (payoffs == np.rint(payoffs)).all() else np.rint(1000 * payoffs)).astype(int)


def _quantecon(payoffs: np.ndarray) -> object:
    from quantecon.game_theory import support_enumeration, vertex_enumeration

    game = quantecon_game(payoffs)
    return support_enumeration(game) if payoffs.shape[1] < 5 else vertex_enumeration(game)


def _gambit(payoffs: np.ndarray, *, rational: bool = False) -> object:
    import pygambit

    return pygambit.nash.enummixed_solve(gambit_game(payoffs), rational=rational)


def _nashpy(payoffs: np.ndarray) -> object:
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(nashpy_game(payoffs).support_enumeration())


def _lrsnash(payoffs: np.ndarray) -> object:
    if shutil.which("lrsnash") is None:
        raise FileNotFoundError("lrsnash")
    rows = "\n\n".join("\n".join(" ".join(map(str, row)) for row in table) for table in payoffs.tolist())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "game"
        file.write_text(f"{payoffs.shape[1]} {payoffs.shape[2]}\n\n{rows}\n", encoding="utf-8")
        return subprocess.run(["lrsnash", str(file)], capture_output=True, check=True).stdout
