"""Who must agree: every party, a majority of votes, or one in which some have a veto."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import BoolArray

MOST_PARTIES = 16  # whose coalitions are listed


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A rule of decision: which groups of parties can bind all by agreeing.

    Attributes
    ----------
    votes
        How many each party has.
    quota
        How many must agree.
    veto
        Numbers of the parties without whom nothing is agreed.

    Raises
    ------
    InvalidGame
        If the quota is above the number of votes, or a number is outside its range.

    Examples
    --------
    >>> Rule(votes=(1, 1, 1), quota=2).winning.sum()
    np.int64(4)
    """

    votes: tuple[float, ...]
    quota: float
    veto: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not self.votes or not (np.isfinite(self.votes).all() and min(self.votes) >= 0):
            raise InvalidGame("every party needs a number of votes, which is not negative")
        if not 0 < self.quota <= sum(self.votes):
            raise InvalidGame(
                f"the quota is {self.quota:g}, and there are {sum(self.votes):g} votes: nothing could ever be agreed. "
                f"Use a quota from above 0 to {sum(self.votes):g}"
            )
        if any(not 0 <= party < len(self.votes) for party in self.veto):
            raise InvalidGame(f"veto names the parties {self.veto}; they are numbered from 0 to {len(self.votes) - 1}")

    @classmethod
    def unanimity(cls, parties: int) -> Rule:
        """Return the rule under which all must agree.

        Parameters
        ----------
        parties
            How many there are.
        """
        return cls(votes=(1.0,) * parties, quota=float(parties))

    @property
    def is_unanimity(self) -> bool:
        """Whether every party can prevent an agreement."""
        return all(sum(self.votes) - vote < self.quota or k in self.veto for k, vote in enumerate(self.votes))

    @cached_property
    def winning(self) -> BoolArray:
        """Shape (2**party,). Whether each group can bind all; bit k of a group's number says whether party k is in it.

        Raises
        ------
        InvalidGame
            If there are more than 16 parties.
        """
        if len(self.votes) > MOST_PARTIES:
            raise InvalidGame(f"{len(self.votes)} parties have too many groups to list; at most {MOST_PARTIES}")
        groups = np.arange(2 ** len(self.votes))[:, None] >> np.arange(len(self.votes)) & 1
        enough = groups @ np.array(self.votes) >= self.quota - 1e-9
        return np.asarray(enough & (groups[:, list(self.veto)] == 1).all(1))

    def carries(self, consent: BoolArray) -> BoolArray:
        """Return whether those who consent can bind all.

        Parameters
        ----------
        consent
            Shape (..., party, agreement).

        Returns
        -------
        BoolArray
            Shape (..., agreement).
        """
        if self.is_unanimity:
            return np.asarray(consent.all(-2))
        enough = np.einsum("p,...pa->...a", np.array(self.votes), consent.astype(float)) >= self.quota - 1e-9
        return np.asarray(enough & consent[..., list(self.veto), :].all(-2))
