"""Which form of games a solver is for, told to whoever gives it another."""

from __future__ import annotations

from typing import Any

from negsim.errors import NotApplicable


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
        Naming the form, and where to find a solver for the game.
    """
    if not isinstance(game, kind):
        raise NotApplicable(
            f"{type(solver).__name__} is for {kind.name} games, not for a {type(game).__name__}. Use Auto(), or a "
            "solver that 'negsim list solvers' shows for its form."
        )
