"""A plot is a value whose fields are its options; it draws a thing as a figure, one file a plot."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.games.base import Game
from negsim.games.strategic import StrategicGame
from negsim.registry import Registry
from negsim.scenario.model import Scenario, basis_of
from negsim.solvers.base import Row, Solution
from negsim.studies.solve import solve

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True, kw_only=True)
class Plot(ABC):
    """Draws a thing."""

    @abstractmethod
    def draw(self, thing: Any) -> Figure:
        """Draw the thing.

        Parameters
        ----------
        thing
            A scenario, a game, a solution or a sweep, as the plot's own words say.

        Raises
        ------
        NotApplicable
            If there is no such picture of this thing; the message says which there is.
        """


plots: Registry[type[Plot]] = Registry("plot", "negsim.views.plots")


def label_of(thing: Any) -> str:
    """Return what the payoffs of a thing are: a textbook's, or else an assumption.

    Parameters
    ----------
    thing
        Whatever is drawn.
    """
    if isinstance(thing, Scenario):
        return thing.basis
    return basis_of(getattr(game_of(thing), "comment", ""))


def solution_of(thing: Any) -> Solution[Any, Any]:
    """Return the solution behind a thing, or solve it.

    Parameters
    ----------
    thing
        A solution, a row of one, a game or a scenario.
    """
    if isinstance(thing, Row):
        return thing.solution
    if isinstance(thing, Solution):
        return thing
    if isinstance(thing, (Game, Scenario)):
        return solve(thing)
    raise NotApplicable(f"a {type(thing).__name__} is not drawn so; use a scenario, a game or a solution")


def game_of(thing: Any) -> StrategicGame:
    """Return the strategic game of a thing.

    Parameters
    ----------
    thing
        A solution, a row of one, a game or a scenario.
    """
    game = thing if isinstance(thing, StrategicGame) else None
    if isinstance(thing, Scenario):
        game = StrategicGame.from_scenario(thing)
    elif isinstance(thing, (Row, Solution)):
        game = solution_of(thing).game
    if not isinstance(game, StrategicGame):
        raise NotApplicable(f"a {type(thing).__name__} is not drawn so; use a scenario or a strategic game")
    return game


def one_of(game: StrategicGame, number: int) -> StrategicGame:
    """Return one game of a batch, by its number.

    Parameters
    ----------
    game, number
        The batch, and which of its games.

    Raises
    ------
    NotApplicable
        If the batch has no game of this number.
    """
    if not 0 <= number < len(game):
        raise NotApplicable(f"game {number} of a batch of {len(game)}")
    return game.take(slice(number, number + 1))
