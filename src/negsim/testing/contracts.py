"""Laws that hold for every solver, whatever it finds; a plug-in's tests can call them too."""

from __future__ import annotations

import pickle
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import yaml

from negsim.errors import NotApplicable
from negsim.games.results import Agreements, Joint, Profiles, StateSets
from negsim.solvers.base import Solution, Solver, Status, form_of, options
from negsim.testing.games import samples

TOLERANCE = 1e-7  # of the payoff range, for solvers that name no tolerance of their own


def handled(solver: Solver[Any, Any]) -> Iterator[tuple[str, Any, Solution[Any, Any]]]:
    """Yield the sample games of its form that a solver handles, with what it found.

    Raises
    ------
    AssertionError
        If it handles none of them.
    """
    count = 0
    for name, game in samples(form_of(type(solver)) or "strategic").items():
        try:
            solution = solver.solve(game)
        except NotApplicable as refusal:
            assert "Use " in str(refusal) or "use " in str(refusal), f"no advice: {refusal}"
            continue
        count += 1
        yield name, game, solution
    assert count, f"{solver} handles none of the sample games"


def check_answers_hold(solver: Solver[Any, Any]) -> None:
    """Every row of a game reported as solved lies within tolerance of the concept's definition."""
    tolerance = max(getattr(solver, "tolerance", 0.0), TOLERANCE)
    for name, game, solution in handled(solver):
        solved = solution.status[solution.result.item] == Status.solved.code
        allowed = tolerance * game.spread[solution.result.item]
        assert (solution.residual[solved] <= allowed[solved]).all(), f"{name}: {solution.residual.max()}"
        assert (np.diff(solution.result.item) >= 0).all(), name
        without_row = np.setdiff1d(np.arange(len(game)), solution.result.item)
        assert (solution.status[without_row] != Status.solved.code).all(), f"{name}: solved, and no row"


def check_probabilities(solver: Solver[Any, Any]) -> None:
    """Weights are probabilities."""
    for name, game, solution in handled(solver):
        result = solution.result
        if isinstance(result, Profiles):
            parts = [result.weights[:, part].sum(1) for part in game.choices.slices]
            assert np.allclose(parts, 1, atol=1e-9), name
            assert (result.weights >= 0).all(), name
        if isinstance(result, Joint):
            assert np.allclose(result.probability.sum(tuple(range(1, result.probability.ndim))), 1, atol=1e-9), name
            assert (result.probability >= 0).all(), name
        if isinstance(result, Agreements):
            assert np.allclose(result.weights.sum(1), 1, atol=1e-9), name
            assert (result.weights >= 0).all(), name


def check_axes_are_labelled(solver: Solver[Any, Any]) -> None:
    """Stable states have a verdict for every concept, party and state, each under a label of its own."""
    for name, game, solution in handled(solver):
        result = solution.result
        if isinstance(result, StateSets):
            shape = (len(result), len(result.concepts), len(result.parties), len(game.states))
            assert result.stable.shape == shape, name
            assert result.stable.dtype == np.bool_, name
            assert len(set(result.concepts)) == shape[1] > 0, name
            assert len(set(result.parties)) == shape[2] > 0, name


def check_agreements_are_on_the_table(solver: Solver[Any, Any]) -> None:
    """What is agreed is on the list, a lottery only where there are lotteries, and each part of it named once."""
    for name, game, solution in handled(solver):
        result = solution.result
        if isinstance(result, Agreements):
            assert result.agreement.shape == result.weights.shape, name
            assert ((result.agreement >= 0) & (result.agreement < len(game.agreements))).all(), name
            in_use = result.weights > 0
            assert game.lotteries or (in_use.sum(1) == 1).all(), name
            for parts, used in zip(result.agreement, in_use, strict=True):
                assert len(set(parts[used].tolist())) == used.sum(), name


def check_batch_is_one_by_one(solver: Solver[Any, Any]) -> None:
    """A batch has the rows that its games have one by one."""
    for name, game, solution in handled(solver):
        alone = [solver.solve(game.take(slice(k, k + 1))) for k in range(len(game))]
        assert [len(one) for one in alone] == np.bincount(solution.result.item, minlength=len(game)).tolist(), name
        assert [int(one.status[0]) for one in alone] == solution.status.tolist(), name
        together = _numbers(solution)
        apart = np.concatenate([_numbers(one) for one in alone])
        assert np.allclose(together, apart, atol=1e-6), name


def check_same_question_same_answer(solver: Solver[Any, Any]) -> None:
    """The same solver gives the same rows for the same games, to the bit."""
    for name, game, solution in handled(solver):
        assert np.array_equal(_numbers(solution), _numbers(solver.solve(game))), name


def check_limits(solver: Solver[Any, Any]) -> None:
    """With no time, or one step, a solver returns at once, with a status for every game."""
    for hurried in (replace(solver, deadline=0.0), replace(solver, max_steps=1)):
        for _, game, solution in handled(hurried):  # the first time some things are compiled, which nothing hurries
            assert solution.status.shape == solution.steps.shape == (len(game),)
            assert all(Status(code) for code in solution.status)
        started = time.process_time()
        assert list(handled(hurried))
        assert time.process_time() - started < 30


def check_is_a_value(solver: Solver[Any, Any]) -> None:
    """A solver equals its copy, pickles, hashes, and its options round-trip through YAML."""
    kind = type(solver)
    assert pickle.loads(pickle.dumps(solver)) == solver
    assert hash(replace(solver)) == hash(solver)
    told = yaml.safe_load(yaml.safe_dump({name: getattr(solver, name) for name in options(kind)}))
    assert kind(**told) == solver


def check_is_documented(kind: type[Solver[Any, Any]]) -> None:
    """A solver names its source, and says what it finds."""
    assert kind.reference.strip()
    assert len((kind.__doc__ or "").split()) >= 15
    concept = kind().concept
    assert concept.definition.endswith(".")
    assert concept.reference


def check_solution_pickles(solver: Solver[Any, Any]) -> None:
    """What was found can travel to another process."""
    for _, _, solution in handled(solver):
        assert np.array_equal(_numbers(pickle.loads(pickle.dumps(solution))), _numbers(solution))


def _numbers(solution: Solution[Any, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """The rows of a solution as plain numbers, in an order that does not depend on how they were found."""
    result = solution.result
    told = {name: held for name, held in vars(result).items() if name != "item" and isinstance(held, np.ndarray)}
    parts = [np.asarray(held, float) for held in told.values()]
    flat = np.concatenate([part.reshape(len(part), int(np.prod(part.shape[1:]))) for part in parts], axis=1)
    return flat[np.lexsort([*np.round(flat, 6).T, result.item])]
