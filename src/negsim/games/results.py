"""What a solver finds: rows, each of which solves one game of the batch.

k equilibria of game 7 are k rows whose `item` is 7, so "one", "all" and "a batch" have one shape.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray

if TYPE_CHECKING:
    from typing import Self


@dataclass(frozen=True, kw_only=True)
class Result(ABC):
    """Rows that solve games.

    Attributes
    ----------
    item
        Shape (row,). Which game of the batch each row solves; never decreasing.
    columns
        What else is known of each row, by name; each of shape (row,), such as ``precision``.
    """

    item: IntArray
    columns: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        with np.printoptions(threshold=50, edgeitems=2):
            parts = [f"{f.name}={_shown(getattr(self, f.name))}" for f in fields(self) if f.name != "columns"]
        return f"{type(self).__name__}({', '.join(parts)})"

    def __len__(self) -> int:
        return len(self.item)

    def take(self, rows: slice | IntArray) -> Self:
        """Return some of the rows, in the order asked for."""
        arrays = [f.name for f in fields(self) if isinstance(getattr(self, f.name), np.ndarray)]
        picked: dict[str, Any] = {name: getattr(self, name)[rows] for name in arrays}
        return replace(self, **picked, columns={name: column[rows] for name, column in self.columns.items()})


@dataclass(frozen=True, kw_only=True, repr=False)
class Profiles(Result):
    """A strategy for every player, possibly mixed.

    Attributes
    ----------
    weights
        Shape (row, choice). Probability of every choice; sums to 1 over the choices of each place.
    """

    weights: Array


@dataclass(frozen=True, kw_only=True, repr=False)
class Assessments(Profiles):
    """Profiles of extensive games together with what the players believe where play may never come.

    Attributes
    ----------
    beliefs
        Shape (row, node). Probability of each node, given that its information set is reached; 0 at nodes where
        nobody decides.
    """

    beliefs: Array


@dataclass(frozen=True, kw_only=True, repr=False)
class Joint(Result):
    """A probability for every joint outcome, as a mediator or a correlated device would draw it.

    Attributes
    ----------
    probability
        Shape (row, strategy of player 0, strategy of player 1, ...). Sums to 1 over each row.
    """

    probability: Array

    @property
    def is_proper(self) -> BoolArray:
        """Shape (row,). Whether the numbers are probabilities: of sum 1, and none negative, but for rounding."""
        axes = tuple(range(1, self.probability.ndim))
        near = np.abs(self.probability.sum(axes) - 1) <= 1e-9
        return np.asarray(near & (self.probability.min(axes) >= -1e-12))


@dataclass(frozen=True, kw_only=True, repr=False)
class Offers(Result):
    """What one side demands round by round, and from which reservation on the other accepts.

    Attributes
    ----------
    demand
        Shape (row, round). The share of what is at stake that is demanded.
    cutoff
        Shape (row, round). The least reservation that accepts, as a share of what is at stake.
    """

    demand: Array
    cutoff: Array


@dataclass(frozen=True, kw_only=True, repr=False)
class Outcomes(Result):
    """Some outcomes of each game, singled out by a concept that ranks outcomes and not strategies.

    Attributes
    ----------
    chosen
        Shape (row, strategy of player 0, strategy of player 1, ...). True for the outcomes singled out.
    """

    chosen: Any


@dataclass(frozen=True, kw_only=True, repr=False)
class Survivors(Result):
    """The strategies that survive, one row a game.

    Attributes
    ----------
    alive
        Shape (row, choice). True for the choices that survive.
    round
        Shape (row, choice). The round, counted from 1, in which each choice left; 0 for those that survive.
    dominator
        Shape (row, choice, choice). For a choice that left, the weights of a strategy that dominated it; else zeros.
    """

    alive: Any
    round: IntArray
    dominator: Array


@dataclass(frozen=True, kw_only=True, repr=False)
class StateSets(Result):
    """The states of a conflict that each concept calls stable, for each party.

    Attributes
    ----------
    stable
        Shape (row, concept, party, state). True where the party would stay.
    concepts, parties
        Labels of the axes: concepts such as ``"nash"``, and players, or coalitions such as ``"MoE + UR"``.
    """

    stable: Any
    concepts: tuple[str, ...]
    parties: tuple[str, ...]

    @property
    def equilibria(self) -> BoolArray:
        """Shape (row, concept, state). Whether a state is stable for every party."""
        return np.asarray(self.stable.all(2))


@dataclass(frozen=True, kw_only=True, repr=False)
class Agreements(Result):
    """What parties agree on: one of the agreements on the table, or a lottery over a few of them.

    Attributes
    ----------
    agreement
        Shape (row, part). Numbers of the agreements that a lottery is over; one part where there are no lotteries.
    weights
        Shape (row, part). Probability of each; sums to 1. Parts that are not needed have weight 0.
    """

    agreement: IntArray
    weights: Array


@dataclass(frozen=True, kw_only=True, repr=False)
class Proposals(Agreements):
    """Offers round by round, and what is agreed if the offer of the first round is accepted.

    Offers are told for every round, also for those that are never reached because an earlier offer is accepted. Talks
    without a deadline go through the same rounds again and again: one for each party, beginning with the first.

    Attributes
    ----------
    proposer
        Shape (row, round). Number of the party that makes the offer.
    offered
        Shape (row, round, player). What each gets if the offer is accepted, as payoffs in that round; if no offer that
        is accepted would serve the proposer, what each expects once talks have gone on or ended without one.
    accepted
        Shape (row, round). Probability that the offer is accepted, if that round is reached; 0 if none is made that is.
    refused
        Shape (row, player). What each expects at the start if the first offer is refused.
    """

    proposer: IntArray
    offered: Array
    accepted: Array
    refused: Array

    @property
    def agreed(self) -> Array:
        """Shape (row,). Probability that the offer of the first round is accepted."""
        return self.accepted[:, 0]


def stacked(results: list[Profiles], choices: int) -> Profiles:
    """Join the rows of several results that have the same columns, in order.

    Parameters
    ----------
    results
        The parts, possibly none.
    choices
        Number of choices of the game, for the shape of a result without rows.
    """
    if not results:
        return Profiles(item=np.zeros(0, np.intp), weights=np.zeros((0, choices)))
    return Profiles(
        item=np.concatenate([part.item for part in results]),
        weights=np.concatenate([part.weights for part in results]),
        columns={name: np.concatenate([part.columns[name] for part in results]) for name in results[0].columns},
    )


def _shown(array: Any) -> str:
    """A small array as it is, a large one by its ends or its shape."""
    return repr(array) if np.ndim(array) <= 2 else f"<array of shape {np.shape(array)}>"
