"""The shape of the blocks ``games.extensive`` and ``games.screening``: who moves when, and what is demanded."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from negsim.scenario.schema_fields import Fields, Formula, Solver


class TurnFile(Fields):
    """One actor decides on some of its moves, or chance draws some of its own."""

    actor: str = Field("", description="Id of the actor who decides.")
    moves: list[str] = Field([], description="Its moves whose levels it chooses, together, at this turn.")
    sees: list[str] | None = Field(
        None, description="Moves whose present levels it knows besides its own; all that has happened if left out."
    )
    chance: list[str] = Field([], description="Instead of an actor and its moves: moves of chance that are drawn now.")


class ExtensiveFile(Fields):
    """Turns taken one after the other, perhaps in several rounds."""

    turns: Annotated[list[TurnFile], Field(min_length=1)] = Field(description="In order; a round goes through them.")
    rounds: Formula = Field("1", description="How many rounds there are: a whole number, or a formula on parameters.")
    ends_if: Formula = Field("", description="A condition; play stops after the first turn at which it holds.")
    discount: Formula = Field("", description="Worth of a payoff one round later, 0 to 1; 1 if left out.")
    solver: Solver = {}


class ScreeningFile(Fields):
    """Demands against a deadline, to a side that alone knows what it would yield."""

    proposer: str = Field(description="Id of the actor who demands.")
    responder: str = Field(description="Id of the actor who accepts or refuses.")
    rounds: Formula = Field(description="How many rounds there are: a whole number, or a formula on parameters.")
    discount: Formula = Field(description="Worth of a round later today, 0 to 1.")
    stake: Formula = Field("1", description="What is at stake, in the unit of the payoffs.")
    shape: Formula = Field("1", description="It would yield less than a share x with probability x**shape.")
    solver: Solver = {}
