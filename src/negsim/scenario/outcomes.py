"""From formulas to the table of payoffs: which outcomes there are, and what each formula gives in them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.scenario.conditions import Condition
from negsim.scenario.expression import Array, Expression
from negsim.scenario.preferences import Preference
from negsim.scenario.table import PayoffTable

if TYPE_CHECKING:
    from negsim.scenario.model import Move, Scenario

Formula: TypeAlias = Expression | Condition | PayoffTable | Preference

CHUNK = 2**15  # numbers of an intermediate result: small enough to stay in the processor's cache


def combinations(moves: Sequence[Move]) -> NDArray[np.intp]:
    """Return every combination of levels; the last move varies fastest.

    Parameters
    ----------
    moves
        In the order of the columns.

    Returns
    -------
    IntArray
        Shape (combination, move).
    """
    sizes = [len(move.levels) for move in moves]
    return np.indices(sizes).reshape(len(sizes), -1).T


def move_values(moves: Sequence[Move], levels: NDArray[np.intp], names: Collection[str]) -> dict[str, Array]:
    """Return what the moves' names, and ``move.level``, stand for in each outcome.

    Parameters
    ----------
    moves
        In the order of the columns.
    levels
        Shape (outcome, move).
    names
        The names wanted.

    Returns
    -------
    dict
        Name -> shape (1, outcome).
    """
    env: dict[str, Array] = {}
    for column, move in enumerate(moves):
        chosen = levels[:, column]
        if move.id in names:
            env[move.id] = np.array([level.value for level in move.levels])[chosen][None]
        for number, level in enumerate(move.levels):
            if f"{move.id}.{level.id}" in names:
                env[f"{move.id}.{level.id}"] = (chosen == number).astype(np.float64)[None]
    return env


def allowed(scenario: Scenario) -> NDArray[np.intp]:
    """Return the outcomes that are not forbidden, shape (outcome, move).

    Parameters
    ----------
    scenario
        What the file says.
    """
    moves = tuple(scenario.moves.values())
    levels = combinations(moves)
    if scenario.forbidden:
        env = move_values(moves, levels, set().union(*(condition.names for condition in scenario.forbidden)))
        for condition in scenario.forbidden:
            levels, env = _without(levels, env, np.broadcast_to(condition(env)[..., :] != 0, (1, len(levels)))[0])
    levels.setflags(write=False)
    return levels


def _without(
    levels: NDArray[np.intp], env: dict[str, Array], out: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], dict[str, Array]]:
    return levels[~out], {name: values[:, ~out] for name, values in env.items()}


def table(scenario: Scenario, batch: Mapping[str, Array], formulas: Sequence[Formula]) -> Array:
    """Evaluate formulas in every outcome.

    The batch is taken in chunks of rows, so that intermediate results stay small; a measure is evaluated once a chunk,
    and only if a formula needs it. A formula without parameters is evaluated once.

    Parameters
    ----------
    scenario
        What the file says.
    batch
        Parameter -> shape (batch, 1), or (1, 1) where all games share the number.
    formulas
        What to evaluate.

    Returns
    -------
    Array
        Shape (batch, formula, outcome).
    """
    moves = tuple(scenario.moves.values())
    levels = scenario.outcomes()
    names = needed(scenario, formulas)
    fixed = move_values(moves, levels, names)
    rows = max((len(column) for column in batch.values()), default=1)
    varying = _varying(scenario, batch)
    same = {number for number, each in enumerate(formulas) if each.names.isdisjoint(varying)}
    out = np.empty((rows, len(formulas), len(levels)))
    step = max(1, CHUNK // max(1, len(levels)))
    for start in range(0, rows, step):
        part = slice(start, start + step)
        env: dict[str, Any] = dict(fixed)
        env |= {name: values[part] if len(values) > 1 else values for name, values in batch.items() if name in names}
        for name, measure in scenario.measures.items():
            if name in names:
                env[name] = measure(env)
        for number, formula in enumerate(formulas):
            if start and number in same:
                out[part, number] = out[0, number]
            else:
                _fill(out[part, number], formula, env, scenario, levels)
    return out


def _varying(scenario: Scenario, batch: Mapping[str, Array]) -> set[str]:
    """The parameters, and the measures that depend on them."""
    found = set(batch)
    for name, measure in scenario.measures.items():
        if not measure.names.isdisjoint(found):
            found.add(name)
    return found


def _fill(out: Array, formula: Formula, env: Mapping[str, Any], scenario: Scenario, levels: NDArray[np.intp]) -> None:
    if not isinstance(formula, PayoffTable):
        out[...] = formula(env)
        return
    cells = np.ravel_multi_index(tuple(levels.T), formula.shape)
    for outcome, cell in enumerate(cells):
        out[:, outcome] = np.broadcast_to(formula.cells[cell](env), out.shape)[:, outcome]


def needed(scenario: Scenario, formulas: Sequence[Formula]) -> set[str]:
    """Return the names that formulas use, themselves or through measures.

    Parameters
    ----------
    scenario
        What the file says.
    formulas
        The formulas.
    """
    names: set[str] = set().union(*(formula.names for formula in formulas))
    for name in reversed(tuple(scenario.measures)):
        if name in names:
            names |= scenario.measures[name].names
    return names


def exact(scenario: Scenario, formula: Formula, outcome: int, values: Mapping[str, Fraction]) -> Fraction:
    """Evaluate one formula in one outcome, without rounding.

    Parameters
    ----------
    scenario
        What the file says.
    formula
        What to evaluate.
    outcome
        Its number.
    values
        Parameter -> fraction; the others keep their default.

    Raises
    ------
    NotApplicable
        If the value is not a rational number, or does not exist.
    """
    moves = tuple(scenario.moves.values())
    chosen = scenario.outcomes()[outcome]
    if isinstance(formula, PayoffTable):
        formula = formula.cells[int(np.ravel_multi_index(tuple(chosen), formula.shape))]
    env = {name: values.get(name, parameter.exact) for name, parameter in scenario.parameters.items()}
    for move, number in zip(moves, chosen, strict=True):
        env[move.id] = Fraction(repr(move.levels[number].value))
        env |= {f"{move.id}.{level.id}": Fraction(int(k == number)) for k, level in enumerate(move.levels)}
    names = needed(scenario, (formula,))
    for name, measure in scenario.measures.items():
        if name in names:
            env[name] = measure.exact(env)
    return formula.exact(env)
