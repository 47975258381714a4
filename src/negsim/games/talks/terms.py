"""The terms of an agreement: at which level each move stands, and what that is on average under a lottery."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from negsim.games.results import Agreements

CERTAIN = 1 - 1e-9  # what is more likely than this is certain but for rounding
NEVER = 1e-9  # and what is less likely than this does not happen
NEARLY = 1 - 5e-5  # what is as likely as this is written as if it were certain


def drawn(game: Any, result: Agreements, row: int) -> dict[str, float]:
    """Return the agreements that a row is a lottery over, with their probabilities; mostly one, with 1.

    Parameters
    ----------
    game
        A bargaining game.
    result, row
        Agreements in games of its batch, and which of them.
    """
    found: dict[str, float] = {}
    for number, share in zip(result.agreement[row], result.weights[row], strict=True):
        if share > NEVER:
            label = game.agreements[int(number)]
            found[label] = found.get(label, 0.0) + float(share)
    certain = next((label for label, share in found.items() if share >= CERTAIN), None)
    return found if certain is None else {certain: 1.0}


def terms(game: Any, result: Agreements, row: int) -> dict[str, Mapping[str, float]]:
    """Return what is agreed move by move: move -> level -> probability; nothing where agreements are labels only.

    Parameters
    ----------
    game, result, row
        As for `drawn`.
    """
    if game.sheet is None:
        return {}
    found: dict[str, dict[str, float]] = {move: {} for move in game.sheet.options}
    for label, share in drawn(game, result, row).items():
        for move, names, level in zip(
            game.sheet.options, game.sheet.labels, game.sheet.levels[game.number_of(label)], strict=True
        ):
            name = names[int(level)]
            found[move][name] = found[move].get(name, 0.0) + share
    return {move: {name: min(1.0, share) for name, share in levels.items()} for move, levels in found.items()}


def mean_level(game: Any, move: str, levels: Mapping[str, float]) -> float:
    """Return the mean of what the levels of a move count for in formulas.

    Parameters
    ----------
    game
        A bargaining game with a sheet that knows these numbers.
    move
        One of its moves.
    levels
        Level -> probability.
    """
    place = game.sheet.options.index(move)
    worth = dict(zip(game.sheet.labels[place], game.sheet.numbers[place], strict=True))
    return float(np.dot([worth[name] for name in levels], list(levels.values())))


def worded(game: Any, result: Agreements, row: int) -> str:
    """Write what is agreed in a line: the label of the agreement; under a lottery, level by level, means as numbers.

    Parameters
    ----------
    game, result, row
        As for `drawn`.
    """
    lottery = drawn(game, result, row)
    if len(lottery) == 1:
        return next(iter(lottery))
    if game.sheet is None or not game.sheet.numbers:
        return ", ".join(f"{label} ({share:.4g})" for label, share in lottery.items())
    return " / ".join(
        settled(levels) or f"{mean_level(game, move, levels):.4g}" for move, levels in terms(game, result, row).items()
    )


def settled(levels: Mapping[str, float]) -> str:
    """Return the level at which a move stands for sure, or nearly so; nothing if several are likely.

    Parameters
    ----------
    levels
        Level -> probability.
    """
    return next((level for level, share in levels.items() if share >= NEARLY), "")
