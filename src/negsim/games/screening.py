"""Screening games: one side makes demands against a deadline, the other answers and knows alone what it would yield."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, Choices, Game, IntArray, Values, games
from negsim.games.results import Offers
from negsim.scenario.dynamics import Screening

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

MOST_ROUNDS = 100_000


@games("screening")
@dataclass(frozen=True, kw_only=True, eq=False)
class ScreeningGame(Game):
    """A batch of games of demands against a deadline, after Sobel and Takahashi (1983).

    In every round the proposer demands a share of what is at stake. The responder accepts, and play ends; or refuses,
    and after the last round talks break down and both get nothing. The most that the responder would yield, as a share
    of what is at stake, is its own secret; the proposer believes that it is below x with probability ``x**shape``.

    Attributes
    ----------
    stake, discount, shape
        Shape (batch or 1,): what is at stake, in the unit of the payoffs; the worth of a round later today; and how
        likely the responder is to yield much (1: all reservations are equally likely; above 1: large ones are more so).
    rounds
        How many there are.
    proposer, responder
        Their labels.
    title, comment, names
        What the game is, what its payoffs are, and what to call the players in sentences.

    Raises
    ------
    InvalidGame
        If a number is outside its range.
    """

    name: ClassVar[str] = "screening"

    rounds: int
    discount: Any
    stake: Any = field(default_factory=lambda: np.ones(1))
    shape: Any = field(default_factory=lambda: np.ones(1))
    proposer: str = "proposer"
    responder: str = "responder"
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        many = "s" * (len(self) != 1)
        return f"<ScreeningGame: {len(self):,} game{many} of {self.proposer}, {self.responder}; {self.rounds} rounds>"

    def __post_init__(self) -> None:
        given = [np.array(getattr(self, name), np.float64, ndmin=1) for name in ("stake", "discount", "shape")]
        count = max(map(len, given))
        for name, array in zip(("stake", "discount", "shape"), given, strict=True):
            if array.shape not in {(1,), (count,)}:
                raise InvalidGame(f"{name} has shape {array.shape}; it needs one number, or one a game ({count})")
            wide = np.broadcast_to(array, (count,)).copy()
            wide.setflags(write=False)
            object.__setattr__(self, name, wide)
        if self.proposer == self.responder:
            raise InvalidGame(f"{self.proposer} both demands and answers; give proposer and responder different names")
        if not 1 <= self.rounds <= MOST_ROUNDS:
            raise InvalidGame(f"{self.rounds} rounds: there must be from 1 to {MOST_ROUNDS:,}")
        if not ((self.discount >= 0) & (self.discount <= 1)).all():
            raise InvalidGame("a discount lies between 0 and 1")
        if not (np.isfinite(self.stake) & (self.stake > 0) & np.isfinite(self.shape) & (self.shape > 0)).all():
            raise InvalidGame("stake and shape must be above 0")

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as the game that its ``games.screening`` describes.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If the scenario describes none.
        InvalidGame
            If the number of rounds is not whole, or differs between the games of the batch.
        """
        block = scenario.games.get("screening")
        if not isinstance(block, Screening):
            raise NotApplicable(
                f"the scenario '{scenario.id}' does not say who demands and who answers; describe it under "
                "games.screening: {proposer: ..., responder: ..., rounds: ..., discount: ...}"
            )
        numbers = scenario.evaluate(
            {name: getattr(block, name) for name in ("rounds", "discount", "stake", "shape")}, values
        )
        rounds = np.unique(numbers.pop("rounds"))
        if len(rounds) != 1 or rounds[0] != np.round(rounds[0]):
            raise InvalidGame(
                f"games.screening.rounds is {', '.join(f'{number:g}' for number in rounds[:3])}: it must be one whole "
                "number, the same for all games; set it with --set, or solve the scenario once for each"
            )
        return cls(
            rounds=int(rounds[0]),
            **numbers,
            proposer=block.proposer,
            responder=block.responder,
            title=scenario.title,
            comment=scenario.basis,
            names={key: actor.name for key, actor in scenario.actors.items() if actor.name != key},
        )

    @property
    def players(self) -> tuple[str, ...]:
        """The proposer and the responder."""
        return (self.proposer, self.responder)

    @cached_property
    def choices(self) -> Choices:
        """Each player's one plan: how much to demand in each round, and from which reservation on to accept."""
        return Choices(
            player=np.arange(2),
            place=np.arange(2),
            players=self.players,
            places=("every round", "every round"),
            actions=("demand", "answer"),
        )

    @property
    def spread(self) -> Array:
        """Shape (batch,). What is at stake: the yardstick of tolerances."""
        found: Array = self.stake
        return found

    def __len__(self) -> int:
        return len(self.stake)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""
        return replace(self, stake=self.stake[rows], discount=self.discount[rows], shape=self.shape[rows])

    def acceptance(self, result: Offers) -> Array:
        """Return the probability, at the start, that play ends with agreement in each round.

        Parameters
        ----------
        result
            Demands and cutoffs for games of this batch.

        Returns
        -------
        Array
            Shape (row, round); what is missing to 1 in sum is the probability of breakdown.
        """
        below = self._refusing(result)
        return np.asarray(below[:, :-1] - below[:, 1:])

    def payoff(self, result: Offers) -> Array:
        """Return what proposer and responder expect at the start, in the unit of the payoffs.

        Parameters
        ----------
        result
            Demands and cutoffs for games of this batch.

        Returns
        -------
        Array
            Shape (row, player).
        """
        shape = self.shape[result.item][:, None]
        worth = self.stake[result.item][:, None] * self.discount[result.item][:, None] ** np.arange(self.rounds)
        ends = np.concatenate([np.ones((len(result), 1)), result.cutoff], axis=1) ** (shape + 1)
        yielded = shape / (shape + 1) * (ends[:, :-1] - ends[:, 1:])
        paid = self.acceptance(result) * result.demand
        return np.stack([(worth * paid).sum(1), (worth * (yielded - paid)).sum(1)], axis=1)

    def _refusing(self, result: Offers) -> Any:
        """Shape (row, round + 1): probability that play is still on after each round."""
        ends = np.concatenate([np.ones((len(result), 1)), result.cutoff], axis=1)
        return ends ** self.shape[result.item][:, None]
