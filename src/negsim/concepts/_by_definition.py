"""Verdicts of stability by the definitions, with sets of states, and how many of a solution's verdicts differ."""

from __future__ import annotations

import numpy as np

from negsim.concepts._sample import CALL, share_differing
from negsim.concepts._simultaneous import deterred_together
from negsim.games.base import Array, IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.relations import Relations
from negsim.games.graphs.sequences import Sequences, spread
from negsim.games.results import StateSets


class Verdicts:
    """Says under which concepts a state of a conflict is stable for a player.

    Parameters
    ----------
    game
        Conflicts with one graph.
    relations
        What the players make of going from one state to another.
    sequences
        How long the chains of moves are that the others can answer with.

    Attributes
    ----------
    work
        How many moves were looked at.
    """

    def __init__(self, game: ConflictGame, relations: Relations, sequences: Sequences = "legal"):
        self.game, self.relations, self.sequences = game, relations, sequences
        self.work = 0

    def __call__(self, player: int, state: int, *, together: bool = False) -> dict[str, bool]:
        """Return concept -> whether the state is stable, for Nash, GMR, SMR, SEQ and SSEQ.

        Parameters
        ----------
        player, state
            Whose stability, and where. A state that the player does not know of is stable for it.
        together
            Whether SIM is asked for as well.
        """
        improvements = self._improvements(player, state, player)
        found = {"nash": not len(improvements), "gmr": True, "smr": True, "seq": True, "sseq": True}
        for s1 in improvements:
            for credible, plain, lasting in ((False, "gmr", "smr"), (True, "seq", "sseq")):
                if found[plain]:
                    deterred, for_good = self._deterred(player, state, int(s1), credible, found[lasting])
                    found[plain] &= deterred
                    found[lasting] &= for_good
        if together:
            found["sim"] = deterred_together(self.game, self.relations, player, state, improvements)
        return found

    def _deterred(self, player: int, state: int, s1: int, credible: bool, lasting: bool) -> tuple[bool, bool]:
        """Whether the others can answer the move to s1 with a sanction, and, if asked, with one that lasts."""
        others = [other for other in range(len(self.game.players)) if other != player]

        def moves(mover: int, where: int) -> IntArray:
            return self._improvements(mover, where, player) if credible else self._targets(mover, where, player)

        deterred = False
        for answers in spread(self.game.graph, others, s1, moves, self.sequences):
            for s2 in answers[self.relations.sanction[player, state, answers]]:
                deterred = True
                if not lasting:
                    return True, False
                if not self.relations.escape[player, state, self._targets(player, int(s2), player)].any():
                    return True, True
        return deterred, False

    def _improvements(self, mover: int, where: int, focal: int) -> IntArray:
        found = self._targets(mover, where, focal)
        relation = self.relations.improve if mover == focal else self.relations.credible
        return np.asarray(found[relation[mover, where, found]])

    def _targets(self, mover: int, where: int, focal: int) -> IntArray:
        """Moves among the states that the focal player knows of."""
        found = self.game.graph.targets(mover, where)
        self.work += CALL + len(found)
        if self.game.perceived is None:
            return found
        known = self.game.perceived[focal]
        return np.asarray(found[known[found] & known[where]])


def differing_from(sequences: Sequences, game: ConflictGame, result: StateSets) -> Array:
    """Return the share of verdicts that differ from the definition; in large batches and conflicts, of a sample.

    Parameters
    ----------
    sequences
        How long the chains of moves are that the others can answer with.
    game
        A batch of conflicts.
    result
        Stable states of conflicts of the batch.

    Returns
    -------
    Array
        Shape (row,), from 0 to 1.
    """

    def judge(item: int, player: int, state: int) -> tuple[dict[str, bool], int]:
        verdicts = Verdicts(game, Relations.looked_up(game, item), sequences)
        return verdicts(player, state, together="sim" in result.concepts), verdicts.work

    return share_differing(result, judge)
