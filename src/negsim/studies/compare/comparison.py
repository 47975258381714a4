"""One scenario through every lens that applies: what each predicts, what all agree on, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from negsim.errors import unknown
from negsim.games.base import Array
from negsim.scenario.model import Scenario
from negsim.studies.compare.differences import differences
from negsim.studies.compare.record import Disagreement, LeftOut, Lens


@dataclass(frozen=True, kw_only=True, eq=False)
class Comparison:
    """One scenario through every lens that applies.

    Attributes
    ----------
    scenario
        With the values at which it was solved.
    outcomes
        Labels of the outcomes that some lens predicts, and of the status quo; what most lenses predict comes first.
    status_quo
        Label of the outcome in which things stand as they are; empty if there is none.
    lenses
        Every way of looking, form by form.
    left_out
        What does not apply, and why.
    payoffs
        Outcome -> what each actor gets there.
    """

    scenario: Scenario
    outcomes: tuple[str, ...]
    status_quo: str
    lenses: tuple[Lens, ...] = field(repr=False)
    left_out: tuple[LeftOut, ...] = field(repr=False)
    payoffs: Mapping[str, Array] = field(repr=False)

    def __repr__(self) -> str:
        told = f"{len(self.lenses)} lenses, {len(self.outcomes):,} outcomes, {len(self.agreed)} predicted by all"
        return f"<Comparison of {self.scenario.id}: {told}; see negsim.table(...)>"

    def __getitem__(self, name: str) -> Lens:
        """Return a lens by its name."""
        found = {lens.name: lens for lens in self.lenses}
        if name not in found:
            raise unknown("lens", name, found)
        return found[name]

    @cached_property
    def judging(self) -> tuple[Lens, ...]:
        """The lenses that say something of outcomes."""
        return tuple(lens for lens in self.lenses if lens.tells)

    @cached_property
    def agreed(self) -> tuple[str, ...]:
        """The outcomes that every lens predicts."""
        return tuple(outcome for outcome in self.outcomes if all(outcome in lens.predicts for lens in self.judging))

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """For every outcome on which lenses differ, and each of these lenses, why it differs from the one nearest."""
        return tuple(found for outcome in self.outcomes for found in differences(outcome, self.judging))
