"""What is known of an agreement that nobody enforces: who would gain by violating it, and who is too patient to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.studies.enforcement.patience import ROUNDING, minimal_discount
from negsim.studies.enforcement.proportion import least_loss, proportionate_discount, shortest_punishment


@dataclass(frozen=True, kw_only=True, eq=False)
class Enforcement:
    """Whether each party keeps an agreement, period after period, because violations would be punished.

    Attributes
    ----------
    parties
        Their ids.
    agreement, punishment
        Labels of the outcomes of a period in which it is kept, and in which a violation is punished.
    kept, punished
        Shape (batch, party). Payoffs of a period of these.
    violated
        Shape (batch, party). The most that a party gets in a period by choosing otherwise alone; `kept` where it has
        nothing else to choose.
    violation
        Shape (batch, party). Number of the outcome of that violation, in `outcomes`; -1 where there is none.
    outcomes
        Labels of all outcomes.
    relapse
        Shape (batch, party). What a party gains in a period by choosing alone otherwise than its part in the
        punishment.
    discount
        Shape (batch, party). Worth of the next period's payoffs today.
    detection, lag, length
        Shape (batch, 1). Probability that a violation is noticed; periods until it is punished; periods of punishment,
        infinite for punishment for ever.
    names, title, basis
        What to call parties, what the scenario is, and what its payoffs are.
    """

    parties: tuple[str, ...]
    agreement: str
    punishment: str
    kept: Array = field(repr=False)
    punished: Array = field(repr=False)
    violated: Array = field(repr=False)
    violation: IntArray = field(repr=False)
    outcomes: tuple[str, ...] = field(repr=False)
    relapse: Array = field(repr=False)
    discount: Array = field(repr=False)
    detection: Array = field(repr=False)
    lag: Array = field(repr=False)
    length: Array = field(repr=False)
    names: Mapping[str, str] = field(repr=False, default_factory=dict)
    title: str = field(repr=False, default="")
    basis: str = field(repr=False, default="")

    def __len__(self) -> int:
        return len(self.kept)

    @cached_property
    def temptation(self) -> Array:
        """Shape (batch, party). What violating gains in a period; not above 0 where it never pays."""
        return np.asarray(self.violated - self.kept)

    @cached_property
    def loss(self) -> Array:
        """Shape (batch, party). What a period of punishment takes."""
        return np.asarray(self.kept - self.punished)

    @cached_property
    def minimal(self) -> Array:
        """Shape (batch, party). The least discount factor at which the agreement is kept; infinite where none is."""
        return minimal_discount(
            self.violated, self.kept, self.punished, detection=self.detection, lag=self.lag, length=self.length
        )

    @cached_property
    def minimal_for_ever(self) -> Array:
        """Shape (batch, party). The same if punishment lasts for ever."""
        return minimal_discount(self.violated, self.kept, self.punished, detection=self.detection, lag=self.lag)

    @cached_property
    def minimal_proportionate(self) -> Array:
        """Shape (batch, party). The same if each violation noticed is answered by one period of punishment."""
        return proportionate_discount(self.violated, self.kept, self.punished, detection=self.detection, lag=self.lag)

    @cached_property
    def shortest(self) -> Array:
        """Shape (batch, party). The fewest periods of punishment that suffice, given the discount factors."""
        return shortest_punishment(
            self.violated, self.kept, self.punished, self.discount, detection=self.detection, lag=self.lag
        )

    @cached_property
    def least_loss(self) -> Array:
        """Shape (batch, party). The smallest loss in a period of punishment that suffices, in points."""
        return least_loss(
            self.violated, self.kept, self.discount, detection=self.detection, lag=self.lag, length=self.length
        )

    @cached_property
    def margin(self) -> Array:
        """Shape (batch, party). By how much a discount factor exceeds what is needed."""
        return np.asarray(self.discount - self.minimal)

    @cached_property
    def keeps(self) -> BoolArray:
        """Shape (batch, party). Whether each party keeps the agreement."""
        return np.asarray(self.margin >= -ROUNDING)

    @cached_property
    def holds(self) -> BoolArray:
        """Shape (batch,). Whether all keep it."""
        return np.asarray(self.keeps.all(1))

    @cached_property
    def credible(self) -> BoolArray:
        """Shape (batch,). Whether nobody gains in a period of punishment by choosing alone otherwise than its part."""
        return np.asarray((self.relapse <= ROUNDING * np.maximum(1, np.abs(self.punished))).all(1))
