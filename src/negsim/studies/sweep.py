"""Sweeps: the same question for many values of the parameters, in chunks, and a summary of every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.scenario.quantities import terms
from negsim.solvers.base import Solver, Status
from negsim.studies.design import Design, Vary, design_of
from negsim.studies.executors.base import Executor
from negsim.studies.executors.inline import Inline
from negsim.studies.regimes.gists import MEANING
from negsim.studies.regimes.outcomes import labels
from negsim.studies.regimes.stable_states import StateCounts
from negsim.studies.solve import default_form, game, named_solver, scenario_of, solver_of
from negsim.studies.sweeps.job import Job
from negsim.studies.sweeps.measures import Spread
from negsim.studies.sweeps.whole import Whole

Progress: TypeAlias = Callable[[int, int], None]
HERE = Inline()


@dataclass(frozen=True, kw_only=True)
class Sweep:
    """What was found at every point of a design.

    Attributes
    ----------
    scenario, form, solver, design
        What was asked; of the solver, the one really used, if it was one for all points.
    players
        Their labels.
    labels
        A name for each set of equilibria that occurs, such as ``"insist / offer_menu"`` or ``"4 pure + 3 mixed"``, in
        the order in which they first occur. Plans for several places are told by the phrases of
        `negsim.studies.regimes.gists`, conflicts by their equilibria under the first of the solver's concepts.
    equilibrium
        Shape (point,). Which of these sets holds there; -1 where nothing was found.
    count
        Shape (point,). Number of rows found; of a conflict, number of equilibria.
    payoff
        Shape (point, player). What each player expects, on average over the rows found; NaN where there are none.
        Of bargaining, what it gets without agreement where there is none.
    status
        Shape (point,). A `Status` code; points whose payoffs do not exist are there too, as ``failed``.
    states
        Of conflicts: at how many of the points each state is stable, under every concept.
    zone
        Of bargaining, shape (point,): how many agreements are in the zone of agreement, the status quo not counted.
    room
        Of bargaining, shape (point,): the most that all parties can gain at once; below zero, how much one of them
        would lose at least. Where it is zero, the zone opens or closes.
    measures
        Measure that was asked for -> its spread over the answers, point by point.
    """

    scenario: Scenario
    form: str
    solver: Solver[Any, Any]
    design: Design
    players: tuple[str, ...]
    labels: tuple[str, ...]
    equilibrium: NDArray[np.int32]
    count: NDArray[np.int32]
    payoff: Array
    status: NDArray[np.int8]
    states: StateCounts | None = None
    zone: NDArray[np.int32] | None = None
    room: Array | None = None
    measures: Mapping[str, Spread] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.design)

    @cached_property
    def columns(self) -> Mapping[str, Array]:
        """Parameter -> shape (point,): its values."""
        return self.design.columns(0, len(self))

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the grid, to reshape a column by; of other designs, (point,)."""
        return getattr(self.design, "shape", (len(self),))

    @property
    def statuses(self) -> dict[str, int]:
        """How many points ended in which way."""
        codes, counts = np.unique(self.status, return_counts=True)
        return {Status(code).name: int(count) for code, count in zip(codes, counts, strict=True)}

    @property
    def meaning(self) -> str:
        """What the labels stand for, in a sentence; empty where they are outcomes."""
        if self.states is not None:
            return f"{self.states.concepts[0]} equilibria: states stable for every party under this concept"
        return MEANING.get(self.form, "")

    def __repr__(self) -> str:
        shares = np.bincount(self.equilibrium[self.equilibrium >= 0], minlength=len(self.labels)) / max(len(self), 1)
        order = np.argsort(-shares, kind="stable")[:3]
        told = ", ".join(f"{self.labels[k]} at {shares[k]:.3g} of them" for k in order)
        return f"<Sweep of {', '.join(self.design.names)}: {len(self)} points; {told}>"


def sweep(
    scenario: Scenario | str | Path,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    vary: Vary,
    design: str | Design = "grid",
    n: int | None = None,
    seed: int = 0,
    executor: Executor = HERE,
    chunk_bytes: int = 2**22,
    measures: Sequence[str] = (),
    progress: Progress | None = None,
) -> Sweep:
    """Solve a scenario for many values of its parameters.

    The points are made, solved and summarised in chunks; only the summaries stay, some 40 bytes a point.

    Parameters
    ----------
    scenario, form, solver
        As in `solve`: when left out, the form that the scenario describes and the solver that it names.
    vary
        Parameter -> ``(low, high, count)``, a list of values, or ``(low, high)``; see `design_of`.
    design, n, seed
        ``"grid"``, every combination; or ``"random"``, `n` points drawn with this seed; or a `Design`.
    executor
        Maps the chunks: any executor of `concurrent.futures`, or one that is registered.
    chunk_bytes
        Most memory for the payoffs of one chunk; results do not depend on it.
    measures
        Quantities to read from the answers at every point, as in claims: ``"probability(reply.insist)"``.
    progress
        Called with the number of points done, and of all.

    Returns
    -------
    Sweep
        One row a point, in the order of the design.

    Raises
    ------
    UnknownName
        If there is no such scenario, form, solver, parameter or design.

    Examples
    --------
    >>> from negsim import sweep
    >>> found = sweep("baseline_impasse", vary={"audience_cost_R": (0, 6, 7)})
    >>> [found.labels[k] for k in found.equilibrium[[0, -1]]]
    ['take_menu / offer_menu', 'insist / offer_menu']
    """
    about = scenario_of(scenario)
    form = form or default_form(about)
    chosen = solver_of(solver or named_solver(about, form))
    points = design_of(about, vary, design, n, seed)
    example = game(about, form)
    size = max(1, chunk_bytes // _bytes(example))
    spans = [(start, min(start + size, len(points))) for start in range(0, len(points), size)]
    whole = Whole(len(points), len(example.players))
    for text in measures:
        terms(text)
    job = Job(
        scenario=about, form=form, solver=chosen, design=points, players=len(example.players), measures=tuple(measures)
    )
    parts = executor.map(job, spans)
    for (start, stop), part in zip(spans, parts, strict=True):
        whole.put(start, stop, part)
        if progress is not None:
            progress(stop, len(points))
    if not whole.solvers:  # no point makes a game: say why
        game(about, form, points.columns(0, 1))
    return Sweep(
        scenario=about,
        form=form,
        solver=whole.solver or chosen,
        design=points,
        players=example.players,
        labels=labels(example, whole.numbers, whole.rows),
        equilibrium=whole.equilibrium,
        count=whole.count,
        payoff=whole.payoff,
        status=whole.status,
        states=whole.states,
        zone=whole.zone,
        room=whole.room,
        measures=whole.spreads,
    )


def _bytes(game: Any) -> int:
    """Memory for the numbers of one game of a batch."""
    numbers = [getattr(game, "payoffs", None), getattr(game, "chance", None)]
    numbers.append(getattr(getattr(game, "transitions", None), "probability", None))
    return max(8, *(int(array[0].nbytes) for array in numbers if array is not None and len(array)), 8)
