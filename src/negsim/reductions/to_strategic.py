"""Write an extensive game out as a strategic one: everybody chooses a plan for all that may come, in advance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.nash import nash
from negsim.errors import NotApplicable
from negsim.games.base import Array, BoolArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Profiles, Result
from negsim.games.strategic import StrategicGame
from negsim.games.trees.replies import require_perfect_recall
from negsim.games.trees.sequences import Sequences
from negsim.games.trees.tree import Tree
from negsim.reductions.base import Part, Reduction, reductions

AXES = 62  # players that an array of payoffs has room for
NO_DECISION = "no decision"  # the only strategy of a player who never decides


@reductions("to_strategic")
@dataclass(frozen=True, kw_only=True)
class ToStrategic(Reduction[ExtensiveGame, StrategicGame]):
    """Make a strategic game of an extensive one, whose strategies are the reduced plans of its players.

    A plan says what to do at every information set that it does not itself keep from being reached; plans that differ
    elsewhere only are one. Chance is averaged over. The number of plans grows exponentially with the tree, so this is
    for small trees: `Via("to_strategic", "all_nash")` finds every equilibrium of a small game of two players. Nobody
    may forget what it did or knew. Back in the tree a mixture of plans is what it makes a player do at each information
    set that some of the plans lead to, and all actions are equally likely where none does: such an equilibrium is a
    Nash equilibrium of the tree, and need not be subgame-perfect.

    Attributes
    ----------
    most
        The most cells that the strategic game may have.
    """

    reference: ClassVar[str] = "Kuhn (1953)"

    most: int = 1_000_000

    def reduce(self, game: ExtensiveGame) -> tuple[Part[StrategicGame], ...]:
        """Return the strategic games, all in one part.

        Raises
        ------
        NotApplicable
            If the games are no trees, are too large, or a player forgets something.
        """
        if not isinstance(game, ExtensiveGame):
            raise NotApplicable(f"ToStrategic is for extensive games, not a {type(game).__name__}. Use no reduction.")
        tree = game.tree
        require_perfect_recall(tree, "Plans stand for what players do at each information set", "AgentLogit")
        self._check_size(tree)
        plans = tuple(_plans(own) for own in tree.sequences)
        smaller = StrategicGame(
            payoffs=_payoffs(game, plans),
            players=game.players,
            strategies=tuple(_labels(tree, player, each) for player, each in enumerate(plans)),
            title=game.title,
            comment=game.comment,
            names=game.names,
        )
        return (Part(items=np.arange(len(game)), game=smaller, back=partial(_behaviour, tree=tree, plans=plans)),)

    def concept(self, concept: Concept[Any, Any]) -> Concept[Any, Any]:
        """Return Nash equilibrium, which is the same in both games.

        Raises
        ------
        NotApplicable
            If the solver finds something else.
        """
        if concept.name not in ("nash", "nash_exact"):
            raise NotApplicable(
                f"ToStrategic takes Nash equilibria back to the tree, and this solver finds {concept.name}. "
                f"Use all_nash, pure_nash, lemke_howson or logit."
            )
        return nash

    def _check_size(self, tree: Tree) -> None:
        counts = [_count(own) for own in tree.sequences]
        if len(counts) > AXES or math.prod(counts) > self.most:
            shown = " x ".join(
                f"{count:,}" if count < 10**12 else f"{float(min(count, 10**300)):.0e}" for count in counts
            )
            raise NotApplicable(
                f"as a strategic game this tree has {shown} cells, and ToStrategic writes out up to {self.most:,} "
                f"for up to {AXES} players. Use AgentLogit() on the tree itself, or SequenceForm() for two players."
            )


def _count(own: Sequences) -> int:
    """How many reduced plans a player has: from the last information sets to the first, sums of products."""
    ways = [1] * own.count
    for place in np.argsort(own.own_moves, kind="stable")[::-1].tolist():
        ways[own.before[place]] *= sum(ways[own.start[place] + 1 : own.start[place + 1] + 1])
    return ways[0]


def _plans(own: Sequences) -> BoolArray:
    """Shape (plan, sequence). Which sequences of own moves each plan leads through, if the others let it."""
    plans: list[list[tuple[int, ...]]] = [[(sequence,)] for sequence in range(own.count)]
    for place in np.argsort(own.own_moves, kind="stable")[::-1].tolist():
        decided = [plan for after in plans[own.start[place] + 1 : own.start[place + 1] + 1] for plan in after]
        before = int(own.before[place])
        plans[before] = [(*plan, *then) for then in decided for plan in plans[before]]
    listed = plans[0]
    found = np.zeros((len(listed), own.count), bool)
    for plan, sequences in enumerate(listed):
        found[plan, list(sequences)] = True
    return found


def _labels(tree: Tree, player: int, plans: BoolArray) -> tuple[str, ...]:
    """What to do at each information set that the plan leads to, in their order."""
    actions = [label for place in np.flatnonzero(tree.player == player) for label in tree.actions[place]]
    found = [", ".join(actions[k] for k in np.flatnonzero(plan[1:])) or NO_DECISION for plan in plans]
    return tuple(found if len(set(found)) == len(found) else (f"{k}: {label}" for k, label in enumerate(found, 1)))


def _payoffs(game: ExtensiveGame, plans: tuple[BoolArray, ...]) -> Array:
    """Shape (batch, player, plan of player 0, ...). What everybody expects, terminal node by terminal node."""
    tree, count = game.tree, len(plans)
    reach = np.array(game.chance)
    for layer in tree.layers[1:]:
        reach[:, layer] *= reach[:, tree.parent[layer]]
    found = np.zeros((len(game), count, *map(len, plans)))
    for end, node in enumerate(tree.terminals):
        cells = np.ix_(
            *(np.flatnonzero(each[:, own.at[node]]) for each, own in zip(plans, tree.sequences, strict=True))
        )
        worth = game.payoffs[:, :, end] * reach[:, node, None]
        where: Any = (slice(None), slice(None), *cells)
        found[where] += worth.reshape(*worth.shape, *[1] * count)
    return found


def _behaviour(result: Result, *, tree: Tree, plans: tuple[BoolArray, ...]) -> Profiles:
    """Take mixtures of plans to what they make each player do at its information sets."""
    if not isinstance(result, Profiles):
        raise NotApplicable(
            f"ToStrategic cannot take {type(result).__name__} back to the tree. Use a solver that finds strategies."
        )
    ranked = np.argsort(tree.order)
    starts, sizes = tree.choice_start[ranked], tree.sizes[ranked]
    weights = np.zeros((len(result), int(sizes.sum())))
    first = 0
    for own, each in zip(tree.sequences, plans, strict=True):
        played = result.weights[:, first : first + len(each)] @ each
        weights[:, own.first : own.first + own.count - 1] = played[:, 1:]
        first += len(each)
    weights = np.maximum(weights, 0.0)
    totals = np.add.reduceat(weights, starts, axis=1) if len(starts) else np.zeros((len(weights), 0))
    total, size = np.repeat(totals, sizes, axis=1), np.repeat(sizes, sizes)
    return Profiles(
        item=result.item,
        columns=result.columns,
        weights=np.where(total > 0, weights / np.where(total > 0, total, 1.0), 1 / size),
    )
