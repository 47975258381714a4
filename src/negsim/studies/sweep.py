"""Sweeps: the same question for many values of the parameters, in chunks, and a summary of every answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.design import Vary, design_of
from negsim.studies.designs.base import Design
from negsim.studies.executors.base import Executor
from negsim.studies.executors.inline import Inline
from negsim.studies.solve import default_form, game, scenario_of
from negsim.studies.sweeps.asked import check_measures, check_work
from negsim.studies.sweeps.job import CHUNK_BYTES, Job
from negsim.studies.sweeps.record import Sweep
from negsim.studies.sweeps.variants import Overrides, variants
from negsim.studies.sweeps.whole import Whole

Progress: TypeAlias = Callable[[int, int], None]
HERE = Inline()

__all__ = ["Sweep", "sweep"]


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
    chunk_bytes: int = CHUNK_BYTES,
    measures: Sequence[str] = (),
    overrides: Overrides = (),
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
        Quantities to read from the answers at every point, as in claims: ``"probability(reply.refuse)"``.
    overrides
        Overrides to go through, each with the whole design: ``("", "frolov", "trenin")``, the empty text for the
        scenario as it is; see `variants`.
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
    points = design_of(about, vary, design, n, seed)
    job = job_of(scenario, form, solver, points, tuple(measures), overrides)
    for each in job.variants:
        check_work(each, form, measures)
    spans = job.spans(chunk_bytes)
    whole = Whole(job, spans)
    parts = executor.map(job, spans)
    for (start, stop), part in zip(spans, parts, strict=True):
        whole.put(start, stop, part)
        if progress is not None:
            progress(stop, len(job))
    if not whole.solvers:  # no point makes a game: say why
        game(about, form, points.columns(0, 1))
    return whole.sweep()


def job_of(
    scenario: Scenario | str | Path,
    form: str,
    solver: str | Solver[Any, Any] | None,
    design: Design,
    measures: tuple[str, ...] = (),
    overrides: Overrides = (),
) -> Job:
    """Return the work of a sweep.

    Parameters
    ----------
    scenario, form, solver, design, measures, overrides
        As in `sweep`.
    """
    found = variants(scenario, form, solver, overrides)
    for each in found:
        check_measures(each.scenario, measures)
    players = len(game(found[0].scenario, form).players)
    return Job(variants=found, form=form, design=design, players=players, measures=measures)
