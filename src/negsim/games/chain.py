"""What play looks like once everybody's plan is known: a Markov chain, whose steps say who did what."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, singledispatch
from typing import Any

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, BoolArray, Game, IntArray
from negsim.games.extensive import ExtensiveGame
from negsim.games.results import Offers, Profiles, Result
from negsim.games.screening import ScreeningGame
from negsim.games.stages import markov
from negsim.games.stages.layout import Layout
from negsim.games.stochastic import StochasticGame

GOES_ON = "play goes on"
NOBODY = "no choice"  # the move of a stage at which nobody decides
NEAR = 1e-6  # of 1: the probabilities of a profile may be this far from it in sum


@dataclass(frozen=True, kw_only=True, eq=False)
class Links:
    """Which state may follow which, whoever does what.

    Attributes
    ----------
    first
        Shape (state + 1,). The links from state k are ``first[k]:first[k + 1]``.
    source, target, probability
        Shape (link,).
    """

    first: IntArray
    source: IntArray
    target: IntArray
    probability: Array

    @cached_property
    def matrix(self) -> Any:
        """The probabilities as a sparse matrix of SciPy's, of shape (state, next state)."""
        from scipy.sparse import csr_matrix

        size = len(self.first) - 1
        return csr_matrix((self.probability, self.target, self.first), shape=(size, size))

    @cached_property
    def columns(self) -> Any:
        """The same with rows and columns exchanged, stored row by row."""
        return self.matrix.T.tocsr()


