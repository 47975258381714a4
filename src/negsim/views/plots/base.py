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
from negsim.studies.paths import Paths, paths
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


@dataclass(frozen=True, kw_only=True)
class PathsPlot(Plot):
    """Draws where play goes, stage by stage.

    Attributes
    ----------
    row
        Which answer of a solution, from 0.
    start
        State in which play begins; the game's own start when empty.
    horizon
        How many stages; as many as matter when left out.
    """

    row: int = 0
    start: str = ""
    horizon: int | None = None

    def paths(self, thing: Any) -> Paths:
        """Return where play goes in a thing.

        Parameters
        ----------
        thing
            A scenario with stages or turns, a game, a solution, a row of one, or paths, which stay as they are.
        """
        if not isinstance(thing, (Row, Solution, Paths, Game, Scenario)):
            raise NotApplicable(
                f"a {type(thing).__name__} is not drawn so; use a scenario, a game, a solution or paths"
            )
        if isinstance(thing, Paths):
            if not self.start and self.horizon in (None, thing.horizon):
                return thing
            thing = thing.solution[thing.row]
        return paths(thing, row=self.row, start=self.start or None, horizon=self.horizon)


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
    solved = thing.solution if isinstance(thing, (Row, Paths)) else thing
    game = solved.game if isinstance(solved, Solution) else solved
    return basis_of(getattr(game, "comment", ""))


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


def row_of(thing: Any, form: str, row: int = 0) -> Row:
    """Return one answer to a thing, seen in a form.

    Parameters
    ----------
    thing
        A row of a solution, a solution, paths, a game or a scenario.
    form
        How to see a scenario as a game.
    row
        Which answer of a solution.

    Raises
    ------
    NotApplicable
        If there is no such answer.
    """
    if isinstance(thing, Row):
        return thing
    if isinstance(thing, Paths):
        return thing.solution[thing.row]
    found = solve(thing, form) if isinstance(thing, Scenario) else solution_of(thing)
    if not 0 <= row < len(found):
        raise NotApplicable(f"answer {row} of a solution with {len(found)}; they are counted from 0")
    return found[row]


def title_of(found: Paths) -> str:
    """Return what a picture of paths is about.

    Parameters
    ----------
    found
        Paths.
    """
    game = found.solution.game
    from_where = f"from '{found.chain.states[found.start]}'" if found.start != found.chain.start else ""
    return ", ".join(part for part in (getattr(game, "title", ""), from_where) if part)


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
