"""Joint moves from one equilibrium of a conflict to another, for the better of everybody who takes part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path as File

import numpy as np

from negsim.concepts.coalition_stability import coalitions
from negsim.errors import unknown
from negsim.games.base import Game, Values
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario
from negsim.solvers.base import Row
from negsim.studies.sanctions.board import Board, Move
from negsim.studies.sanctions.deterrence import CLASSIC
from negsim.studies.sentences.conflict_names import Words
from negsim.studies.sentences.phrases import begun, joined
from negsim.studies.solve import solve
from negsim.studies.why import conflict


@dataclass(frozen=True, kw_only=True, eq=False)
class Jump:
    """A joint move of several players from an equilibrium to another that is better for each of them.

    Attributes
    ----------
    game
        The conflict.
    members
        Numbers of the players who take part.
    source, target
        Numbers of the two states.
    moves
        A shortest sequence of moves of the members in which nobody moves twice in succession.
    """

    game: ConflictGame
    members: tuple[int, ...]
    source: int
    target: int
    moves: tuple[Move, ...]

    def __repr__(self) -> str:
        states, players = self.game.states, self.game.players
        together = " + ".join(players[k] for k in self.members)
        return f"<Jump of {together} from {states[self.source]!r} to {states[self.target]!r}>"

    def told(self, names: Mapping[str, str] = {}) -> str:
        """Return the jump as a sentence, naming moves and players.

        Parameters
        ----------
        names
            Label -> what to call it.
        """
        words = Words(self.game, names)
        steps = [f"{words.within[move.player]} could {words.doing(move)}" for move in self.moves]
        costly = {words.within[move.player]: None for move in self.moves if not move.improves}
        first = f"{joined([words.within[k] for k in self.members])} could together leave {words.state(self.source)}"
        many = "s" * (len(costly) > 1)
        step = f"the step{many} of {joined(list(costly))} would be no improvement{many}"
        cost = f" By {'themselves' if many else 'itself'}, {step}." if costly else ""
        told = f"{first} for {words.state(self.target)}, which each of them prefers: {', then '.join(steps)}.{cost}"
        return begun(told)


def jumps(
    what: Scenario | Game | Row | str | File, *, concept: str = "nash", item: int = 0, values: Values = {}
) -> tuple[Jump, ...]:
    """Find coalition jumps: who can together leave an equilibrium of a conflict for another that all of them prefer.

    No single player has reason to leave an equilibrium; several who agree may have. Small coalitions come first, and
    one is left out if some of its members, or one, can make the same jump without the rest.

    Parameters
    ----------
    what
        A scenario or a conflict, its path or its name; or a row of a solution of one.
    concept
        Under which both states are equilibria: ``nash``, ``gmr``, ``smr``, ``seq`` or ``sseq``.
    item
        Which conflict of a batch.
    values
        Numbers for some parameters of a scenario.

    Raises
    ------
    NotApplicable
        If it is no conflict, or so large that its moves cannot be written out.
    UnknownName
        If there is no such concept.
    """
    if concept not in CLASSIC:
        raise unknown("concept", concept, CLASSIC)
    if isinstance(what, Row):
        item = what.item
    game = conflict(what.solution.game if isinstance(what, Row) else what, values).take(slice(item, item + 1))
    result = solve(game, solver="stability").strict().result
    held = np.flatnonzero(result.equilibria[0, result.concepts.index(concept)])
    board = Board(game)
    found: dict[tuple[int, int], list[Jump]] = {}
    for members in coalitions(range(len(game.players))):
        legal = board.legal(members, improving=False)
        for source in map(int, held):
            better = held[np.logical_and.reduce([board.better(k, source, held) for k in members])]
            search = legal.search(source) if len(better) else None
            for target in map(int, better):
                same = found.setdefault((source, target), [])
                if search and search.distance[target] >= 0 and not any(set(one.members) < set(members) for one in same):
                    moves = tuple(board.move(*step) for step in search.path(target))
                    same.append(Jump(game=game, members=members, source=source, target=target, moves=moves))
    joint = [jump for same in found.values() for jump in same if len(jump.members) > 1]
    return tuple(sorted(joint, key=lambda jump: (len(jump.members), jump.members, jump.source, jump.target)))
