"""Whether every payoff is a finite number, at the defaults and at the ends of the parameters' ranges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from negsim.errors import Fault
from negsim.scenario.expression import Array
from negsim.scenario.model import Scenario
from negsim.scenario.outcomes import needed, table
from negsim.scenario.paths import child
from negsim.scenario.yaml_nodes import Node

CHEAP = 2_000_000  # numbers computed for the check at most


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
    corners = _corners(scenario)
    work = len(scenario.outcomes()) * (len(scenario.payoffs) + len(scenario.measures) + len(scenario.moves))
    rows = max(1, min(len(next(iter(corners.values()), [0])), CHEAP // work))
    batch = {name: values[:rows, None] for name, values in corners.items()}
    return list(_faults(scenario, root, batch))


def _faults(scenario: Scenario, root: Node, batch: dict[str, Array]) -> Iterator[Fault]:
    broken: set[str] = set()
    for section, formulas in (("measures", scenario.measures), ("payoffs", scenario.payoffs)):
        for name, formula in formulas.items():
            if broken & needed(scenario, (formula,)):
                continue
            values = table(scenario, batch, (formula,))[:, 0]
            bad = np.argwhere(~np.isfinite(values))
            if len(bad):
                row, outcome = bad[0]
                broken.add(name)
                node = child(child(root, section) or root, name) or root
                told = _message(scenario, batch, row, outcome, float(values[row, outcome]))
                yield node.fault(told, f"{section}.{name}")


def _message(scenario: Scenario, batch: dict[str, Array], row: int, outcome: int, value: float) -> str:
    changed = [
        f"{name} = {batch[name][row, 0]:g}"
        for name, parameter in scenario.parameters.items()
        if batch[name][row, 0] != parameter.value
    ]
    where = "at the defaults" if not changed else f"when {', '.join(changed[:3])}{' ...' if len(changed) > 3 else ''}"
    shown = "no number" if np.isnan(value) else "infinite"
    label = scenario.outcome_labels()[outcome]
    reason = "a division by zero, a log or root out of range, or an overflow"
    return f"is {shown} in the outcome '{label}' {where}: {reason}"


def _corners(scenario: Scenario) -> dict[str, Array]:
    """Shape (row,) for every parameter: the defaults, each low and high alone, all low, all high."""
    parameters = list(scenario.parameters.values())
    defaults = [p.value for p in parameters]
    rows = [defaults]
    for at, parameter in enumerate(parameters):
        rows += [[*defaults[:at], end, *defaults[at + 1 :]] for end in (parameter.low, parameter.high)]
    rows += [[p.low for p in parameters], [p.high for p in parameters]]
    return {p.id: np.array([row[at] for row in rows]) for at, p in enumerate(parameters)}
