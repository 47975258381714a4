"""The table of a solution: one row an answer, strategies by name, payoffs, residual, and what else is known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from negsim.games.results import Agreements, Joint, Offers, Outcomes, Profiles, Proposals, Result, StateSets, Survivors
from negsim.solvers.base import Row, Solution
from negsim.studies.regimes.stable_states import counted
from negsim.views.tables.about import completeness, label_of, title_of
from negsim.views.tables.agreements import agreed, in_labels, one_agreement, order_of, reason
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.plan_rows import in_rows
from negsim.views.tables.plans import PLANS, gist, plan
from negsim.views.tables.stability import in_states, stability, stable_states
from negsim.views.tables.state_shares import state_shares
from negsim.views.wording import mixture, number, plain_value, small

Part = tuple[list[str], Callable[[int], list[Cell]]]


@table.register
def of_solution(solution: Solution) -> Table:  # type: ignore[type-arg]
    """List what a solver found, one answer a row.

    Parameters
    ----------
    solution
        What a solver found in a batch of games.
    """
    if isinstance(solution.result, StateSets):
        return stability(solution)
    parts = [_place(solution), _answer(solution), _extras(solution)]
    heads = [head for columns, _ in parts for head in columns]
    rows = [[cell for _, cells in parts for cell in cells(row)] for row in range(len(solution))]
    notes = (*completeness(solution), reason(solution), order_of(solution), label_of(solution))
    return filled(title_of(solution), heads, rows, notes=notes)


def sections(solution: Solution[Any, Any]) -> tuple[Table, ...]:
    """Return the table of a solution, and what goes with it.

    Where players choose at several places, the plans of the first answers; of many conflicts, how often states hold.

    Parameters
    ----------
    solution
        What a solver found.
    """
    if isinstance(solution.result, StateSets):
        counts = [counted(solution.game, solution.result)] if len(solution) > 1 else []
        return (of_solution(solution), *map(state_shares, counts))
    plans = list(solution)[:PLANS] if solution.game.choices.several else []
    return (of_solution(solution), *(replace(plan(row), notes=()) for row in plans))


@table.register
def of_row(row: Row) -> Table:
    """List one answer: each player's strategies and their probabilities, or its plan for every place.

    Parameters
    ----------
    row
        One row of a solution.
    """
    if isinstance(row.solution.result, StateSets):
        return stable_states(row)
    if isinstance(row.solution.result, Agreements):
        return one_agreement(row)
    if row.solution.game.choices.several:
        return plan(row)
    rows = [
        (player, strategy, share, row.payoffs[player])
        for player, mix in row.profile.items()
        for strategy, share in mix.items()
    ]
    notes = (f"residual {small(row.residual)}: {row.solution.solver.concept.definition}", label_of(row.solution))
    return filled("One answer", ["player", "strategy", "probability", "payoff"], rows, notes=notes)


def in_columns(solution: Solution[Any, Any]) -> Table:
    """Return what a solver found with one number a cell and nothing rounded, for machines.

    Parameters
    ----------
    solution
        What a solver found: one column a strategy (``player: strategy``) or, where joint outcomes are found, one
        column an outcome (the strategies' names joined by ``" / "``). Plans for several places have one row a choice.
    """
    game, result = solution.game, solution.result
    if isinstance(result, StateSets):
        return in_states(solution)
    if isinstance(result, Agreements):
        return in_labels(solution, _extras(solution))
    if game.choices.several:
        return in_rows(solution)
    if isinstance(result, (Profiles, Survivors)):
        values = result.weights if isinstance(result, Profiles) else result.alive
        owners = [game.choices.players[k] for k in game.choices.player]
        heads = [f"{player}: {action}" for player, action in zip(owners, game.choices.actions, strict=True)]
    else:
        values = result.probability if isinstance(result, Joint) else result.chosen
        heads = [" / ".join(cell) for cell in product(*game.strategies)]
    numbers = np.asarray(values, float).reshape(len(result), -1)
    columns, cells = _extras(solution)
    rows = [[int(result.item[row]), *map(float, numbers[row]), *cells(row)] for row in range(len(result))]
    return filled(title_of(solution), ["game", *heads, *columns], rows)


def _place(solution: Solution[Any, Any]) -> Part:
    """The number of the row and, in a batch, of the game."""
    if len(solution.game) > 1:
        return ["game", "#"], lambda row: [int(solution.result.item[row]), row + 1]
    return ["#"], lambda row: [row + 1]


def _answer(solution: Solution[Any, Any]) -> Part:
    """What the row says, by name."""
    kinds: dict[type[Result], Callable[[Solution[Any, Any]], Part]] = {
        Profiles: _profile,
        Joint: _joint,
        Outcomes: _outcomes,
        Survivors: _survivors,
        Agreements: agreed,
        Proposals: agreed,
    }
    if solution.game.choices.several:
        return gist(solution)
    return kinds[type(solution.result)](solution)


def _profile(solution: Solution[Any, Any]) -> Part:
    players = list(solution.game.choices.players)

    def cells(row: int) -> list[Cell]:
        profile = solution[row].profile
        return [mixture(profile[player]) for player in players]

    return players, cells


def _joint(solution: Solution[Any, Any]) -> Part:
    def cells(row: int) -> list[Cell]:
        shares = outcome_shares(solution, row)
        return ["; ".join(f"{name} {number(share)}" for name, share in shares.items())]

    return ["outcomes with probabilities"], cells


def _outcomes(solution: Solution[Any, Any]) -> Part:
    return ["outcomes"], lambda row: ["; ".join(chosen_outcomes(solution, row))]


def _survivors(solution: Solution[Any, Any]) -> Part:
    players = list(solution.game.choices.players)

    def cells(row: int) -> list[Cell]:
        alive = surviving(solution, row)
        return [", ".join(alive[player]) for player in players]

    return players, cells


def _extras(solution: Solution[Any, Any]) -> Part:
    """Payoffs, residual and the columns that the solver adds."""
    players = list(solution.game.choices.players)
    with_payoff = isinstance(solution.result, (Profiles, Joint, Offers, Agreements))
    earned = solution.game.payoff(solution.result) if with_payoff else np.zeros((len(solution), 0))
    columns = solution.result.columns

    def cells(row: int) -> list[Cell]:
        extra = [plain_value(column[row]) for column in columns.values()]
        return [*map(float, earned[row]), float(solution.residual[row]), *extra]

    heads = [f"payoff of {player}" for player in players] if with_payoff else []
    return [*heads, "residual", *columns], cells


def outcome_shares(solution: Solution[Any, Any], row: int) -> dict[str, float]:
    """Return the probability of every outcome that has any, the strategies' names joined by ``" / "``."""
    joint = solution.result.probability[row]
    return {_outcome(solution, cell): float(joint[cell]) for cell in zip(*np.nonzero(joint > 0), strict=True)}


def chosen_outcomes(solution: Solution[Any, Any], row: int) -> list[str]:
    """Return the outcomes singled out, the strategies' names joined by ``" / "``."""
    chosen = np.asarray(solution.result.chosen[row], bool)
    return [_outcome(solution, cell) for cell in zip(*np.nonzero(chosen), strict=True)]


def surviving(solution: Solution[Any, Any], row: int) -> dict[str, list[str]]:
    """Return the strategies that survive, by player."""
    choices, alive = solution.game.choices, np.asarray(solution.result.alive[row], bool)
    return {
        player: [choices.actions[k] for k in np.flatnonzero((choices.player == index) & alive)]
        for index, player in enumerate(choices.players)
    }


def _outcome(solution: Solution[Any, Any], cell: tuple[Any, ...]) -> str:
    return " / ".join(labels[int(k)] for labels, k in zip(solution.game.strategies, cell, strict=True))
