"""Whether every payoff is a finite number, at the defaults and at the ends of the parameters' ranges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negsim.errors import Fault
from negsim.scenario.expression import Array, Expression
from negsim.scenario.model import Scenario
from negsim.scenario.outcomes import table
from negsim.scenario.paths import child
from negsim.scenario.preferences import Preference, Ranking, steps_of
from negsim.scenario.table import PayoffTable
from negsim.scenario.yaml_nodes import Node

MAX_NUMBERS = 20_000_000  # held at a time
MAX_WORK = 500_000_000  # numbers computed for one row of parameters
CHEAP = 10_000_000  # numbers computed for all rows
MAX_ALONE = 300  # parameters taken to the ends of their ranges one at a time


def check_numbers(scenario: Scenario, root: Node) -> list[Fault]:
    """Find payoffs and measures that are not finite numbers.

    They are evaluated at the defaults, with one parameter at the end of its range, and with all of them there.

    Parameters
    ----------
    scenario
        Complete.
    root
        The file it was read from, for the places.
    """
    if not len(scenario.outcomes()):
        return [root.key_fault("forbidden", "every outcome is forbidden", "forbidden")]
    outcomes = len(scenario.outcomes())
    if flaw := size_flaw(scenario, outcomes):
        return [root.key_fault("payoffs", flaw, "payoffs")]
    return list(_faults(scenario, root, corners(scenario, CHEAP // _work(scenario, outcomes))))


def size_flaw(scenario: Scenario, outcomes: int) -> str:
    """Say that evaluating the formulas in so many outcomes is too much work; nothing if it is not.

    Parameters
    ----------
    scenario
        Complete.
    outcomes
        How many there are.
    """
    formulas = (*scenario.measures.values(), *scenario.payoffs.values())
    if _work(scenario, outcomes) <= MAX_WORK and outcomes * len(formulas) <= MAX_NUMBERS:
        return ""
    return f"{outcomes:,} outcomes and {sum(map(_steps, formulas)):,} steps in formulas are too much work together"


def _work(scenario: Scenario, outcomes: int) -> int:
    steps = sum(map(_steps, (*scenario.measures.values(), *scenario.payoffs.values())))
    return outcomes * (steps + len(scenario.moves))


def _steps(formula: Expression | PayoffTable | Preference) -> int:
    if isinstance(formula, Expression):
        return len(formula.steps)
    return 1 if isinstance(formula, PayoffTable) else steps_of(formula)


def _faults(scenario: Scenario, root: Node, corners: dict[str, Array]) -> Iterator[Fault]:
    """Each formula is reported once, and not at all where a measure that it uses is to blame."""
    broken: set[str] = set()
    sections = [(section, name) for section in ("measures", "payoffs") for name in getattr(scenario, section)]
    formulas = (*scenario.measures.values(), *scenario.payoffs.values())
    rows = len(next(iter(corners.values()), [0]))
    for row in range(rows):
        batch = {name: values[row : row + 1] for name, values in corners.items()}
        values = table(scenario, batch, formulas)[0]
        for number in np.flatnonzero(~np.isfinite(values).all(1)):
            section, name = sections[number]
            path = f"{section}.{name}"
            is_known = path in broken or any(f"measures.{used}" in broken for used in formulas[number].names)
            broken.add(path)
            if not is_known:
                outcome = int(np.flatnonzero(~np.isfinite(values[number]))[0])
                node = child(child(root, section) or root, name) or root
                where = _where(scenario, batch, outcome)
                told = _message(where, float(values[number, outcome]))
                if isinstance(formulas[number], Ranking):
                    told = f"has no place for {where}; rank it, or write a last entry '1' for all that is left"
                yield node.fault(told, path)


def _message(where: str, value: float) -> str:
    shown = "no number" if np.isnan(value) else "infinite"
    return f"is {shown} in {where}: a division by zero, a log or root out of range, or an overflow"


def _where(scenario: Scenario, batch: dict[str, Array], outcome: int) -> str:
    changed = [
        f"{name} = {batch[name][0, 0]:g}"
        for name, parameter in scenario.parameters.items()
        if batch[name][0, 0] != parameter.value
    ]
    when = "at the defaults" if not changed else f"when {', '.join(changed[:3])}{' ...' if len(changed) > 3 else ''}"
    return f"the outcome '{scenario.outcome_label(outcome)}' {when}"


def corners(scenario: Scenario, rows: int) -> dict[str, Array]:
    """Return the defaults; each parameter's ends, where that is cheap; all low; all high: shape (row, 1) for each.

    Parameters
    ----------
    scenario
        Whose parameters.
    rows
        How many there may be; the defaults are always there.
    """
    parameters = list(scenario.parameters.values())
    defaults, low, high = (np.array([getattr(p, name) for p in parameters]) for name in ("value", "low", "high"))
    blocks = [defaults[None]]
    count = len(parameters)
    if 2 * count + 3 <= rows and count <= MAX_ALONE:
        diagonal = np.eye(count, dtype=bool)
        blocks += [np.where(diagonal, low, defaults), np.where(diagonal, high, defaults)]
    if rows >= 3:
        blocks += [low[None], high[None]]
    table = np.concatenate(blocks)
    return {p.id: table[:, at, None] for at, p in enumerate(parameters)}
