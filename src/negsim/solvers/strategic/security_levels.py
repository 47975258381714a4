"""What each player can make sure of, whatever the others do together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from negsim.concepts.base import Concept
from negsim.concepts.security import pure_security, security
from negsim.games.results import Profiles
from negsim.games.strategic import StrategicGame
from negsim.kernels.matrix_game import Safeguards, safeguards
from negsim.solvers._forms import require_form
from negsim.solvers.base import Answer, Solution, Solver, Status, Watch, certified, one_by_one, solvers

TOLERANCE = 1e-8  # of the payoff range


@solvers("security_levels")
@dataclass(frozen=True, kw_only=True)
class SecurityLevels(Solver[StrategicGame, Profiles]):
    """Find every player's maximin strategy: the one with the best worst case against all the others together.

    A row holds a maximin strategy of every player, which need not be best replies to each other; the column
    ``level of NAME`` is what it guarantees that player. Every game has them, for any number of players. Mixed: one
    linear program a player, with one row an own strategy and one column a combination of the others'; a step is an
    iteration. Pure: one pass over the table; of several strategies with the same guarantee the first is returned. Use
    `ZeroSum` where interests are opposed, and `AllNash` where players foresee each other's choices.

    Attributes
    ----------
    mixed
        Whether players may mix; otherwise the best pure strategy is found.
    """

    reference: ClassVar[str] = "von Neumann (1928); Maschler, Solan and Zamir (2013), section 4.10"
    mixed: bool = True

    @property
    def concept(self) -> Concept[StrategicGame, Profiles]:
        """Security, over mixed or over pure strategies."""
        return security if self.mixed else pure_security

    def solve(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """Find the maximin strategies of every game of the batch."""
        require_form(self, game, StrategicGame)
        if not self.mixed:
            return self._solve_pure(game)
        names = [f"level of {player}" for player in game.players]
        rows = {"weights": np.zeros((0, len(game.choices)))}
        nothing = Answer(rows=rows, columns={name: np.zeros(0) for name in names})
        tables = [game.own_table(player) for player in range(len(names))]

        def solve(item: int, watch: Watch) -> Answer:
            parts: list[Safeguards] = []
            for table in tables:
                spent = sum(part.steps for part in parts)
                parts.append(safeguards(table[item], self.max_steps - spent, watch.left))
                if parts[-1].ending != "solved":
                    return Answer(
                        rows=rows,
                        columns=nothing.columns,
                        status=Status[parts[-1].ending],
                        steps=spent + parts[-1].steps,
                    )
            return Answer(
                rows={"weights": np.concatenate([part.row for part in parts])[None]},
                columns={name: np.array([part.floor]) for name, part in zip(names, parts, strict=True)},
                steps=sum(part.steps for part in parts),
            )

        return certified(one_by_one(self, game, Profiles, solve, nothing=nothing), TOLERANCE * game.spread)

    def _solve_pure(self, game: StrategicGame) -> Solution[StrategicGame, Profiles]:
        """One pass over the tables of the whole batch."""
        weights, columns = np.zeros((len(game), len(game.choices))), {}
        for player, part in enumerate(game.choices.slices):
            worst = game.own_table(player).min(2)
            weights[np.arange(len(game)), part.start + worst.argmax(1)] = 1.0
            columns[f"level of {game.players[player]}"] = worst.max(1)
        result = Profiles(item=np.arange(len(game)), weights=weights, columns=columns)
        steps = np.zeros(len(game), np.intp)
        return Solution(game, self, result, np.full(len(game), Status.solved.code), steps)
