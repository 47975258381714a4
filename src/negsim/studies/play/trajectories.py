"""Simulated courses of play, drawn with a seed, and how far their shares may be from the truth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from negsim.errors import NotApplicable
from negsim.games.base import Array
from negsim.games.chain import Chain, Links
from negsim.games.stages.transitions import segment_sums
from negsim.kernels.stages.walks import walks
from negsim.studies.play.intervals import wilson

AT_ONCE = 2**20  # uniform numbers drawn at a time
LARGEST = 2**29  # states stored: 2 GiB


@dataclass(frozen=True, kw_only=True, eq=False)
class Trajectories:
    """Many simulated courses of play.

    Attributes
    ----------
    chain
        What was followed.
    states
        Shape (trajectory, stage + 1). Number of the state at every stage; whoever has ended stays.
    seed
        What they were drawn with: the same seed, the same trajectories.
    """

    chain: Chain
    states: Any
    seed: int

    def __repr__(self) -> str:
        return f"<Trajectories: {len(self.states):,} of {self.states.shape[1] - 1} stages, seed {self.seed}>"

    def __len__(self) -> int:
        return len(self.states)

    @cached_property
    def shares(self) -> Array:
        """Shape (stage + 1, outcome). The share of the trajectories in each outcome at every stage."""
        outcome = self.chain.outcome.astype(np.int32)
        count = len(self.chain.outcomes)
        rows = [np.bincount(outcome[column], minlength=count) for column in self.states.T]
        return np.array(rows, np.float64).reshape(-1, count) / max(1, len(self.states))

    @cached_property
    def bands(self) -> Array:
        """Shape (2, stage + 1, outcome). Ends of the 95 % confidence band of each share, Wilson (1927)."""
        return wilson(self.shares, len(self.states))


def simulate(chain: Chain, start: int, stages: int, trajectories: int, seed: int = 0) -> Trajectories:
    """Draw courses of play.

    Parameters
    ----------
    chain, start
        A chain, and the state in which play begins.
    stages
        How many stages each is followed.
    trajectories
        How many to draw.
    seed
        The same seed gives the same trajectories.

    Raises
    ------
    NotApplicable
        If they would take more than 2 GiB.
    """
    if trajectories * (stages + 1) > LARGEST:
        raise NotApplicable(
            f"{trajectories:,} trajectories of {stages:,} stages would take more than 2 GiB. Ask for at most "
            f"{LARGEST // (stages + 1):,}"
        )
    states = np.empty((trajectories, stages + 1), np.int32)
    links = chain.links
    cumulative = _cumulative(links)
    draw = np.random.default_rng(seed)
    walk = walks.sized(20.0 * trajectories * stages)
    size = max(1, AT_ONCE // max(1, stages))
    for begin in range(0, trajectories, size):
        part = states[begin : begin + size]
        walk(links.first, links.target, cumulative, start, draw.random((len(part), stages)), part)
    return Trajectories(chain=chain, states=states, seed=seed)


def _cumulative(links: Links) -> Array:
    """Shape (link,). The probabilities of the links from each state, added up."""
    sums = np.cumsum(links.probability)
    ahead = np.concatenate([[0.0], sums])[links.first[:-1]]
    totals = segment_sums(links.probability, links.first)
    return np.asarray((sums - ahead[links.source]) / totals[links.source])
