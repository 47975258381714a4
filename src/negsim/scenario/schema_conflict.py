"""The shape of the block ``games.conflict``: what cannot be undone, which outcomes are one state or are not seen."""

from __future__ import annotations

from pydantic import Field

from negsim.scenario.schema_fields import Fields, Several, Solver


class ConflictFile(Fields):
    """The outcomes as states that actors move between, each with its own moves."""

    irreversible: list[str] = Field(
        [],
        description="Moves that never return to an earlier level; or move.level: once there, the move stays there. "
        "Besides moves with 'reversible: false'.",
    )
    coalesce: dict[str, str] = Field({}, description="Label: a condition; the outcomes that meet it are one state.")
    unseen: dict[str, Several] = Field(
        {}, description="Actor: conditions; it does not know that the outcomes that meet one of them exist."
    )
    start: str = Field("", description="The status quo: a label such as 'yes / no'; the initial levels if left out.")
    solver: Solver = {}
