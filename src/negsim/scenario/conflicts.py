"""What a scenario says of conflict as a graph: what cannot be undone, which outcomes are one state or are not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from negsim.scenario.conditions import Condition
from negsim.scenario.record import Frozen


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """The block ``games.conflict``.

    Attributes
    ----------
    irreversible
        Moves that never return to an earlier level; or ``move.level``: once there, the move stays there. Besides the
        moves that are not `reversible`.
    coalesce
        Label -> the outcomes that are one state of this label.
    unseen
        Actor -> the outcomes that it does not know to exist.
    start
        Label of the status quo; empty for the initial levels of all moves.
    solver
        Name and options of the solver to begin with; empty to leave the choice open.
    """

    irreversible: tuple[str, ...] = ()
    coalesce: Mapping[str, Condition] = field(default_factory=Frozen)
    unseen: Mapping[str, tuple[Condition, ...]] = field(default_factory=Frozen)
    start: str = ""
    solver: Mapping[str, object] = field(default_factory=Frozen)
