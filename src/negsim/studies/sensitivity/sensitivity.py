"""Sensitivity: which of the assumed numbers a conclusion depends on most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable, unknown
from negsim.scenario.model import Scenario
from negsim.solvers.base import Solver
from negsim.studies.design import Vary
from negsim.studies.executors._any import AnyExecutor
from negsim.studies.sensitivity.estimates import Found, estimate, quantity_of
from negsim.studies.sensitivity.headline import headline
from negsim.studies.sensitivity.record import MIDDLE, OF, Sobol
from negsim.studies.sensitivity.sampling import METHODS, REGIONAL, SOBOL, design_for, first_samples, more_samples
from negsim.studies.sensitivity.split import without_level
from negsim.studies.solve import default_form, named_solver, scenario_of, solver_of
from negsim.studies.sweep import Sweep, sweep
from negsim.studies.sweeps.asked import check_measures
from negsim.studies.sweeps.delivery import Progress


def sensitivity(
    scenario: Scenario | Sweep | str | Path,
    measure: str | None = None,
    method: str = SOBOL,
    *,
    vary: Vary | None = None,
    samples: int | None = None,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    seed: int = 0,
    executor: AnyExecutor = "inline",
    store: str | Path | None = None,
    progress: Progress | None = None,
    of: str = MIDDLE,
) -> Found:
    """Find which parameters a measure depends on most, over all their ranges at once.

    Parameters
    ----------
    scenario
        What to ask; or a sweep of it over a design of the method, with the measure.
    measure
        A quantity, as in claims: ``"probability(reply.refuse)"``, ``"payoff(russia)"``; of regional sensitivity,
        perhaps compared with a level: ``"payoff(russia) > 0"``. When left out, the probability of the likeliest outcome
        at the defaults; of conflicts, whether it is an equilibrium.
    method
        ``"sobol"``: shares of the variance. ``"morris"``: a cheap screening by steps. ``"tornado"``: one parameter at a
        time, the others at their defaults. ``"regional"``: what separates the points where something holds.
    vary
        As for `sweep`, ranges or distributions; when left out, every parameter over its own.
    samples
        Base samples, each of which solves the scenario once a parameter and twice more; of Morris, trajectories; of the
        tornado, values of each parameter; of regional sensitivity, points. When left out, a number that depends on the
        form; of Sobol indices, where games are solved quickly, four times as many again and again until the budget rule
        is met, up to a million points.
    form, solver
        As in `solve`.
    seed
        For the design and the bootstrap.
    executor, progress
        As in `sweep`.
    store
        A folder: for each number of samples a folder of its own in it, as in `sweep`.
    of
        Where there are several answers: the ``"middle"`` of the measure, its ``"lowest"`` or its ``"highest"``.

    Returns
    -------
    Sobol or Morris or Tornado or Regional
        As the method says; `negsim.table` and `negsim.show` take it.

    Raises
    ------
    UnknownName
        If there is no such scenario, form, solver, parameter or method.
    ScenarioError
        If the measure is no quantity, or uses names that the scenario does not have; before anything is solved.
    NotApplicable
        If nothing varies, or too few points have a number.

    Examples
    --------
    >>> from negsim import sensitivity
    >>> found = sensitivity("baseline_impasse", method="tornado")
    >>> [found.parameters[k] for k in found.order[:2]]
    ['publicity', 'confidence_q']
    """
    return sensitivities(
        scenario,
        () if measure is None else (measure,),
        method,
        vary=vary,
        samples=samples,
        form=form,
        solver=solver,
        seed=seed,
        executor=executor,
        store=store,
        progress=progress,
        of=of,
    )[0]


def sensitivities(
    scenario: Scenario | Sweep | str | Path,
    measures: Sequence[str] = (),
    method: str = SOBOL,
    *,
    vary: Vary | None = None,
    samples: int | None = None,
    form: str | None = None,
    solver: str | Solver[Any, Any] | None = None,
    seed: int = 0,
    executor: AnyExecutor = "inline",
    store: str | Path | None = None,
    progress: Progress | None = None,
    of: str = MIDDLE,
) -> tuple[Found, ...]:
    """Ask the same of several measures, all read from the same points.

    Parameters
    ----------
    scenario, method, vary, samples, form, solver, seed, executor, store, progress, of
        As for `sensitivity`.
    measures
        Which; when there are none, that of the headline.
    """
    if method not in METHODS:
        raise unknown("method", method, METHODS)
    if of not in OF:
        raise unknown("part of the answers", of, OF)
    if isinstance(scenario, Sweep):
        return _of_sweep(scenario, measures, method, of, seed)
    about = scenario_of(scenario)
    form = form or default_form(about)
    asked = _asked(about, form, solver_of(solver or named_solver(about, form)), measures, method)
    count: int | None = samples if samples is not None else first_samples(method, form)
    while count is not None:
        design = design_for(method, about, vary, count, seed, form)
        solved = sweep(
            about,
            form,
            asked.solver,
            vary=(),
            design=design,
            measures=asked.quantities,
            executor=executor,
            store=None if store is None else Path(store) / f"{method}_{count}",
            progress=progress,
        )
        found = asked.estimates(solved, of, seed)
        short = samples is None and any(_is_short(each) for each in found)
        count = more_samples(solved, count) if short else None
    return found


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """What is asked of a scenario: the measures, and the outcomes that stand behind one that nobody named."""

    solver: Solver[Any, Any]
    method: str
    measures: tuple[str, ...]
    outcomes: tuple[str, ...] = ()

    @property
    def quantities(self) -> tuple[str, ...]:
        """What a sweep has to measure."""
        return tuple(dict.fromkeys(quantity_of(self.method, text) for text in self.measures))

    def estimates(self, solved: Sweep, of: str, seed: int) -> tuple[Found, ...]:
        """What the method tells of each measure."""
        return tuple(
            estimate(self.method, solved, text, of=of, seed=seed, headline=self.outcomes) for text in self.measures
        )


def _asked(scenario: Scenario, form: str, solver: Solver[Any, Any], measures: Sequence[str], method: str) -> _Asked:
    if not measures:
        told = headline(scenario, form, solver)
        return _Asked(solver=solver, method=method, measures=(told.measure,), outcomes=told.outcomes)
    for text in measures:
        if method != REGIONAL and (measure := without_level(text)) is not None:
            raise NotApplicable(f"{text} compares a measure with a level. Use {measure}, or the method {REGIONAL}")
    check_measures(scenario, [text if method != REGIONAL else without_level(text) or text for text in measures])
    return _Asked(solver=solver, method=method, measures=tuple(measures))


def _of_sweep(found: Sweep, measures: Sequence[str], method: str, of: str, seed: int) -> tuple[Found, ...]:
    asked = measures or tuple(found.measures)
    if not asked:
        raise NotApplicable("the sweep has no measures. Use sweep(..., measures=['probability(...)'])")
    return tuple(estimate(method, found, text, of=of, seed=seed) for text in asked)


def _is_short(found: Found) -> bool:
    """Whether the budget rule asks for more base samples."""
    return isinstance(found, Sobol) and found.budget is not None and not found.budget.enough
