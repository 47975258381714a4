"""Whether a stochastic game fits memory, told before any long work."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from negsim.errors import NotApplicable
from negsim.games.stages.situations import Situations

if TYPE_CHECKING:
    from negsim.scenario.dynamics import StateVariable

LIMIT = 2 * 2**30  # bytes that the arrays of a game may take


def check_room(situations: Situations) -> None:
    """Raise if the game would not fit memory.

    Parameters
    ----------
    situations
        The states in which somebody acts.

    Raises
    ------
    NotApplicable
        Naming the parts that multiply.
    """
    games, need = situations.formulas.games, _bytes(situations)
    if need <= LIMIT:
        return
    moves, turns = list(situations.scenario.moves.values()), len(situations.movers)
    told = [f"{moves[k].id} {len(moves[k].levels)}" for k in situations.standing]
    told += [f"{name} {size}" for name, size in zip(situations.dynamics.variables, situations.sizes, strict=True)]
    told += [f"turns {turns}"] if turns else []
    actions = " x ".join(str(len(rows)) for rows in situations.choices)
    raise NotApplicable(
        f"games.stochastic makes {len(situations):,} states ({', '.join(told)}) with {actions} actions in each; "
        f"{games:,} such game{'s' * (games != 1)} would take about {need / 2**30:,.1f} GiB, more than "
        f"{LIMIT / 2**30:.0f}. Use fewer levels, name fewer moves under 'standing', or take fewer games at once"
    )


def _bytes(situations: Situations) -> int:
    """What payoffs, transitions and the work on them take, about."""
    dynamics, sizes = situations.dynamics, [len(rows) for rows in situations.choices]
    cells = (len(situations) + len(dynamics.hazards)) * prod(sizes)
    used = len(situations) * (max(sizes) if situations.movers else prod(sizes))
    ways = prod(map(_ways, dynamics.variables.values())) * (len(situations.movers) if dynamics.turns == "random" else 1)
    games, players = situations.formulas.games, len(situations.scenario.actors)
    return 16 * games * players * cells + used * (ways + len(dynamics.hazards)) * (80 + 48 * games)


def _ways(variable: StateVariable) -> int:
    """In how many ways it may change in a stage, at most."""
    certain = any(drift.probability is None for drift in variable.drifts)
    return min(len(variable.levels), len(variable.drifts) + (not certain))
