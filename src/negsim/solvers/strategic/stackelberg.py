"""The best strategy for one player to commit to in the open, and the other's reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.stackelberg import commitment
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame, own_first
from negsim.kernels.strategic.commitment import mixed_commitment, pure_commitment
from negsim.solvers._forms import require_form
from negsim.solvers.base import (
    Answer,
    Solution,
    Solver,
    Status,
    Watch,
    certified,
    one_by_one,
    require_two_players,
    solvers,
)

TOLERANCE = 1e-8  # of the payoff range


@solvers("stackelberg")
@dataclass(frozen=True, kw_only=True)
class Stackelberg(Solver[StrategicGame, Profiles]):
    """Find the leader's optimal commitment in two-player games, and the follower's best reply to it.

    The leader chooses a strategy, pure or mixed, and the follower sees it before choosing; where several replies are
    equally good for the follower it takes the leader's favourite (a strong Stackelberg equilibrium). Mixed: at most one
    linear program for each strategy of the follower. Pure: one pass over the table. A step is an iteration of a linear
    program; a limit keeps the best commitment found. Use `AllNash` where nobody can commit.

    Attributes
    ----------
    leader
        Label of the player who commits, or its number, counted from 0.
    mixed
        Whether the leader may commit to a mixed strategy.
    """

    reference: ClassVar[str] = "von Stackelberg (1934); Conitzer and Sandholm (2006)"
    leader: int | str = 0
    mixed: bool = True

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Optimal commitment of this leader."""
        return commitment(self.leader, mixed=self.mixed)

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find an optimal commitment in every game of the batch.

        Raises
        ------
        NotApplicable
            If there are more than two players.
        UnknownName
            If the leader is not one of them.
        """
        require_form(self, game, StrategicGame)
        require_two_players(self, game, "LogitTrace")
        first = game.player_number(self.leader)
        own, reply = game.own_table(first), own_first(game.payoffs[:, 1 - first], first)
        parts = game.choices.slices

        def solve(item: int, watch: Watch) -> Answer:
            found = (
                mixed_commitment(own[item], reply[item], self.max_steps, watch.left)
                if self.mixed
                else pure_commitment(own[item], reply[item])
            )
            weights = np.zeros((1, len(game.choices)))
            weights[0, parts[first]] = found.mixture
            weights[0, parts[1 - first].start + found.reply] = 1.0
            return Answer(rows={"weights": weights}, status=Status[found.ending], steps=found.steps)

        nothing = Answer(rows={"weights": np.zeros((0, len(game.choices)))})
        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)
