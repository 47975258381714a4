"""The most likely routes of play: which states one after the other, however long it stays in each."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

import numpy as np

from negsim.games.base import Array, BoolArray, IntArray
from negsim.games.chain import Chain
from negsim.studies.play.hitting import forward
from negsim.studies.play.likely_paths import Path

NOTHING = 1e-15  # shares of play below this are not followed


@dataclass(frozen=True, kw_only=True, eq=False)
class _Roads:
    """Where play may be at each stage, by the label of the state: a label is one state at any one stage.

    Attributes
    ----------
    chain, start, stages
        What is travelled, from where, and for how long.
    """

    chain: Chain
    start: int
    stages: int

    @cached_property
    def visits(self) -> Array:
        """Shape (stage + 1, state)."""
        return forward(self.chain, self.start, self.stages)

    @cached_property
    def label(self) -> IntArray:
        """Shape (state,). Number of its label; of the state itself where two of one label may stand at one stage."""
        numbers: dict[str, int] = {}
        found = np.array([numbers.setdefault(label, len(numbers)) for label in self.chain.states], np.intp)
        if len(numbers) == len(found):
            return found
        stage, state = np.nonzero(self.visits)
        together = np.bincount(stage * len(numbers) + found[state]).max() > 1
        return np.arange(len(self.chain)) if together else found

    @cached_property
    def roads(self) -> tuple[IntArray, IntArray]:
        """Shape (road, 2): from which label to which, those that stay among them; shape (step,): the road of each."""
        pairs = np.stack([self.label[self.chain.source], self.label[self.chain.target]], 1)
        kinds, number = np.unique(pairs, axis=0, return_inverse=True)
        return kinds, number.reshape(-1)

    @cached_property
    def leaving(self) -> Array:
        """Shape (stage, road). Probability of taking each, for whoever stands where it begins."""
        kinds, number = self.roads
        if self.label.max() == len(self.label) - 1:  # every label is one state, whatever the stage
            always = np.bincount(number, self.chain.probability, minlength=len(kinds))
            return np.broadcast_to(always, (self.stages, len(kinds)))
        return np.stack([self._at(stage, number, len(kinds)) for stage in range(self.stages)])

    @cached_property
    def staying(self) -> Array:
        """Shape (stage, label). Probability of staying under the same label; 1 where play is over."""
        kinds, _ = self.roads
        same = kinds[:, 0] == kinds[:, 1]
        found = np.zeros((self.stages, int(self.label.max()) + 1))
        found[:, self.label[self.chain.ends]] = 1.0
        found[:, kinds[same, 0]] = self.leaving[:, same]
        return found

    def _at(self, stage: int, number: IntArray, size: int) -> Array:
        live = self.visits[stage, self.chain.source] > 0
        return np.asarray(np.bincount(number[live], self.chain.probability[live], minlength=size), np.float64)

    @cached_property
    def best(self) -> Array:
        """Shape (stage + 1, label). No route from a label at a stage on is likelier than this."""
        kinds, _ = self.roads
        going = kinds[:, 0] != kinds[:, 1]
        before, after = kinds[going].T
        from_, first = np.unique(before, return_index=True)
        found = np.ones((self.stages + 1, self.staying.shape[1]))
        road, stay = np.zeros(len(before)), np.ones(self.staying.shape[1])
        for stage in reversed(range(self.stages)):
            road = self.leaving[stage, going] * found[stage + 1, after] + self.staying[stage, before] * road
            stay = stay * self.staying[stage]
            found[stage] = stay
            if len(road):
                found[stage, from_] = np.maximum(stay[from_], np.maximum.reduceat(road, first))
        return found

    def likely_move(self, road: int, here: Array) -> str:
        """Return the label of the move by which a road is most likely taken, by shape (stage + 1,) of presence."""
        steps = np.flatnonzero(self.roads[1] == road)
        live: BoolArray = self.visits[:-1, self.chain.source[steps]] > 0
        share = (here[:-1, None] * live * self.chain.probability[steps]).sum(0)
        total = np.bincount(self.chain.move[steps], share)
        return self.chain.moves[int(total.argmax())]


def routes(chain: Chain, start: int, stages: int, most: int) -> tuple[Path, ...]:
    """Return the most likely routes, the likeliest first.

    A route is the sequence of different states that play comes through until the horizon, or until it ends; how long
    it stays in each does not matter. Between two states stands the move by which play most likely went on.

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    stages
        How many to follow.
    most
        How many routes to return at most.

    Notes
    -----
    Best-first search: a bound on what a route may still come to is found by one sweep backward over the stages. It is
    never too low, so the routes returned are the most likely ones.
    """
    if stages == 0 or chain.ends[start]:
        return (Path(probability=1.0, states=(chain.states[start],), moves=()),)
    roads = _Roads(chain=chain, start=start, stages=stages)
    kinds, _ = roads.roads
    begins = np.searchsorted(kinds[:, 0], np.arange(roads.staying.shape[1] + 1))
    names = dict(zip(roads.label.tolist(), chain.states, strict=True))
    entry = np.zeros(stages + 1)
    entry[0] = 1.0
    tie = count()
    border: list[Any] = [(-1.0, next(tie), int(roads.label[start]), entry, None)]
    found: list[Path] = []
    while border and len(found) < most:
        priority, _, label, entry, before = heapq.heappop(border)
        if entry is None:
            found.append(_told(-priority, label, before, names))
            continue
        here = _present(entry, roads.staying[:, label])
        if here[-1] > NOTHING:
            heapq.heappush(border, (-float(here[-1]), next(tie), label, None, before))
        for road in range(int(begins[label]), int(begins[label + 1])):
            target = int(kinds[road, 1])
            if target == label:
                continue
            into = np.concatenate([[0.0], here[:-1] * roads.leaving[:, road]])
            bound = float(into @ roads.best[:, target])
            if bound > NOTHING:
                move = roads.likely_move(road, here)
                heapq.heappush(border, (-bound, next(tie), target, into, (label, move, before)))
    return tuple(found)


def _present(entry: Array, staying: Array) -> Array:
    """Shape (stage + 1,). The probability of standing under a label that is entered, and left, as given."""
    found, now = np.empty_like(entry), 0.0
    for stage, (fresh, stay) in enumerate(zip(entry.tolist(), [0.0, *staying.tolist()], strict=True)):
        now = now * stay + fresh
        found[stage] = now
    return found


def _told(probability: float, label: int, before: Any, names: dict[int, str]) -> Path:
    states, moves = [names[label]], []
    while before is not None:
        label, move, before = before
        states.append(names[label])
        moves.append(move)
    return Path(probability=probability, states=tuple(states[::-1]), moves=tuple(moves[::-1]))
