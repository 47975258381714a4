"""Extensive-form games: players move in turn, with chance, and know more or less of what has happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, BoolArray, Choices, Game, IntArray, Values, games
from negsim.games.results import Profiles
from negsim.games.strategic import LARGEST
from negsim.games.trees import replies
from negsim.games.trees.tree import Tree
from negsim.games.trees.turns import from_turns

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

NEAR = 1e-9  # of 1: probabilities of chance may be this far from it in sum


@games("extensive")
@dataclass(frozen=True, kw_only=True, eq=False)
class ExtensiveGame(Game):
    """A batch of extensive-form games on one tree.

    Attributes
    ----------
    tree
        Nodes, information sets and labels.
    payoffs
        Shape (batch, player, terminal), the terminal nodes in the order of `Tree.terminals`.
    chance
        Shape (batch or 1, node). Probability of the branch that leads to the node, where chance decides before it; 1
        elsewhere.
    title, comment
        What the game is, and what its payoffs are.
    names
        Label of a player, action or outcome -> what to call it in a sentence, where that is something else.

    Raises
    ------
    InvalidGame
        If shapes do not fit the tree, a payoff is no number or too large, or probabilities do not sum to 1.
    """

    name: ClassVar[str] = "extensive"

    tree: Tree
    payoffs: Array
    chance: Array | None = None
    title: str = ""
    comment: str = ""
    names: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        many = "s" * (len(self) != 1)
        return f"<ExtensiveGame: {len(self):,} game{many} of {', '.join(self.players)}; {len(self.tree):,} nodes>"

    def __post_init__(self) -> None:
        payoffs = np.array(self.payoffs, np.float64, order="C", ndmin=3)
        shape = (len(self.tree.players), len(self.tree.terminals))
        if payoffs.shape[1:] != shape:
            raise InvalidGame(f"payoffs have shape {payoffs.shape}; the tree needs (batch, {shape[0]}, {shape[1]})")
        fine = np.abs(payoffs) <= LARGEST
        if not fine.all():
            item, player, end = np.argwhere(~fine)[0]
            told = " / ".join(self.tree.history(int(self.tree.terminals[end]))) or "the root"
            raise InvalidGame(
                f"game {item}: the payoff of {self.players[player]} after {told} is {payoffs[item, player, end]}; "
                f"payoffs must be finite numbers, of at most {LARGEST:g} in size"
            )
        payoffs.setflags(write=False)
        object.__setattr__(self, "payoffs", payoffs)
        object.__setattr__(self, "chance", _chance(self.tree, self.chance, len(payoffs)))

    @classmethod
    def from_scenario(cls, scenario: Scenario, values: Values = {}) -> Self:
        """Read a scenario as a game in which its actors take the turns that ``games.extensive`` lists.

        Parameters
        ----------
        scenario
            What the file says.
        values
            Numbers for some parameters, or arrays of one number a game.

        Raises
        ------
        NotApplicable
            If the scenario lists no turns.
        InvalidGame
            If a probability, a discount or the number of rounds is outside its range, or the tree would not fit into
            memory.
        """
        found = from_turns(scenario, values)
        return cls(
            tree=found.tree,
            payoffs=found.payoffs,
            chance=found.chance,
            title=scenario.title,
            comment=scenario.basis,
            names=found.names,
        )

    @property
    def players(self) -> tuple[str, ...]:
        """Their labels."""
        return self.tree.players

    @property
    def choices(self) -> Choices:
        """One coordinate an action, information set by information set, player by player."""
        return self.tree.choices

    @cached_property
    def spread(self) -> Array:
        """Shape (batch,). Largest less smallest payoff, the yardstick of tolerances; 1 where all are equal."""
        width = np.ptp(self.payoffs, axis=(1, 2))
        return np.where(width > 0, width, 1.0)

    @cached_property
    def is_constant_sum(self) -> BoolArray:
        """Shape (batch,). Whether what one gains the others lose: payoffs have one sum everywhere, but for rounding."""
        sums = self.payoffs.sum(1)
        return np.asarray(np.ptp(sums, axis=1) <= 1e-12 * np.abs(self.payoffs).max((1, 2)))

    @cached_property
    def has_perfect_recall(self) -> bool:
        """Whether no player ever forgets what it knew or did; only then have trees best replies by backward steps."""
        return all(own.forgets < 0 for own in self.tree.sequences)

    def __len__(self) -> int:
        return len(self.payoffs)

    def take(self, rows: slice | IntArray) -> Self:
        """Return the games of these rows of the batch."""
        chance: Any = self.chance
        return replace(self, payoffs=self.payoffs[rows], chance=chance[rows] if len(chance) > 1 else chance)

    def steps(self, result: Profiles) -> Array:
        """Return the probability of the last step to each node, wherever play stands before it.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, node); 1 at the root.
        """
        chance: Any = self.chance
        items = result.item if len(chance) > 1 else np.zeros(len(result), np.intp)
        decided = self.tree.choice >= 0
        found: Array = chance[items]
        found[:, decided] = result.weights[:, self.tree.choice[decided]]
        return found

    def reach(self, result: Profiles) -> Array:
        """Return the probability that play passes through each node.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, node); 1 at the root.
        """
        found = self.steps(result)
        for layer in self.tree.layers[1:]:
            found[:, layer] *= found[:, self.tree.parent[layer]]
        return found

    def payoff(self, result: Profiles) -> Array:
        """Return what each player expects from each row, in the unit of the payoffs.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, player).
        """
        ends = self.reach(result)[:, self.tree.terminals]
        if len(self) == 1:
            return np.asarray(ends @ self.payoffs[0].T)
        return np.stack([self.payoffs[item] @ row for item, row in zip(result.item, ends, strict=True)])

    def best_payoffs(self, result: Profiles) -> Array:
        """Return what each player could expect by changing its own strategy alone, in whatever way.

        Parameters
        ----------
        result
            Profiles of games of this batch.

        Returns
        -------
        Array
            Shape (row, player), in the unit of the payoffs.

        Raises
        ------
        NotApplicable
            If a player forgets what it knew or did.
        """
        return replies.best_payoffs(self, result)


def _chance(tree: Tree, given: Any, games: int) -> Array:
    """Check the probabilities of chance, or make them up as 1 where chance never decides."""
    chance = np.ones((1, len(tree))) if given is None else np.array(given, np.float64, order="C", ndmin=2)
    if chance.shape not in {(1, len(tree)), (games, len(tree))}:
        raise InvalidGame(f"chance has shape {chance.shape}; the tree needs (1 or {games}, {len(tree)})")
    drawn = np.zeros(len(tree), bool)
    drawn[1:] = np.isin(tree.parent[1:], tree.chances)
    chance[:, ~drawn] = 1.0
    wrong = np.argwhere(~((chance >= 0) & (chance <= 1 + NEAR)))
    if len(wrong):
        item, node = wrong[0]
        told = " / ".join(tree.history(int(node)))
        raise InvalidGame(f"game {item}: the probability of {told} is {chance[item, node]}, not between 0 and 1")
    below = np.flatnonzero(drawn)
    for row in chance:
        sums = np.bincount(tree.parent[below], row[below], minlength=len(tree))[tree.chances]
        far = np.flatnonzero(np.abs(sums - 1) > NEAR)
        if len(far):
            told = " / ".join(tree.history(int(tree.chances[far[0]]))) or "the root"
            raise InvalidGame(f"the probabilities of chance at {told} sum to {sums[far[0]]:.6g}, not to 1")
    chance.setflags(write=False)
    return chance
