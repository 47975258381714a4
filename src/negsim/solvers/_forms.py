"""Which form of games a solver is for, told to whoever gives it another."""

from __future__ import annotations

from typing import Any

from negsim.errors import NotApplicable
from negsim.games.base import games
from negsim.solvers.base import form_of, solvers


def require_form(solver: Any, game: Any, kind: type[Any]) -> None:
    """Raise unless a game is of the form that a solver is for.

    Parameters
    ----------
    solver, game
        For the message.
    kind
        The class of the games that it handles.

    Raises
    ------
    NotApplicable
        Naming the form, and the solvers of the form that the game has.
    """
    if not isinstance(game, kind):
        form = next((name for name, cls in games.items() if isinstance(game, cls)), None)
        others = ", ".join(name for name, cls in solvers.items() if form and form_of(cls) == form)
        raise NotApplicable(
            f"{type(solver).__name__} is for {kind.name} games, not for a {type(game).__name__}. Use "
            f"{f'auto, {others}' if others else 'a game, such as one of a scenario'}."
        )
