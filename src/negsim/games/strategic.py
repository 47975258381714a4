"""Strategic-form games: everyone chooses once, at the same time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, product
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike

from negsim.errors import InvalidGame, unknown
from negsim.games.base import Array, Choices, Game, IntArray, Values, games
from negsim.games.results import Joint, Profiles

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

LARGEST = 1e300  # of payoffs, so that sums and differences of a few of them are finite


@games("strategic")
@dataclass(frozen=True, kw_only=True)
class StrategicGame(Game):
    """A batch of strategic-form games.

    Attributes
    ----------
    payoffs
        Shape (batch, player, strategy of player 0, strategy of player 1, ...). Numbers of at most 1e300 in size.
    players, strategies
        Their labels; made up when left out (``player 1``, ``1``).
    title, comment
        What the game is, and what its payoffs are; game files carry both.
    names
        Label of a player or strategy -> what to call it in a sentence, where that is something else.

    Raises
    ------
    InvalidGame
        If the shape is not that of a game, a label is missing, no text or twice there, or a payoff is no number or too
        large.

    Examples
    --------
    >>> game = StrategicGame(payoffs=[[[[3, 0], [5, 1]], [[3, 5], [0, 1]]]])
    >>> len(game), game.shape
    (1, (2, 2))
    """

    name: ClassVar[str] = "strategic"

    payoffs: Array
    players: tuple[str, ...] = ()
    strategies: tuple[tuple[str, ...], ...] = ()
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        sizes, many = " x ".join(map(str, self.shape)), "s" * (len(self) != 1)
        return f"<StrategicGame: {len(self):,} game{many} of {', '.join(self.players)}; {sizes} strategies>"

    def __post_init__(self) -> None:
        payoffs = _numbers(self.payoffs)
        count, shape = payoffs.shape[1], payoffs.shape[2:]
        if count != len(shape) or not count:
            raise InvalidGame(
                f"payoffs have shape {payoffs.shape}: {count} players need {count} strategy axes "
                f"after (batch, player), and there are {len(shape)}"
            )
        if not all(shape):
            raise InvalidGame(f"payoffs have shape {payoffs.shape}: every player needs at least one strategy")
        players = tuple(self.players) or tuple(f"player {k + 1}" for k in range(count))
        strategies = tuple(tuple(row) for row in self.strategies) or tuple(
            tuple(str(k + 1) for k in range(size)) for size in shape
        )
        _check_labels(players, strategies, shape)
        payoffs.setflags(write=False)
        for name, value in (("payoffs", payoffs), ("players", players), ("strategies", strategies)):
            object.__setattr__(self, name, value)
        _check_size(self)

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as a game in which every actor takes all its moves at once.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If a combination of several actors' moves is forbidden: a strategic game needs payoffs for it.
        """
        layout = scenario.strategy_layout()
        table = scenario.payoff_table(values)
        cells = layout.outcome.reshape(-1)
        shape = tuple(len(labels) for labels in layout.strategies)
        return cls(
            payoffs=table[:, :, cells].reshape(len(table), len(layout.players), *shape),
            players=layout.players,
            strategies=layout.strategies,
            title=scenario.title,
            comment=scenario.basis,
            names=layout.names,
        )

    @classmethod
    def bimatrix(
        cls, row: ArrayLike, column: ArrayLike, *, players: Sequence[str] = (), strategies: Sequence[Sequence[str]] = ()
    ) -> Self:
        """Make a two-player game, or a batch of them, from the two payoff matrices.

        Parameters
        ----------
        row, column
            Shape (row strategy, column strategy), or (batch, row strategy, column strategy).
        players, strategies
            Their labels.
        """
        first, second = np.asarray(row), np.asarray(column)
        if first.shape != second.shape or first.ndim not in (2, 3):
            raise InvalidGame(
                f"the two payoff matrices have shapes {first.shape} and {second.shape}; they must be alike"
            )
        payoffs = np.stack([first, second], axis=-3)
        return cls(
            payoffs=payoffs if first.ndim == 3 else payoffs[None],
            players=tuple(players),
            strategies=tuple(tuple(row) for row in strategies),
        )

    @property
    def shape(self) -> tuple[int, ...]:
        """The number of strategies of every player."""
        return self.payoffs.shape[2:]

    @cached_property
    def choices(self) -> Choices:
        """One coordinate a strategy, player by player."""
        player = np.repeat(np.arange(len(self.players)), self.shape)
        return Choices(
            player=player,
            place=player,
            players=self.players,
            places=("",) * len(self.players),
            actions=tuple(label for row in self.strategies for label in row),
        )

    @cached_property
    def spread(self) -> Array:
        """Shape (batch,). Largest less smallest payoff, the yardstick of tolerances; 1 where all are equal."""
        width = np.ptp(self.payoffs, axis=tuple(range(1, self.payoffs.ndim)))
        return np.where(width > 0, width, 1.0)

    def __len__(self) -> int:
        return len(self.payoffs)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""
        return replace(self, payoffs=self.payoffs[rows])

    def profile(self, *strategies: int | str) -> Array:
        """Return the flat weights of a pure profile, strategies by number or by label.

        Parameters
        ----------
        strategies
            One for each player.
        """
        weights = np.zeros(len(self.choices))
        for chosen, labels, part in zip(strategies, self.strategies, self.choices.slices, strict=True):
            weights[part.start + (labels.index(chosen) if isinstance(chosen, str) else chosen)] = 1.0
        return weights

    def player_number(self, player: int | str) -> int:
        """Return the number of a player given by number or by label.

        Raises
        ------
        UnknownName
            If there is no such player.
        """
        if player in self.players:
            return self.players.index(str(player))
        if isinstance(player, str) or not 0 <= player < len(self.players):
            raise unknown("player", str(player), self.players)
        return int(player)

    def own_table(self, player: int) -> Array:
        """Return one player's payoffs with its own strategies as rows and the others' combinations as columns.

        Parameters
        ----------
        player
            Number of the player.

        Returns
        -------
        Array
            Shape (batch, own strategy, combination of the others' strategies), the last player's changing fastest.
        """
        return own_first(self.payoffs[:, player], player)

    def deviation_payoffs(self, result: Profiles) -> Array:
        """Return what each strategy earns against the others' play of each row.

        Parameters
        ----------
        result
            Mixed profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, choice).
        """
        out = np.empty(result.weights.shape)
        for player, part in enumerate(self.choices.slices):
            out[:, part] = self._against(player, result)
        return out

    def payoff(self, result: Profiles | Joint) -> Array:
        """Return what each player expects from each row, in the unit of the payoffs.

        Parameters
        ----------
        result
            Mixed profiles, or probabilities of joint outcomes.

        Returns
        -------
        Array
            Shape (row, player).
        """
        if isinstance(result, Joint):
            axes = tuple(range(2, self.payoffs.ndim))
            return np.asarray((self.payoffs[result.item] * result.probability[:, None]).sum(axes))
        earned = self.deviation_payoffs(result) * result.weights
        return np.add.reduceat(earned, [part.start for part in self.choices.slices], axis=1)

    def _against(self, player: int, result: Profiles) -> Array:
        """Shape (row, strategy): contract every other player's axis, the last first."""
        left: Any = self.payoffs[result.item, player]
        for other in reversed(range(len(self.players))):
            if other != player:
                weights = result.weights[:, self.choices.slices[other]]
                left = np.einsum("r...k,rk->r...", np.moveaxis(left, 1 + other, -1), weights)
        return np.asarray(left, dtype=np.float64)


