"""Ten thousand points of a stochastic scenario with 64 states: beside each other, and each from scratch.

The scenario is made here: two sides on a ladder of eight rungs, with eight grades of readiness. Before anything is
timed, answers found beside each other are compared with those found from scratch.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from benchmarks.harness import Job, Table, Task
from negsim.scenario.load import load_text
from negsim.scenario.model import Scenario
from negsim.solvers.base import solvers
from negsim.studies.design import design_of
from negsim.studies.designs.base import Design
from negsim.studies.solve import game
from negsim.studies.sweep import sweep

TIMES = 5.0  # as fast as from scratch: the least that is asked
SIDE = 100
SAMPLE = 200  # points solved from scratch, spread evenly
ALIKE = 1e-9  # of a probability
PRECISION = 2.0
PAIRS = (("gain_E", "loss"), ("hazard_growth", "decay"), ("gain_E", "discount_factor"))
PARAMETERS = {
    "gain_E": (0.8, 0.2, 1.4),
    "gain_W": (0.7, 0.2, 1.2),
    "harm": (0.4, 0.1, 0.8),
    "upkeep": (0.1, 0, 0.3),
    "hazard_base": (0.003, 0.001, 0.01),
    "hazard_growth": (1.8, 1.5, 2.2),
    "loss": (40, 20, 80),
    "decay": (0.3, 0.1, 0.5),
    "discount_factor": (0.9, 0.7, 0.95),
}
TEXT = """
negsim: 1
title: Eight rungs and eight grades of readiness
question: How does readiness on both sides move with the danger on a ladder?
note: made up for timing; it says nothing about any real dispute
basis: illustrative payoff (assumption), not an estimate
actors: {{east: {{name: East}}, west: {{name: West}}}}
moves:
  step_E:
    actor: east
    name: step of East
    levels: {{hold: {{name: hold}}, drill: {{name: drill}}, climb: {{name: climb}}}}
  step_W:
    actor: west
    name: step of West
    levels: {{hold: {{name: hold}}, drill: {{name: drill}}, climb: {{name: climb}}}}
parameters:
{parameters}
payoffs:
  east: gain_E*step_E.climb + 0.4*gain_E*step_E.drill - harm*step_W.climb
  west: gain_W*step_W.climb + 0.5*gain_W*step_W.drill - harm*step_E.climb
games:
  stochastic:
    discount: discount_factor
    turns: simultaneous
    state:
      rung:
        name: Rung
        levels: [r0, r1, r2, r3, r4, r5, r6, r7]
        initial: r1
        next: where(step_E.climb + step_W.climb > 0, min(rung + step_E.climb + step_W.climb, 7), max(rung - 1, 0))
      ready:
        name: Readiness
        levels: [q0, q1, q2, q3, q4, q5, q6, q7]
        initial: q0
        next:
          - {{to: "max(ready - 1, 0)", probability: decay}}
          - {{to: "min(ready + step_E.drill + step_W.drill, 7)"}}
    hazards:
      collision:
        name: a collision
        rate: min(0.9, hazard_base * hazard_growth**rung * (1 + ready/14))
        payoffs: {{east: -loss, west: -loss}}
    payoffs:
      east: gain_E*step_E.climb*(1 + ready/14) + 0.4*gain_E*step_E.drill - harm*step_W.climb - upkeep*ready
      west: gain_W*step_W.climb*(1 + ready/14) + 0.5*gain_W*step_W.drill - harm*step_E.climb - upkeep*ready
    escalation: rung
"""


def tables(quick: bool) -> list[Table]:
    """Return a table of grids over two parameters, and of draws from all of them, which are no neighbours."""
    scenario, side = made(), 32 if quick else SIDE
    near = [_task(scenario, _grid(scenario, pair, side), " x ".join(pair)) for pair in PAIRS[: 1 if quick else 3]]
    few = 256 if quick else 2048
    drawn = design_of(scenario, list(PARAMETERS), "sobol", few, 0)
    far = _task(scenario, drawn, f"{few:,} points drawn from all {len(PARAMETERS)} ranges", target=False)
    return [
        Table(f"{side**2:,} points, 64 states, 3 x 3 actions, logit response, one process", near, "a point"),
        Table("The same scenario where points are no neighbours", [far], "a point"),
    ]


def made() -> Scenario:
    """Return the scenario."""
    lines = (
        f"  {name}: {{name: {name}, value: {value}, low: {low}, high: {high}, unit: number, assumption: made up}}"
        for name, (value, low, high) in PARAMETERS.items()
    )
    return load_text(TEXT.format(parameters="\n".join(lines)))


def _grid(scenario: Scenario, pair: tuple[str, str], side: int) -> Design:
    """So many steps of each parameter, from the middle of its range, of which the whole range would have a hundred."""
    share = (side - 1) / (SIDE - 1)
    ranges = {name: PARAMETERS[name][1:] for name in pair}
    middles = {name: ((low + high) / 2, share * (high - low) / 2) for name, (low, high) in ranges.items()}
    return design_of(scenario, {name: (m - h, m + h, side) for name, (m, h) in middles.items()}, "grid", None, 0)


def _task(scenario: Scenario, design: Design, name: str, *, target: bool = True) -> Task:
    kind: Any = solvers["logit_homotopy"]
    solver, warm = (kind(precision=PRECISION, warm=way) for way in (False, True))

    def agree() -> None:
        """Whoever is fast and finds other plans gets no figure."""
        games = game(scenario, "stochastic", design.columns(0, SAMPLE))
        beside, alone = (each.solve(games).strict() for each in (warm, solver))
        furthest = float(np.abs(beside.result.weights - alone.result.weights).max())
        if furthest > ALIKE:
            raise ArithmeticError(f"plans differ by {furthest:.1e}")

    def scratch(games: Any) -> None:
        solver.solve(games).strict()

    return Task(
        name,
        negsim=Job(
            lambda _: sweep(scenario, "stochastic", warm, vary={}, design=design), per=len(design), prepare=agree
        ),
        peers={
            "scratch": Job(
                scratch,
                per=SAMPLE,
                prepare=lambda: game(scenario, "stochastic", _sample(design)),
                note=f"each alone, {SAMPLE} of the points; the games made beforehand",
            )
        },
        target=(lambda seconds: seconds["scratch"] / TIMES) if target else None,
    )


def _sample(design: Design) -> Mapping[str, np.ndarray]:
    spots = np.linspace(0, len(design) - 1, SAMPLE).astype(int)
    return {name: column[spots] for name, column in design.columns(0, len(design)).items()}
