"""What would have to change: the preferences, payoffs or parameters that would make a wanted state an equilibrium."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from negsim.errors import NotApplicable, unknown
from negsim.games.base import Game, Values
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.studies.rankings.conditions import SANCTIONED, Condition, check, condition
from negsim.studies.rankings.parameters import ParameterChange, parameter_changes
from negsim.studies.rankings.payoffs import PayoffChange, smallest_change
from negsim.studies.rankings.profiles import profiles
from negsim.studies.rankings.shares import Share, of_all, of_player
from negsim.studies.rankings.swaps import Swaps, fewest_swaps
from negsim.studies.rankings.together import Together, together
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.solve import opened
from negsim.studies.why import conflict, state_number

SAMPLES = 2000  # rankings drawn where they cannot be counted


@dataclass(frozen=True, kw_only=True)
class Need:
    """What one party would have to prefer, the others' preferences being as they are.

    Attributes
    ----------
    player
        Its label.
    stable
        Whether the state is stable for it as things are.
    condition
        What its preferences must be.
    comparisons
        The same as pairwise comparisons: of each set, one state at least must be no better for it than the wanted
        state. None if they are too many.
    unmet
        The clauses of the condition that its preferences do not meet, as numbers.
    share
        How many rankings of the states meet the condition.
    swaps, payoffs
        The fewest swaps of neighbours in its ranking, and the smallest change of its payoffs, that meet it.
    """

    player: str
    stable: bool
    condition: Condition
    comparisons: tuple[frozenset[int], ...] | None
    unmet: tuple[int, ...]
    share: Share
    swaps: Swaps
    payoffs: PayoffChange


@dataclass(frozen=True, kw_only=True)
class Inverse:
    """What would make a state an equilibrium under one concept.

    Attributes
    ----------
    game
        One conflict.
    state, concept
        The wanted state, by its number, and the concept.
    equilibrium
        Whether it is one as things are.
    needs
        What each party would have to prefer.
    share
        How many profiles of rankings, one for each party, make it an equilibrium.
    together
        The changes of all parties that make it one.
    parameters
        The smallest changes of single parameters that make it one, the least first; none for a game.
    tried
        How many parameters were tried.
    seed
        What samples were drawn with.
    """

    game: ConflictGame = field(repr=False)
    state: int
    concept: str
    equilibrium: bool
    needs: tuple[Need, ...] = field(repr=False)
    share: Share
    together: Together = field(repr=False)
    parameters: tuple[ParameterChange, ...] = ()
    tried: int = 0
    seed: int = 0

    def __repr__(self) -> str:
        now = "an equilibrium" if self.equilibrium else "no equilibrium"
        return f"<Inverse of {self.label!r}: {now} under {self.concept} as things are; see negsim.table(...)>"

    @property
    def label(self) -> str:
        """The label of the wanted state."""
        return self.game.states[self.state]


def inverse(
    what: Scenario | Game | str | Path,
    state: str | int,
    concept: str = "nash",
    *,
    values: Values = {},
    samples: int = SAMPLES,
    seed: int = 0,
) -> Inverse:
    """Find what would have to change for a state to be an equilibrium.

    Parameters
    ----------
    what
        A scenario or a conflict; or the path of a scenario, or its name.
    state
        The wanted state: its label, or its number from 0.
    concept
        ``"nash"``, ``"gmr"``, ``"smr"``, ``"seq"`` or ``"sseq"``.
    values
        Numbers for some parameters of a scenario.
    samples, seed
        How many rankings to draw where they cannot be counted, and with what.

    Returns
    -------
    Inverse
        With the conditions on each party's preferences, how many rankings meet them, and the smallest changes that do.

    Raises
    ------
    UnknownName
        If there is no such state or concept.
    NotApplicable
        If preferences are graded, fuzzy or unknown, or the conflict is too large, or there are several.

    Examples
    --------
    >>> from negsim.studies.inverse import inverse
    >>> found = inverse("baseline_impasse", "take_menu / offer_menu")
    >>> [(need.player, need.stable, round(need.payoffs.raise_by, 6)) for need in found.needs]
    [('russia', False, 0.8), ('nato', True, 0.0)]
    """
    thing = opened(what) if isinstance(what, str | Path) else what
    game = one_conflict(thing, values)
    if concept not in CLASSIC:
        raise unknown("concept", concept, CLASSIC)
    wanted = state_number(game, state)
    players = range(len(game.players))
    conditions = tuple(condition(game, 0, player, wanted, concept) for player in players)
    needs = tuple(_need(game, each, samples, seed) for each in conditions)
    classes = profiles(game, wanted, concept) if concept in SANCTIONED else None
    equilibrium = all(need.stable for need in needs)
    changes: tuple[ParameterChange, ...] = ()
    tried = len(thing.parameters) if isinstance(thing, Scenario) and not equilibrium else 0
    if isinstance(thing, Scenario) and tried:
        changes = parameter_changes(thing.with_values(**_numbers(values)), game, wanted, concept)
    return Inverse(
        game=game,
        state=wanted,
        concept=concept,
        equilibrium=equilibrium,
        needs=needs,
        share=of_all(game, wanted, concept, [need.share for need in needs], conditions, classes, samples, seed),
        together=together(game, wanted, concept, conditions, tuple(need.swaps for need in needs), classes),
        parameters=changes,
        tried=tried,
        seed=seed,
    )


def one_conflict(what: Scenario | Game | str | Path, values: Values = {}) -> ConflictGame:
    """Return the one conflict that was named or given.

    Parameters
    ----------
    what, values
        As for `inverse`.

    Raises
    ------
    NotApplicable
        If there are several, or conditions on rankings say nothing about it.
    """
    found = conflict(what, values)
    if len(found) > 1:
        raise NotApplicable(f"this is for one conflict, and there are {len(found):,}. Use game.take(slice(0, 1)).")
    check(found)
    return found


def _numbers(values: Values) -> dict[str, float]:
    return {name: float(np.asarray(value).reshape(-1)[0]) for name, value in values.items()}


def _need(game: ConflictGame, asked: Condition, samples: int, seed: int) -> Need:
    ranks = game.ranks[0, asked.player]
    below = ranks <= ranks[asked.state]
    unmet = _unmet(asked, below)
    return Need(
        player=game.players[asked.player],
        stable=not unmet,
        condition=asked,
        comparisons=asked.comparisons(),
        unmet=unmet,
        share=of_player(asked, len(game.states), samples, seed),
        swaps=fewest_swaps(asked, ranks),
        payoffs=smallest_change(asked, game, 0),
    )


def _unmet(asked: Condition, below: Sequence[bool]) -> tuple[int, ...]:
    return tuple(
        number for number, clause in enumerate(asked.clauses) if not any(all(below[q] for q in part) for part in clause)
    )
