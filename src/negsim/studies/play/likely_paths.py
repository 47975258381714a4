"""The most likely paths of play, told state by state and move by move."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np

from negsim.games.base import Array
from negsim.games.chain import Chain


@dataclass(frozen=True, kw_only=True)
class Path:
    """One way in which play may go, until it ends or nobody looks further.

    Attributes
    ----------
    probability
        That play goes exactly this way.
    states
        Labels of the states, the start first.
    moves
        Labels of the moves between them: who did what at each stage; one fewer than the states.
    """

    probability: float
    states: tuple[str, ...]
    moves: tuple[str, ...]


def likely_paths(chain: Chain, start: int, stages: int, most: int) -> tuple[Path, ...]:
    """Return the most likely paths, the likeliest first; exactly these, whatever their number.

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    stages
        How many to follow at most; paths that end earlier stop there.
    most
        How many paths to return at most.

    Notes
    -----
    Best-first search, Hart, Nilsson and Raphael (1968): what a path may still come to at best is known exactly, from
    one sweep backward over the stages (Viterbi 1967), so no path is begun in vain.
    """
    best = _best(chain, stages)
    tie = count()
    border: list[Any] = [(-best[stages, start], next(tie), 1.0, 0, start, None)]
    found: list[Path] = []
    while border and len(found) < most:
        _, _, probability, stage, state, before = heapq.heappop(border)
        if stage == stages or chain.ends[state]:
            found.append(_told(chain, probability, state, before))
            continue
        for step in range(int(chain.first[state]), int(chain.first[state + 1])):
            target = int(chain.target[step])
            share = probability * float(chain.probability[step])
            bound = -share * best[stages - stage - 1, target]
            heapq.heappush(border, (bound, next(tie), share, stage + 1, target, (step, before)))
    return tuple(found)


def _best(chain: Chain, stages: int) -> Array:
    """Shape (stage + 1, state): the probability of the likeliest path of so many stages from each state."""
    found = np.ones((stages + 1, len(chain)))
    for stage in range(stages):
        along = chain.probability * found[stage][chain.target]
        going = ~chain.ends
        found[stage + 1, going] = np.maximum.reduceat(along, chain.first[:-1][going]) if len(along) else 1.0
    return found


def _told(chain: Chain, probability: float, state: int, before: Any) -> Path:
    states, moves = [chain.states[state]], []
    while before is not None:
        step, before = before
        states.append(chain.states[chain.source[step]])
        moves.append(chain.moves[chain.move[step]])
    return Path(probability=probability, states=tuple(states[::-1]), moves=tuple(moves[::-1]))
