"""What each move of a party could cost it over the whole of the assumed ranges: minimax regret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.games.trees.beliefs import action_payoffs
from negsim.solvers.base import Solution
from negsim.studies.all_answers import all_answers
from negsim.studies.batches import batches
from negsim.studies.robustness.record import Regret
from negsim.studies.robustness.viewpoint import Viewpoint
from negsim.studies.solve import game

NOTHING = 1e-9  # of the largest payoff in size: regrets this small are none
CORNERS = 512  # of the ranges that are looked at
PLACES = 12  # first choices that are told; signals and types make many


def regrets(view: Viewpoint, drawn: Mapping[str, Array], seed: int) -> tuple[Regret, ...]:
    """Find for each first choice of each party what every move there could cost it, over points of the ranges.

    Regret is what the best move would have earned more, Savage (1951): here against what the others are predicted to
    play at the same point, with the party's own later choices as predicted too. The move whose largest regret is least
    is the one of minimax regret, used where no probabilities of the points are known (Lempert, Popper and Bankes 2003).

    Parameters
    ----------
    view
        What is asked.
    drawn
        Parameter -> shape (point,). Corners of the ranges are looked at too, for the largest regret, since payoffs
        that change evenly with every number have theirs there.
    seed
        What corners are drawn with, where there are many.

    Returns
    -------
    tuple of Regret
        Party by party and place by place, the move of least worst regret first.

    Raises
    ------
    NotApplicable
        If the form or the solver does not say what each party plays.
    """
    here = solved(view, {name: np.array([value]) for name, value in view.defaults.items()})
    if not isinstance(here.game, StrategicGame | ExtensiveGame | StochasticGame) or not isinstance(
        here.result, Profiles
    ):
        raise NotApplicable(
            f"regret is of moves that a party plays by itself, and the form '{view.form}' has none that the solver "
            "tells. Use form='strategic', 'extensive' or 'stochastic'"
        )
    size = max((len(column) for column in drawn.values()), default=1)
    points = _with_corners(view, drawn, seed)
    table = _table(view, points, max((len(column) for column in points.values()), default=1), len(here.game.choices))
    played = here.result.weights.max(0) if len(here.result) else np.zeros(len(here.game.choices))
    return tuple(
        regret
        for place in first_places(here.game)[:PLACES]
        for regret in _at_place(here.game, place, table, size, played, points)
    )


def solved(view: Viewpoint, values: Mapping[str, Array]) -> Solution[Any, Any]:
    """Return every answer at some points, solved in one batch.

    Parameters
    ----------
    view, values
        What is asked, and parameter -> shape (point,).
    """
    return all_answers(game(view.scenario, view.form, values), view.solver)


def earned(found: Solution[Any, Any]) -> Array:
    """Return what each action earns where it is taken, all else as each answer says: shape (row, choice).

    Parameters
    ----------
    found
        Of a strategic game, a tree, or play in stages.
    """
    if isinstance(found.game, ExtensiveGame):
        return action_payoffs(found.game, found.result)
    table: Array = found.game.deviation_payoffs(found.result)
    return table


def first_places(found: Any) -> list[int]:
    """Return the numbers of the places at which a party chooses before it has chosen anything.

    Parameters
    ----------
    found
        A strategic game, a tree, or play in stages.
    """
    choices = found.choices
    if isinstance(found, ExtensiveGame):
        before = np.concatenate([own.before for own in found.tree.sequences])
        return np.flatnonzero(before == 0).tolist()
    if isinstance(found, StochasticGame):
        firsts = [table[found.start] for table in found.choice]
        return [int(choices.place[row[row >= 0][0]]) for row in firsts if (row >= 0).any()]
    return list(range(len(choices.places)))


def _with_corners(view: Viewpoint, drawn: Mapping[str, Array], seed: int) -> Mapping[str, Array]:
    """The same points, and after them corners of the ranges: every one, or as many as `CORNERS` drawn from them."""
    if view.slow or not drawn:
        return drawn
    count = len(drawn)
    if 2**count <= CORNERS:
        high = np.indices((2,) * count).reshape(count, -1).T == 1
    else:
        high = np.random.default_rng(np.random.SeedSequence(seed).spawn(1)[0]).random((CORNERS, count)) < 0.5
    about = view.scenario.parameters
    return {
        name: np.concatenate([column, np.where(high[:, k], about[name].high, about[name].low)])
        for k, (name, column) in enumerate(drawn.items())
    }


def _table(view: Viewpoint, drawn: Mapping[str, Array], size: int, count: int) -> Array:
    """Shape (point, choice): the regret of each, the largest over all answers; not a number where nothing is known."""
    found = np.full((size, count), np.nan)

    def work(values: Mapping[str, Array]) -> tuple[IntArray, Array]:
        solution = solved(view, values)
        return _repeated(solution, _regret(solution), max((len(column) for column in values.values()), default=1))

    for points in view.chunks(drawn, size):
        part = {name: column[points] for name, column in drawn.items()}
        for batch in batches(work, part, 0, len(points)):
            if batch.found is not None:
                item, regret = batch.found
                np.fmax.at(found, points[batch.start + item], regret)
    return found


def _regret(solution: Solution[Any, Any]) -> Array:
    """Shape (row, choice). What the best action at the same place earns more."""
    table = earned(solution)
    if not len(table):
        return table
    place = solution.game.choices.place
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    best = np.maximum.reduceat(table, starts, axis=1)
    lost = best[:, place] - table
    return np.where(lost <= NOTHING * np.maximum(np.abs(best[:, place]), 1.0), 0.0, lost) + 0 * table


def _repeated(solution: Solution[Any, Any], regret: Array, size: int) -> tuple[IntArray, Array]:
    """The points of rows, where one game may stand for all points."""
    item = solution.result.item
    if len(solution.game) == size:
        return item, regret
    return np.repeat(np.arange(size), len(item)), np.tile(regret, (size, 1))


def _at_place(
    found: Any, place: int, table: Array, size: int, played: Array, drawn: Mapping[str, Array]
) -> list[Regret]:
    """The regrets at one place; the mean over the first points only, as many as `size`, which are drawn evenly."""
    choices = found.choices
    columns = np.flatnonzero(choices.place == place)
    known: BoolArray = np.asarray(~np.isnan(table[:, columns]).any(1))
    evenly = table[:size][known[:size]][:, columns]
    if len(columns) < 2 or not len(evenly):
        return []
    points, part = np.flatnonzero(known), table[known][:, columns]
    worst, where = part.max(0), part.argmax(0)
    told = [
        Regret(
            party=choices.players[choices.owner[place]],
            place=choices.place_names[place],
            move=choices.actions[column],
            worst=float(worst[k]),
            mean=float(evenly[:, k].mean()),
            best=float((evenly[:, k] == 0).mean()),
            least=bool(worst[k] <= worst.min() + NOTHING),
            played=float(played[column]),
            at={name: float(values[points[where[k]]]) for name, values in drawn.items()},
            points=len(points),
        )
        for k, column in enumerate(columns.tolist())
    ]
    return sorted(told, key=lambda regret: regret.worst)
