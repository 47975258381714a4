"""Non-myopic equilibria of the theory of moves: where play ends if both players think through all moves and answers."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.concepts._sample import CALL, share_differing
from negsim.concepts.base import Concept, concepts
from negsim.games.base import Array
from negsim.games.conflict import ConflictGame
from negsim.games.results import StateSets

ANYWHERE, FROM = "nme", "nme from "


def labels(states: Sequence[str]) -> tuple[str, ...]:
    """Return the concepts: the equilibria from any state, and those from each state.

    Parameters
    ----------
    states
        Their labels.
    """
    return (ANYWHERE, *(f"{FROM}{state}" for state in states))


class Moves:
    """What the rules of play say of one conflict of two players with four states.

    Parameters
    ----------
    game, item
        A batch of conflicts, and which of them.
    """

    def __init__(self, game: ConflictGame, item: int):
        self.ranks = game.ranks[item].tolist()
        self.target = [[int(game.graph.targets(player, state)[0]) for state in range(4)] for player in (0, 1)]

    def end(self, mover: int, state: int, initial: int) -> int:
        """Return where play ends that has come to a state in which a player may stay or move on.

        Parameters
        ----------
        mover, state
            Who is to move, and where.
        initial
            Where play began; it ends when it returns there.
        """
        after = self.moved(mover, state, initial)
        return after if self.prefers(mover, after, state) else state

    def moved(self, mover: int, state: int, initial: int) -> int:
        """Return where play ends if a player moves on from a state."""
        target = self.target[mover][state]
        return initial if target == initial else self.end(1 - mover, target, initial)

    def prefers(self, player: int, first: int, second: int) -> bool:
        """Return whether a player ranks one state above another."""
        return bool(self.ranks[player][first] > self.ranks[player][second])

    def equilibria(self, initial: int) -> set[int]:
        """Return where play that begins in a state can end.

        Parameters
        ----------
        initial
            The state.
        """
        ends = [self.moved(player, initial, initial) for player in (0, 1)]
        moves = [self.prefers(player, ends[player], initial) for player in (0, 1)]
        starts = [
            moves[player] or (moves[1 - player] and self.prefers(player, ends[player], ends[1 - player]))
            for player in (0, 1)
        ]
        if not any(starts):
            return {initial}
        if not all(starts):
            return {ends[starts.index(True)]}
        waits = [self.prefers(player, ends[1 - player], ends[player]) for player in (0, 1)]
        return {ends[player] for player in (0, 1) if not waits[player] or all(waits)}


def differing(game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition; in large batches, of a sample.

    Parameters
    ----------
    game
        A batch of conflicts of two players and four states.
    result
        Equilibria of conflicts of the batch.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """

    def judge(item: int, _: int, state: int) -> tuple[dict[str, bool], int]:
        moves = Moves(game, item)
        ends = [state in moves.equilibria(initial) for initial in range(4)]
        return dict(zip(labels(game.states), [any(ends), *ends], strict=True)), CALL * 4 * 8

    return share_differing(result, judge)


theory_of_moves: Concept[ConflictGame, StateSets] = concepts("theory_of_moves")(
    Concept(
        "theory_of_moves",
        "A state is a non-myopic equilibrium if play ends there from some state, when two players in turn move or "
        "stay, each thinking through all that follows until play would be back where it began, a move goes before "
        "staying, and a player moves first where that forestalls a move that it likes less.",
        "Brams (1994)",
        differing,
    )
)