@dataclass(frozen=True, kw_only=True, eq=False)
class Chain:
    """States, and from each the steps that play takes with positive probability; states without steps end it.

    Attributes
    ----------
    states
        Their labels. Stages of a game with a deadline, or histories in a tree, may share one.
    start
        Number of the state in which play begins.
    first
        Shape (state + 1,). The steps from state k are ``first[k]:first[k + 1]``.
    target
        Shape (step,). The state that each leads to.
    probability
        Shape (step,). Positive; sums to 1 over the steps from a state.
    move
        Shape (step,). Which of `moves` it is: who did what.
    moves
        Their labels, such as ``"russia: step up, nato: hold"``.
    ends
        Shape (state,). Whether play is over there; no steps lead on.
    outcome
        Shape (state,). What each state counts as in tallies; which of `outcomes`.
    outcomes
        Labels of the ways in which play may end, in the order of the states; the last one is ``"play goes on"``.
    rung
        Shape (state,). How high on the ladder of escalation each state is; zeros where nothing says so.

    Raises
    ------
    InvalidGame
        If the probabilities of the steps from a state do not sum to 1.
    """

    states: tuple[str, ...]
    start: int
    first: IntArray
    target: IntArray
    probability: Array
    move: IntArray
    moves: tuple[str, ...]
    ends: BoolArray
    outcome: IntArray
    outcomes: tuple[str, ...]
    rung: Array

    def __repr__(self) -> str:
        return f"<Chain: {len(self):,} states, {len(self.target):,} steps, from {self.states[self.start]!r}>"

    def __post_init__(self) -> None:
        kinds: dict[str, Any] = {"probability": np.float64, "rung": np.float64, "ends": np.bool_}
        for name in ("first", "target", "move", "outcome", *kinds):
            object.__setattr__(self, name, np.array(getattr(self, name), kinds.get(name, np.intp)))
        sums = np.bincount(self.source, self.probability, minlength=len(self))
        wrong = np.flatnonzero(~(np.abs(sums - ~self.ends) <= NEAR))
        if len(wrong):
            state = int(wrong[0])
            raise InvalidGame(
                f"the probabilities of the steps from '{self.states[state]}' sum to {sums[state]:.9g}, not to "
                f"{int(not self.ends[state])}"
            )
        object.__setattr__(self, "probability", self.probability / sums[self.source])
        for name in ("first", "target", "move", "outcome", *kinds):
            getattr(self, name).setflags(write=False)

    def __len__(self) -> int:
        return len(self.states)

    @cached_property
    def source(self) -> IntArray:
        """Shape (step,). The state that each step starts from."""
        return np.repeat(np.arange(len(self.states)), np.diff(self.first))

    @cached_property
    def links(self) -> Links:
        """The steps regardless of the moves: one a state and next state."""
        size = len(self.states)
        keys, number = np.unique(self.source * size + self.target, return_inverse=True)
        counts = np.bincount(keys // size, minlength=size)
        return Links(
            first=np.concatenate([[0], np.cumsum(counts)]),
            source=keys // size,
            target=keys % size,
            probability=np.asarray(np.bincount(number, self.probability, minlength=len(keys)), np.float64),
        )


@singledispatch
def chain(game: Game, result: Result, row: int = 0) -> Chain:
    """Return the Markov chain of a game in which everybody plays as one row of a result says.

    Parameters
    ----------
    game
        A batch of stochastic, extensive or screening games.
    result
        Plans for games of the batch.
    row
        Which of them.

    Raises
    ------
    NotApplicable
        If nothing follows anything in such games.
    """
    raise NotApplicable(
        f"a {type(game).__name__} has no stages, so there are no paths through it. See the scenario in the form "
        "'extensive' or 'stochastic'"
    )


@chain.register
def of_stochastic(game: StochasticGame, result: Profiles, row: int = 0) -> Chain:
    """Return the chain over the states; with a deadline, over stages and states.

    Parameters
    ----------
    game, result, row
        As for `chain`. What the deadline finds is an outcome of its own, ``"deadline: ..."``.
    """
    part = result.take(slice(row, row + 1))
    tables, layout = markov.policies(game, part), Layout(game)
    steps = []
    for stage in range(game.stages):
        before, target, joint, weight = _steps(game, part, tuple(table[0, stage] for table in tables), layout.over)
        told = _moves(game, before, joint)
        steps.append((layout.before(before, stage), layout.after(target, stage), *told, weight))
    rungs: Any = game.escalation
    rung = layout.spread(rungs[part.item[0] if len(rungs) > 1 else 0])
    return _joined(steps, layout.labels, rung, layout.start, layout.size)


@chain.register
def of_extensive(game: ExtensiveGame, result: Profiles, row: int = 0) -> Chain:
    """Return the chain over the nodes of the tree, told by their histories.

    Parameters
    ----------
    game, result, row
        As for `chain`.
    """
    tree = game.tree
    probability = game.steps(result.take(slice(row, row + 1)))[0]
    taken = np.flatnonzero(probability[1:] > 0) + 1
    taken = taken[np.lexsort((tree.action[taken], tree.parent[taken]))]
    before, actions = tree.parent[taken], np.empty(len(taken), np.intp)
    words: dict[str, int] = {}
    for number, node in enumerate(taken):
        place = int(tree.place[tree.parent[node]])
        who = tree.players[tree.player[place]] if place >= 0 else "chance"
        actions[number] = words.setdefault(f"{who}: {tree.step(int(node))}", len(words))
    ends = np.zeros(len(tree), bool)
    ends[tree.terminals] = True
    outcome = np.full(len(tree), len(tree.outcomes))
    outcome[tree.terminals] = tree.outcome
    return Chain(
        states=_histories(game),
        start=0,
        first=np.concatenate([[0], np.cumsum(np.bincount(before, minlength=len(tree)))]),
        target=taken,
        probability=probability[taken],
        move=actions,
        moves=tuple(words),
        ends=ends,
        outcome=outcome,
        outcomes=(*tree.outcomes, GOES_ON),
        rung=np.zeros(len(tree)),
    )


@chain.register
def of_screening(game: ScreeningGame, result: Offers, row: int = 0) -> Chain:
    """Return the chain over the rounds, to agreement or breakdown.

    Parameters
    ----------
    game, result, row
        As for `chain`.
    """
    rounds = game.rounds
    part = result.take(slice(row, row + 1))
    accepted = game.acceptance(part)[0]
    open_ = 1 - np.cumsum(accepted) + accepted
    share = np.divide(accepted, open_, out=np.ones(rounds), where=open_ > 0)
    number = np.arange(rounds)
    told = [f"{game.proposer}: demand {demand:.4g}, {game.responder}: " for demand in part.demand[0]]
    onward = np.where(number < rounds - 1, number + 1, rounds + 1)
    probability = np.stack([share, 1 - share], axis=1).reshape(-1)
    kept = probability > 0
    counts = kept.reshape(rounds, 2).sum(1)
    ends = np.arange(rounds + 2) >= rounds
    return Chain(
        states=(*(f"round {k + 1}" for k in number), "agreement", "breakdown"),
        start=0,
        first=np.concatenate([[0], np.cumsum(counts), np.repeat(counts.sum(), 2)]),
        target=np.stack([np.full(rounds, rounds), onward], axis=1).reshape(-1)[kept],
        probability=probability[kept],
        move=np.arange(2 * rounds)[kept],
        moves=tuple(words + answer for words in told for answer in ("accept", "refuse")),
        ends=ends,
        outcome=np.where(ends, np.arange(rounds + 2) - rounds, 2),
        outcomes=("agreement", "breakdown", GOES_ON),
        rung=np.zeros(rounds + 2),
    )


def _histories(game: ExtensiveGame) -> tuple[str, ...]:
    tree = game.tree
    told = ["start of play"]
    for node in range(1, len(tree)):
        before = told[tree.parent[node]] if tree.parent[node] else ""
        told.append(f"{before} / {tree.step(node)}" if before else tree.step(node))
    return tuple(told)


def _steps(
    game: StochasticGame, part: Profiles, tables: tuple[Array, ...], over: BoolArray
) -> tuple[IntArray, IntArray, IntArray, Array]:
    """For every step of one stage: the state before and after (the number of states for none), the joint action, and
    the probability.
    """
    joint = game.possible.shape[1]
    play = markov.joint(tuple(table[None] for table in tables))[0].reshape(-1)
    play = np.where(np.repeat(over, joint), 0.0, play)
    transitions = game.transitions
    chances = transitions.probability[int(part.item[0]) if len(transitions.probability) > 1 else 0]
    stops = np.flatnonzero((play > 0) & ~transitions.goes_on)
    row = np.concatenate([transitions.row, stops])
    after = np.concatenate([transitions.state, np.full(len(stops), game.shape[0])])
    weight = np.concatenate([chances * play[transitions.row], play[stops]])
    kept = weight > 0
    return row[kept] // joint, after[kept], row[kept] % joint, weight[kept]


def _moves(game: StochasticGame, before: IntArray, joint: IntArray) -> tuple[Any, ...]:
    """The label of the move at every step: the actions of those who have a choice in the state."""
    deciders = np.array([1 << player for player in range(len(game.players))]) @ game.decides
    size = game.possible.shape[1]
    kinds, number = np.unique(deciders[before] * size + joint, return_inverse=True)
    words = []
    for who, action in (divmod(int(kind), size) for kind in kinds):
        taken = zip(game.players, game.actions, np.unravel_index(action, game.shape[1:]), strict=True)
        told = [f"{name}: {labels[k]}" for bit, (name, labels, k) in enumerate(taken) if who >> bit & 1]
        words.append(", ".join(told) or NOBODY)
    return np.array(words, object), number.reshape(-1)


def _joined(steps: list[Any], labels: list[str], rung: Array, start: int, going: int) -> Chain:
    """Number moves and outcomes over all stages, merge equal steps, and drop `OVER` where nothing leads to it."""
    words: dict[str, int] = {}
    moves = [np.array([words.setdefault(word, len(words)) for word in told], np.intp)[k] for _, _, told, k, _ in steps]
    before, after, weight = (np.concatenate([part[k] for part in steps]) for k in (0, 1, 4))
    shape = (len(labels), max(1, len(words)), len(labels))
    keys, number = np.unique(np.ravel_multi_index((before, np.concatenate(moves), after), shape), return_inverse=True)
    source, move, target = np.unravel_index(keys, shape)
    if not (after == len(labels) - 1).any():
        labels, rung = labels[:-1], rung[:-1]
    counts = np.bincount(source, minlength=len(labels))
    outcomes = {label: number for number, label in enumerate(dict.fromkeys(labels[going:]))}
    outcome = np.array([len(outcomes)] * going + [outcomes[label] for label in labels[going:]], np.intp)
    return Chain(
        states=tuple(labels),
        start=start,
        first=np.concatenate([[0], np.cumsum(counts)]),
        target=target,
        probability=np.asarray(np.bincount(number, weight, minlength=len(keys)), np.float64),
        move=move,
        moves=tuple(words),
        ends=np.arange(len(labels)) >= going,
        outcome=outcome,
        outcomes=(*outcomes, GOES_ON),
        rung=rung,
    )
