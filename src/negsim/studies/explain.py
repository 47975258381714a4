"""An answer in plain sentences, whatever the form of the game."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from negsim.errors import NotApplicable
from negsim.games.bargaining import BargainingGame
from negsim.games.conflict import ConflictGame
from negsim.games.extensive import ExtensiveGame
from negsim.games.screening import ScreeningGame
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.model import basis_of
from negsim.solvers.base import Row, Solution

if TYPE_CHECKING:
    from negsim.studies.bargain import Bargain
    from negsim.studies.why import Why


def explain(what: Row | Solution[Any, Any] | Why | Bargain, names: Mapping[str, str] = {}) -> str:
    """Say an answer in plain sentences, naming players and strategies.

    Parameters
    ----------
    what
        A row of a solution, or a solution for all its rows; why a state of a conflict holds; or what could be agreed.
    names
        Label of a player or strategy -> what to call it, such as ``{"nato": "NATO"}``; the game's own name else.

    Returns
    -------
    str
        Sentences about the model, not about the world: the last says what the payoffs are.

    Raises
    ------
    NotApplicable
        If it is none of these, or the form of the game is one that no sentences are written for.

    Examples
    --------
    >>> from negsim import explain, solve
    >>> print(explain(solve("prisoners_dilemma")[0]).splitlines()[0])
    row plays defect and column plays defect.
    """
    if isinstance(what, Solution):
        return "\n\n".join(explain(row, names) for row in what)
    if not isinstance(what, Row):
        late = LATE.get(type(what).__name__ if type(what).__module__.startswith("negsim.studies.") else "")
        if late is None:
            raise NotApplicable(f"a {type(what).__name__} is not explained so; use a solution, or a row of one")
        tell = getattr(import_module(f"negsim.studies.sentences.{late}"), f"told_{late}")
        return "\n".join([*tell(what, names), *_basis(what.game)])
    game = what.solution.game
    about = next((about for kind, about in FORMS.items() if isinstance(game, kind)), None)
    if about is None:
        raise NotApplicable(f"there are no sentences for a {type(game).__name__}. Use table(...) to see the answer")
    told = getattr(import_module(f"negsim.studies.sentences.{about}"), f"told_{about}")
    return _with_definition(what, told(what, {**game.names, **names}))


FORMS: dict[type[Any], str] = {  # form -> which file of the sentences tells its rows, loaded when it is met
    StrategicGame: "strategies",
    ExtensiveGame: "tree",
    StochasticGame: "states",
    ScreeningGame: "offers",
    ConflictGame: "conflict",
    BargainingGame: "bargaining",
}


LATE = {"Why": "why", "Bargain": "bargain"}  # what a study returned -> which file tells it


def _with_definition(row: Row, lines: list[str]) -> str:
    concept = row.solution.solver.concept
    return "\n".join([*lines, f"Definition ({concept.name}): {concept.definition}", *_basis(row.solution.game)])


def _basis(game: Any) -> list[str]:
    return [f"Payoffs: {basis_of(game.comment)}."] if game.comment else []