def _numbers(given: Any) -> Array:
    try:
        found = np.asarray(given)
        if found.dtype.kind not in "biufOSU":
            raise TypeError(f"their type is {found.dtype}")
        payoffs = np.array(found, dtype=np.float64, order="C")
    except (TypeError, ValueError, OverflowError) as fault:
        raise InvalidGame(f"payoffs must be an array of numbers: {fault}") from None
    if payoffs.ndim < 3:
        raise InvalidGame(
            f"payoffs have shape {payoffs.shape}; they need (batch, player, strategy of player 0, ...): "
            "for one game of two players, payoffs[None] of shape (1, 2, rows, columns)"
        )
    return payoffs


def _check_labels(players: tuple[str, ...], strategies: tuple[tuple[str, ...], ...], shape: tuple[int, ...]) -> None:
    if len(players) != len(shape):
        raise InvalidGame(f"{len(players)} player labels for {len(shape)} players: {', '.join(players)}")
    for label in (*players, *chain(*strategies)):
        if not isinstance(label, str):
            raise InvalidGame(f"labels must be texts, and {label!r} is none; write '{label}' in quotation marks")
    if len(set(players)) != len(players):
        raise InvalidGame(f"two players have the same label: {', '.join(players)}")
    sizes = tuple(len(labels) for labels in strategies)
    if sizes != shape:
        raise InvalidGame(f"strategy labels number {sizes} and the payoffs have {shape} strategies")
    for player, labels in zip(players, strategies, strict=True):
        if len(set(labels)) != len(labels):
            raise InvalidGame(f"two strategies of {player} have the same label: {', '.join(labels)}")


def _check_size(game: StrategicGame) -> None:
    fine = np.abs(game.payoffs) <= LARGEST
    if fine.all():
        return
    item, player, *cell = np.argwhere(~fine)[0]
    labels = ", ".join(names[k] for names, k in zip(game.strategies, cell, strict=True))
    raise InvalidGame(
        f"game {item}: the payoff of {game.players[player]} at ({labels}) is {game.payoffs[item, player, *cell]}; "
        f"payoffs must be finite numbers, of at most {LARGEST:g} in size"
    )


def own_first(cells: Array, player: int) -> Array:
    """Lay out a table over joint outcomes with one player's strategies as rows.

    Parameters
    ----------
    cells
        Shape (batch, strategy of player 0, strategy of player 1, ...).
    player
        Number of the player.

    Returns
    -------
    Array
        Shape (batch, own strategy, combination of the others' strategies).
    """
    own = cells.shape[1 + player]
    others = math.prod(cells.shape[1:]) // own
    return np.moveaxis(cells, 1 + player, 1).reshape(len(cells), own, others)


def outcomes(game: StrategicGame) -> tuple[tuple[str, ...], ...]:
    """Return the label of every pure outcome, in the order of the payoff axes."""
    return tuple(product(*game.strategies))
