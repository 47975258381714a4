"""Record every extreme equilibrium of some two-player games, as Gambit and lrsnash both tell them in fractions.

Run where pygambit and lrsnash are installed: ``python tests/oracles/make_all_nash.py``.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from fractions import Fraction
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pygambit

DATA = Path(__file__).parent / "data"
GAMES = 220  # of each set
Equilibria = set[tuple[str, ...]]


def sets(draw: np.random.Generator) -> Iterator[tuple[str, list[np.ndarray]]]:
    """Yield named lists of games, payoffs of shape (player, row strategy, column strategy)."""
    for size, most in [(2, 99), (3, 99), (4, 99), (5, 30)]:
        yield f"{size}x{size}", [draw.integers(-most, most + 1, (2, size, size)) for _ in range(GAMES)]
    shapes = [(2, 4), (4, 2), (3, 2), (2, 5), (3, 5), (5, 3), (1, 3), (4, 3)]
    yield "rectangular", [draw.integers(-9, 10, (2, *shapes[k % len(shapes)])) for k in range(GAMES)]
    yield "zeros and ones", [draw.integers(0, 2, (2, *_shape(draw))) for _ in range(GAMES)]
    yield "zero to three", [draw.integers(0, 4, (2, *_shape(draw))) for _ in range(GAMES)]
    yield "duplicate strategies", [_duplicated(draw.integers(-9, 10, (2, 3, 3))) for _ in range(GAMES)]
    yield "ordinal ranks", [_ranks(draw, 3) for _ in range(GAMES)]


def _shape(draw: np.random.Generator) -> tuple[int, int]:
    return int(draw.integers(2, 5)), int(draw.integers(2, 5))


def _duplicated(payoffs: np.ndarray) -> np.ndarray:
    taller = np.concatenate([payoffs, payoffs[:, :1]], axis=1)
    return np.concatenate([taller, taller[:, :, -1:]], axis=2)


def _ranks(draw: np.random.Generator, size: int) -> np.ndarray:
    return np.stack([draw.permutation(size * size).reshape(size, size) + 1 for _ in range(2)])


def large(draw: np.random.Generator) -> Iterator[np.ndarray]:
    """Yield games that only lrsnash solves in good time."""
    for size, count in [(7, 6), (9, 4), (11, 2)]:
        yield from draw.integers(-1000, 1001, (count, 2, size, size))
    yield from draw.integers(0, 4, (8, 2, 7, 7))
    yield from draw.integers(-9, 10, (6, 2, 2, 12))


def gambit(payoffs: np.ndarray) -> Equilibria:
    game = pygambit.StrategicGame.from_arrays(*payoffs)
    found = pygambit.nash.enummixed_solve(game, rational=True).equilibria
    return {
        tuple(str(profile[player][s]) for player in game.players for s in game.get_strategies(player))
        for profile in found
    }


def lrsnash(payoffs: np.ndarray) -> Equilibria:
    tables = "\n\n".join("\n".join(" ".join(map(str, row)) for row in table) for table in payoffs.tolist())
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(f"{payoffs.shape[1]} {payoffs.shape[2]}\n\n{tables}\n")
        file.flush()
        told = subprocess.run(["lrsnash", file.name], capture_output=True, text=True, check=True).stdout
    found: Equilibria = set()
    for block in told.split("\n\n"):
        lines = [line.split()[:-1] for line in block.splitlines() if line[:2] in ("1 ", "2 ")]
        found |= {(*x[1:], *y[1:]) for x in lines if x[0] == "1" for y in lines if y[0] == "2"}
    return found


def main() -> None:
    draw = np.random.default_rng(20220128)
    cases = {}
    for name, games in sets(draw):
        answers = []
        for payoffs in games:
            found = gambit(payoffs)
            assert found == lrsnash(payoffs), payoffs.tolist()
            answers.append([payoffs.tolist(), sorted(" ".join(row) for row in found)])
        cases[name] = answers
        print(name, len(answers), sum(len(found) for _, found in answers))
    answers = []
    for payoffs in large(draw):
        found = sorted([float(Fraction(weight)) for weight in row] for row in lrsnash(payoffs))
        answers.append([payoffs.tolist(), [" ".join(map(repr, row)) for row in found]])
    told = {
        "provenance": f"pygambit {version('pygambit')} enummixed_solve(rational=True) and lrsnash of lrslib 7.1, which "
        "agree on every game, by tests/oracles/make_all_nash.py",
        "format": "set of games -> [payoffs by player, extreme equilibria: probabilities of all strategies]",
        "cases": cases,
        "large, by lrsnash alone, rounded to floats": answers,
    }
    text = json.dumps(told, separators=(",", ":")).replace('"],[[[', '"],\n[[[')
    (DATA / "all_nash.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
