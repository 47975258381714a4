"""Bargaining games: what could be agreed, what each party gets from it, and what it gets if nothing is agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from negsim.errors import InvalidGame, unknown
from negsim.games.base import Array, BoolArray, Choices, Game, IntArray, Values, games
from negsim.games.results import Agreements, Proposals
from negsim.games.sheet import Sheet
from negsim.games.talks import from_agenda
from negsim.games.talks.pace import Pace
from negsim.games.talks.rule import Rule

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

LARGEST = 1e150  # of payoffs: the product of two must still be a number
CLOSE = 1e-9  # of the spread: payoffs that differ by less count as equal


@games("bargaining")
@dataclass(frozen=True, kw_only=True, eq=False)
class BargainingGame(Game):
    """A batch of bargaining problems over one list of agreements, after Nash (1950).

    Attributes
    ----------
    payoffs
        Shape (batch, player, agreement). What each party gets from each agreement.
    disagreement
        Shape (batch or 1, player). What each gets if nothing is agreed.
    players, agreements
        Their labels.
    lotteries
        Whether parties may also agree on a lottery over the agreements, worth its mean to each. Issues that can be
        divided, and whose payoffs add up, are lotteries over the ways to give each issue wholly to one side.
    power
        Shape (batch or 1, player). The bargaining power of each, for solutions that weigh the parties.
    rule
        Who must agree; all, if None is given.
    pace
        How talks go on when nothing is agreed at once; None where that is not described.
    resolve
        Shape (batch or 1, player, 2), or None where everybody knows everything. The least and the most that
        disagreement may be worth to each, every number between them equally likely; a party alone knows its own.
    sheet
        What the agreements consist of, for sentences and for linking issues; None if nothing is known of it.
    status_quo
        Number of the agreement under which nothing changes; None if no agreement is like that.
    fallback
        Number of the agreement that follows without agreement too, if that is another one; else None.
    title, comment, names
        What the game is, what its payoffs are, and what to call players and agreements in sentences.

    Raises
    ------
    InvalidGame
        If shapes or labels do not fit, there is nothing to agree on, or a payoff is no number or too large.

    Examples
    --------
    >>> pie = BargainingGame(payoffs=[[[1, 0], [0, 1]]], disagreement=[[0.3, 0]], lotteries=True)
    >>> pie
    <BargainingGame: 1 game of player 1, player 2; 2 agreements and lotteries over them>
    """

    name: ClassVar[str] = "bargaining"

    payoffs: Any
    disagreement: Any
    players: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    lotteries: bool = False
    power: Any = None
    rule: Rule | None = None
    pace: Pace | None = None
    resolve: Any = None
    sheet: Sheet | None = None
    status_quo: int | None = None
    fallback: int | None = None
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        many = "s" * (len(self) != 1)
        drawn = " and lotteries over them" * self.lotteries
        told = f"{len(self):,} game{many} of {', '.join(self.players)}"
        return f"<BargainingGame: {told}; {len(self.agreements):,} agreements{drawn}>"

    def __post_init__(self) -> None:
        payoffs = _numbers("payoffs", self.payoffs)
        if payoffs.ndim != 3:
            raise InvalidGame(
                f"payoffs have shape {payoffs.shape}; they need (batch, player, agreement), and for one game "
                "payoffs[None]"
            )
        count, parties, agreements = payoffs.shape
        if not agreements:
            raise InvalidGame("there is nothing to agree on: the game has no agreements")
        self._set("payoffs", payoffs)
        self._set("players", tuple(self.players) or tuple(f"player {k + 1}" for k in range(parties)))
        self._set("agreements", tuple(self.agreements) or tuple(f"agreement {k}" for k in range(agreements)))
        self._set("rule", self.rule or Rule.unanimity(parties))
        for kind, labels, wanted in (("player", self.players, parties), ("agreement", self.agreements, agreements)):
            if len(labels) != wanted or len(set(labels)) < wanted or not all(isinstance(k, str) for k in labels):
                raise InvalidGame(f"{len(labels)} {kind} labels for {wanted}; each needs one of its own, which is text")
        if self.rule is not None and len(self.rule.votes) != parties:
            raise InvalidGame(f"the rule is for {len(self.rule.votes)} parties; there are {parties}")
        self._set("power", np.ones((1, parties)) if self.power is None else self.power)
        for name, shape in (("disagreement", (parties,)), ("power", (parties,)), ("resolve", (parties, 2))):
            self._set_batched(name, shape, count)
        if self.pace is not None:
            self._set("pace", self.pace.spread_over(count, parties))
        self._check_numbers()

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as bargaining over the moves on its agenda, as its ``games.bargaining`` says.

        Without that block, everything is on the agenda, and nothing changes if nothing is agreed.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If chance decides some of the moves, or disagreement is an equilibrium that has to be found first.
        """
        return cls(**from_agenda.fields(scenario, values))

    @cached_property
    def choices(self) -> Choices:
        """One choice for each party: to agree or not."""
        return Choices.one_each(self.players, "", "agree or not")

    @cached_property
    def spread(self) -> Array:
        """Shape (batch,). Difference of the highest and the lowest payoff: the yardstick of tolerances."""
        every = np.concatenate([self.payoffs, self.disagreement[..., None]], axis=2)
        return np.asarray(np.ptp(every, axis=(1, 2)))

    @cached_property
    def gains(self) -> Array:
        """Shape (batch, player, agreement). What each party gets beyond disagreement; 0 where rounding made a gap."""
        found = self.payoffs - self.disagreement[..., None]
        return np.where(np.abs(found) <= CLOSE * self.spread[:, None, None], 0.0, found)

    @cached_property
    def acceptable(self) -> BoolArray:
        """Shape (batch, agreement). Whether the parties who get no less than from disagreement can bind all."""
        rule: Any = self.rule
        return np.asarray(rule.carries(self.gains >= 0))

    def __len__(self) -> int:
        return len(self.payoffs)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""
        return replace(
            self,
            payoffs=self.payoffs[rows],
            disagreement=self.disagreement[rows],
            power=self.power[rows],
            resolve=None if self.resolve is None else self.resolve[rows],
            pace=None if self.pace is None else self.pace.take(rows),
        )

    def payoff(self, result: Agreements) -> Array:
        """Return what each party expects; where an offer may be refused, that counts too.

        Parameters
        ----------
        result
            Agreements in games of this batch, or offers.

        Returns
        -------
        Array
            Shape (row, player), in the unit of the payoffs.
        """
        found = np.zeros((len(result), len(self.players)))
        for part, share in zip(result.agreement.T, result.weights.T, strict=True):
            found += share[:, None] * self.payoffs[result.item, :, part]
        if isinstance(result, Proposals):
            found = result.agreed[:, None] * found + (1 - result.agreed)[:, None] * result.refused
        return found

    def number_of(self, agreement: str) -> int:
        """Return the number of an agreement, from 0, of which the label is given.

        Parameters
        ----------
        agreement
            A label as in `agreements`.

        Raises
        ------
        UnknownName
            If there is no such agreement; the message names the nearest.
        """
        if agreement not in self.agreements:
            raise unknown("agreement", agreement, self.agreements)
        return self.agreements.index(agreement)

    def _check_numbers(self) -> None:
        if not (np.abs(self.payoffs) <= LARGEST).all():
            raise InvalidGame(f"payoffs must be numbers of at most {LARGEST:g} in size")
        if not ((self.power >= 0).all() and (self.power.sum(1) > 0).all()):
            raise InvalidGame("power must not be negative, and somebody must have some")
        if self.resolve is not None and not (self.resolve[..., 0] <= self.resolve[..., 1]).all():
            raise InvalidGame("resolve gives the least worth of disagreement first, then the most")
        for name in ("status_quo", "fallback"):
            number = getattr(self, name)
            if number is not None and not 0 <= number < len(self.agreements):
                raise InvalidGame(
                    f"the {name.replace('_', ' ')} is agreement {number}, and there are {len(self.agreements)} of them"
                )

    def _set(self, name: str, value: Any) -> None:
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
        object.__setattr__(self, name, value)

    def _set_batched(self, name: str, shape: tuple[int, ...], count: int) -> None:
        """Give every game of the batch its own numbers."""
        if getattr(self, name) is None:
            return
        array = _numbers(name, getattr(self, name))
        if array.shape[1:] != shape or len(array) not in {1, count}:
            raise InvalidGame(f"{name} has shape {array.shape}; it needs ({count} or 1, {str(shape)[1:-1].strip(',')})")
        if not (np.abs(array) <= LARGEST).all():
            raise InvalidGame(f"{name} must be numbers of at most {LARGEST:g} in size")
        self._set(name, np.broadcast_to(array, (count, *shape)).copy())


def _numbers(name: str, given: Any) -> Array:
    try:
        return np.array(given, np.float64, order="C")
    except (TypeError, ValueError):
        raise InvalidGame(f"{name} must be an array of numbers, with rows of equal length") from None
