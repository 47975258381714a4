"""Two sets of assumptions side by side: which lenses change their mind from one to the other, and why."""

from __future__ import annotations

from dataclasses import dataclass, field

from negsim.errors import NotApplicable
from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.differences import reason
from negsim.studies.compare.facts import Fact
from negsim.studies.compare.record import Lens


@dataclass(frozen=True, kw_only=True)
class Change:
    """An outcome that one lens predicts on one side and not on the other.

    Attributes
    ----------
    lens
        Its name.
    form
        The form of game that it looks at.
    outcome
        Label of the outcome.
    gained
        Whether it is predicted on the right and not on the left; else the other way round.
    because
        Why, in a sentence.
    facts
        What the sentence rests on: on the left, and on the right.
    """

    lens: str
    form: str
    outcome: str
    gained: bool
    because: str
    facts: tuple[tuple[Fact, ...], tuple[Fact, ...]] = field(repr=False)


@dataclass(frozen=True, kw_only=True, eq=False)
class Sides:
    """Two comparisons, and what differs between them.

    Attributes
    ----------
    left, right
        The same moves under two sets of assumptions.
    changes
        What some lens predicts on one side only, lens by lens.
    same
        Names of the lenses that predict the same on both sides.
    only_left, only_right
        Names of the lenses that apply on one side only.
    parameters
        Parameter -> its values on the left and on the right, where they differ; not a number where it is not one.
    """

    left: Comparison
    right: Comparison
    changes: tuple[Change, ...] = field(repr=False)
    same: tuple[str, ...]
    only_left: tuple[str, ...]
    only_right: tuple[str, ...]
    parameters: dict[str, tuple[float, float]]

    def __repr__(self) -> str:
        changed = len({change.lens for change in self.changes})
        return f"<Sides: {changed} lenses change their mind, {len(self.same)} do not; see negsim.table(...)>"


def side_by_side(left: Comparison, right: Comparison) -> Sides:
    """Find the lenses that change their mind between two sets of assumptions.

    Parameters
    ----------
    left, right
        What `negsim.compare` returned for scenarios with the same moves.

    Raises
    ------
    NotApplicable
        If the two have no outcome in common.
    """
    if not set(left.scenario.outcome_labels()) & set(right.scenario.outcome_labels()):
        raise NotApplicable(
            f"{left.scenario.id} and {right.scenario.id} have no outcome in common. Compare scenarios with the same "
            "moves, or one scenario with other values"
        )
    before, after = ({lens.name: lens for lens in side.judging} for side in (left, right))
    shared = [name for name in before if name in after]
    return Sides(
        left=left,
        right=right,
        changes=tuple(change for name in shared for change in _changes(before[name], after[name])),
        same=tuple(name for name in shared if set(before[name].predicts) == set(after[name].predicts)),
        only_left=tuple(name for name in before if name not in after),
        only_right=tuple(name for name in after if name not in before),
        parameters=_parameters(left, right),
    )


def _changes(before: Lens, after: Lens) -> list[Change]:
    every = dict.fromkeys((*before.predicts, *after.predicts))
    return [
        _change(before, after, outcome)
        for outcome in every
        if (outcome in before.predicts) != (outcome in after.predicts)
    ]


def _change(before: Lens, after: Lens, outcome: str) -> Change:
    gained = outcome in after.predicts
    left, right = reason(before, outcome, holds=not gained), reason(after, outcome, holds=gained)
    was, now = ("it is not predicted", "it is") if gained else ("it is predicted", "it is not")
    return Change(
        lens=before.name,
        form=before.form,
        outcome=outcome,
        gained=gained,
        because=f"On the left {was}, because {left.text}; on the right {now}, because {right.text}.",
        facts=(left.facts, right.facts),
    )


def _parameters(left: Comparison, right: Comparison) -> dict[str, tuple[float, float]]:
    one, other = left.scenario.defaults(), right.scenario.defaults()
    pairs = {name: (one.get(name, float("nan")), other.get(name, float("nan"))) for name in {**one, **other}}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
