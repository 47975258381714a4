"""Sweeps: the same question for many values of the parameters, in chunks, and a summary of every answer."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.scenario.plan import NO_OVERRIDE, SweepPlan
from negsim.solvers.base import Solver
from negsim.studies.design import Correlated, Vary, design_of
from negsim.studies.designs.base import Design
from negsim.studies.executors._any import AnyExecutor, executor_of
from negsim.studies.solve import default_form, game, scenario_of
from negsim.studies.store.store import Store
from negsim.studies.sweeps.asked import check_measures, check_work
from negsim.studies.sweeps.delivery import Progress
from negsim.studies.sweeps.job import CHUNK_BYTES, Job
from negsim.studies.sweeps.record import Sweep
from negsim.studies.sweeps.swept import swept
from negsim.studies.sweeps.variants import Overrides, Variant, variants

log = logging.getLogger("negsim")

__all__ = ["Sweep", "job_of", "sweep"]


def sweep(
    scenario: Scenario | str | Path,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    *,
    vary: Vary | None = None,
    design: str | Design | None = None,
    n: int | None = None,
    seed: int = 0,
    correlated: Correlated = (),
    measures: Sequence[str] = (),
    overrides: Overrides = (),
    executor: AnyExecutor = "inline",
    workers: int | None = None,
    scheduler: str | None = None,
    store: str | Path | None = None,
    shard: tuple[int, int] = (1, 1),
    chunk_bytes: int = CHUNK_BYTES,
    progress: Progress | None = None,
) -> Sweep:
    """Solve a scenario for many values of its parameters.

    The points are made, solved and summarised in chunks; only the summaries stay, some 30 bytes a point. The numbers
    depend on the question alone: not on who works, how many they are, in which order they finish, or how often they
    are interrupted.

    Parameters
    ----------
    scenario, form, solver
        As in `solve`: when left out, the form that the scenario describes and the solver that it names.
    vary
        Parameter -> ``(low, high, count)``, a list of values, ``(low, high)``, or a distribution; see `design_of`.
        When left out, the scenario's own ``sweep`` counts, changed by all else that is given.
    design, n, seed, correlated
        ``"grid"``, every combination, when left out; or ``"random"``, ``"sobol"`` and others, `n` points drawn with
        this seed, perhaps with rank correlations ``(one, other, rank)``; or a `Design`.
    measures
        Quantities to read from the answers at every point, as in claims: ``"probability(reply.refuse)"``.
    overrides
        Overrides to go through, each with the whole design: ``("", "frolov", "trenin")``, the empty text for the
        scenario as it is; see `variants`.
    executor
        Who works: ``"inline"``, ``"processes"``, ``"dask"``; one of `negsim.studies.executors` with its options; or
        any executor of `concurrent.futures`.
    workers, scheduler
        Options of an executor that is named: how many processes, and the address of a Dask scheduler.
    store
        A folder in which finished chunks are kept: the same sweep, asked for again, goes on from there.
    shard
        ``(k, n)``: work on every n-th chunk only, starting with the k-th. With a store in common, n such sweeps
        together do the whole.
    chunk_bytes
        Most memory for the payoffs of one chunk; results do not depend on it.
    progress
        Called with the number of points done, and of all.

    Returns
    -------
    Sweep
        One row a point, in the order of the design; of a shard, only its own.

    Raises
    ------
    UnknownName
        If there is no such scenario, form, solver, parameter, design or executor.
    ScenarioError
        If a measure is no quantity of this scenario, or there is no such override.
    NotApplicable
        If the solver does not take such games, there are more points than memory holds, or the store has another sweep.

    Examples
    --------
    >>> from negsim import sweep
    >>> found = sweep("baseline_impasse", vary={"audience_cost_R": (0, 6, 7)})
    >>> [found.labels[k] for k in found.equilibrium[[0, -1]]]
    ['take_menu / offer_menu', 'insist / offer_menu']
    """
    about = scenario_of(scenario)
    form = form or default_form(about)
    plan = _plan(about, design) if vary is None else SweepPlan()
    points = design_of(
        about,
        plan.vary if vary is None else vary,
        design or plan.design,
        plan.n if n is None else n,
        seed or plan.seed,
        correlated or plan.correlated,
        form=form,
    )
    measures = tuple(measures) or plan.measures
    overrides = overrides or tuple("" if name == NO_OVERRIDE else name for name in plan.overrides)
    who = executor_of(executor, workers=workers, scheduler=scheduler)
    job = job_of(scenario, form, solver, points, measures, overrides)
    for each in job.variants:
        check_work(each, form, measures)
    spans = job.spans(chunk_bytes)
    kept = None if store is None else Store.open(store, job, spans)
    return swept(job, spans, who, store=kept, shard=shard, progress=progress)


def _plan(scenario: Scenario, design: str | Design | None) -> SweepPlan:
    """What the scenario's own file suggests; nothing where a design is given whole."""
    if isinstance(design, Design):
        return SweepPlan()
    if scenario.sweep is None:
        raise NotApplicable(
            "a sweep varies at least one parameter: vary={'name': (low, high, count)}; or write a sweep: block in the "
            "file"
        )
    return scenario.sweep


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
        _tell_unused(each, found[0].scenario, design)
    players = len(game(found[0].scenario, form).players)
    return Job(variants=found, form=form, design=design, players=players, measures=measures)


def _tell_unused(variant: Variant, scenario: Scenario, design: Design) -> None:
    """Say which numbers of an override do not count, since they are varied."""
    new, old = variant.scenario.parameters, scenario.parameters
    unused = [name for name in design.names if name in new and name in old and new[name].value != old[name].value]
    if unused and variant.scenario is not scenario:
        log.warning("the override %s sets %s, which is varied: the design counts", variant.override, ", ".join(unused))
