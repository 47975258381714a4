"""Small extensive games: written down node by node, and samples to try a solver on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import numpy as np

from negsim.games.extensive import ExtensiveGame
from negsim.games.trees.tree import CHANCE, TERMINAL, Tree


@dataclass(frozen=True)
class Decision:
    """A node at which a player decides.

    Attributes
    ----------
    player, place
        Who, and the label of the information set; nodes with the same label are told apart by nobody.
    actions
        Label of an action -> what it leads to.
    """

    player: str
    place: str
    actions: Mapping[str, Node]


@dataclass(frozen=True)
class Draw:
    """A node at which chance decides.

    Attributes
    ----------
    branches
        Label of a branch -> its probability and what it leads to.
    """

    branches: Mapping[str, tuple[float, Node]]


Node: TypeAlias = Decision | Draw | Sequence[float]  # numbers are payoffs, one a player, and play is over


@dataclass
class _Arrays:
    """The arrays of a tree, as they grow node by node."""

    players: tuple[str, ...]
    parent: list[int] = field(default_factory=list)
    action: list[int] = field(default_factory=list)
    place: list[int] = field(default_factory=list)
    chance: list[float] = field(default_factory=list)
    ends: list[Sequence[float]] = field(default_factory=list)
    branches: list[tuple[str, ...]] = field(default_factory=list)
    places: dict[str, tuple[int, tuple[str, ...]]] = field(default_factory=dict)

    def add(self, node: Node, parent: int = -1, action: int = -1, probability: float = 1.0) -> None:
        number = len(self.parent)
        self.parent.append(parent)
        self.action.append(action)
        self.chance.append(probability)
        self.place.append(TERMINAL)
        if isinstance(node, Decision):
            self.places.setdefault(node.place, (self.players.index(node.player), tuple(node.actions)))
            self.place[number] = list(self.places).index(node.place)
            for k, child in enumerate(node.actions.values()):
                self.add(child, number, k)
        elif isinstance(node, Draw):
            self.place[number] = CHANCE
            self.branches.append(tuple(node.branches))
            for k, (share, child) in enumerate(node.branches.values()):
                self.add(child, number, k, share)
        else:
            self.ends.append(node)


def written(players: Sequence[str], root: Node, title: str = "") -> ExtensiveGame:
    """Return the game that nested nodes describe.

    Parameters
    ----------
    players
        Their labels.
    root
        Where play begins.
    title
        What the game is.

    Returns
    -------
    ExtensiveGame
        One game; the nodes of its tree are in the order in which they stand on paper, each before what it leads to.
    """
    arrays: Any = _Arrays(tuple(players))
    arrays.add(root)
    tree = Tree(
        parent=np.array(arrays.parent),
        action=np.array(arrays.action),
        place=np.array(arrays.place),
        player=np.array([player for player, _ in arrays.places.values()], np.intp),
        players=arrays.players,
        actions=tuple(actions for _, actions in arrays.places.values()),
        outcome=np.arange(len(arrays.ends)),
        outcomes=tuple(str(k + 1) for k in range(len(arrays.ends))),
        branches=tuple(arrays.branches),
        places=tuple(arrays.places),
    )
    payoffs = np.array(arrays.ends, float).reshape(len(arrays.ends), len(players)).T[None]
    return ExtensiveGame(tree=tree, payoffs=payoffs, chance=np.array([arrays.chance]), title=title)


def demand_and_answer() -> ExtensiveGame:
    """Return a game of perfect information: a demand, an answer, and chance after a refusal."""
    pressed = Draw({"calm": (0.75, (1, -1)), "incident": (0.25, (-4, -5))})
    refused = Decision("west", "after a refusal", {"press": pressed, "let go": (-1, 1)})
    high = Decision("russia", "after a high demand", {"accept": (3, -2), "refuse": refused})
    low = Decision("russia", "after a low demand", {"accept": (1, 1), "refuse": (-1, 0)})
    return written(["west", "russia"], Decision("west", "demand", {"high": high, "low": low}), "Demand and answer")


def hidden_card() -> ExtensiveGame:
    """Return a zero-sum game in which one player sees a card and may raise, and the other calls or folds."""

    def dealt(card: str, shown: float) -> Decision:
        called = {"call": (2 * shown, -2 * shown), "fold": (1, -1)}
        return Decision("holder", card, {"raise": Decision("caller", "after a raise", called), "show": (shown, -shown)})

    deal = Draw({"red": (0.5, dealt("red", 1)), "black": (0.5, dealt("black", -1))})
    return written(["holder", "caller"], deal, "One card")


def signals() -> ExtensiveGame:
    """Return a signalling game of three players: a sender of two types, a receiver, and a third who sees both moves."""

    def heard(kind: int, message: int) -> Decision:
        def seen(answer: int) -> Decision:
            pays = {
                join: (answer + own * kind - message * (1 - kind), own - abs(answer - kind), (2 * kind - 1) * own)
                for join, own in (("join", 1), ("stay out", 0))
            }
            return Decision("third", f"message {message}, answer {answer}", pays)

        return Decision("receiver", f"message {message}", {"yield": seen(1), "stand": seen(0)})

    def typed(kind: int) -> Decision:
        return Decision("sender", f"type {kind}", {"speak": heard(kind, 1), "silent": heard(kind, 0)})

    deal = Draw({"weak": (0.6, typed(0)), "strong": (0.4, typed(1))})
    return written(["sender", "receiver", "third"], deal, "Signals to two")


def extensive_samples() -> dict[str, ExtensiveGame]:
    """Return named batches of extensive games, so that every solver of them finds some that it handles.

    Returns
    -------
    dict
        Name -> a batch of three or four games.
    """
    draw = np.random.default_rng(20220126)
    perfect, card, three = demand_and_answer(), hidden_card(), signals()
    noise = draw.normal(size=(3, 2, len(perfect.tree.terminals)))
    shown = draw.normal(size=(3, 1, len(card.tree.terminals)))
    chance = np.repeat(np.asarray(perfect.chance), 4, axis=0)
    risk = np.array([0.1, 0.3, 0.5, 0.9])
    drawn = np.flatnonzero(chance[0] < 1)
    chance[:, drawn] = np.stack([1 - risk, risk], axis=1)
    return {
        "perfect information": replace(perfect, payoffs=noise),
        "ties": replace(perfect, payoffs=draw.integers(0, 2, noise.shape).astype(float)),
        "chances differ": replace(perfect, payoffs=np.repeat(perfect.payoffs, 4, axis=0), chance=chance),
        "zero-sum": replace(card, payoffs=np.concatenate([shown, -shown], axis=1)),
        "one card": replace(card, payoffs=card.payoffs * np.array([1.0, 2.0, 1e4])[:, None, None]),
        "two players, hidden": replace(card, payoffs=draw.normal(size=(3, 2, len(card.tree.terminals)))),
        "three players": replace(three, payoffs=draw.normal(size=(3, 3, len(three.tree.terminals)))),
        "signalling": replace(three, payoffs=np.repeat(three.payoffs, 3, axis=0)),
    }
