"""Several wanted states at once: which of them is nearest to being an equilibrium, and whether all can be together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Game, Values
from negsim.scenario.model import Scenario
from negsim.studies.inverse import SAMPLES, Inverse, inverse
from negsim.studies.rankings.shares import Share, drawn
from negsim.studies.solve import opened
from negsim.studies.why import state_number


@dataclass(frozen=True, kw_only=True)
class Goals:
    """What would make several states equilibria under one concept.

    Attributes
    ----------
    states
        The answer for each state, the one that takes the fewest swaps first.
    every, some
        The share of random rankings of all parties under which all of the states are equilibria at once, and at least
        one of them.
    """

    states: tuple[Inverse, ...]
    every: Share
    some: Share

    def of(self, state: str | int) -> Inverse:
        """Return the answer for one of the states.

        Parameters
        ----------
        state
            Its label or its number.
        """
        number = state_number(self.states[0].game, state)
        return next(each for each in self.states if each.state == number)


def seek(
    what: Scenario | Game | str | Path,
    states: Sequence[str | int],
    concept: str = "nash",
    *,
    values: Values = {},
    samples: int = SAMPLES,
    seed: int = 0,
) -> Goals:
    """Compare several wanted states: how far is each from being an equilibrium?

    Parameters
    ----------
    what, concept, values, samples, seed
        As for `negsim.studies.inverse.inverse`.
    states
        The wanted states, by label or number.

    Raises
    ------
    NotApplicable
        If no state is given.
    UnknownName
        If there is no such state.

    Examples
    --------
    >>> from negsim.studies.goals import seek
    >>> found = seek("baseline_impasse", ["take_menu / concede_core", "take_menu / offer_menu"], samples=100)
    >>> [(state.label, state.together.swaps) for state in found.states]
    [('take_menu / offer_menu', 1), ('take_menu / concede_core', 7)]
    """
    if not states:
        raise NotApplicable("no state is wanted. Name one state or more.")
    thing = opened(what) if isinstance(what, str | Path) else what
    found = [inverse(thing, state, concept, values=values, samples=samples, seed=seed) for state in states]
    if len(found) == 1:
        return Goals(states=(found[0],), every=found[0].share, some=found[0].share)
    holds = drawn(found[0].game, [each.state for each in found], concept, samples, seed)
    return Goals(
        states=tuple(sorted(found, key=lambda each: (each.together.swaps, sum(each.together.raise_by)))),
        every=Share.seen(np.asarray(holds.all(1))),
        some=Share.seen(np.asarray(holds.any(1))),
    )
