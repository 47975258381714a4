"""Tables of why a state holds: the verdicts of each party, and every improvement with the answer to it."""

from __future__ import annotations

from negsim.scenario.model import basis_of
from negsim.studies.sanctions.board import Move
from negsim.studies.sanctions.deterrence import Answer
from negsim.studies.sentences.conflict_names import Words
from negsim.studies.sentences.why import told_why
from negsim.studies.why import Why
from negsim.views.tables.base import Cell, Table, filled, table

ANSWER = "the others can answer every improvement so that the mover is no better off"
MEANINGS = {
    "nash": "Nash: nobody has a move to anything better.",
    "gmr": f"GMR: {ANSWER}.",
    "smr": f"SMR: {ANSWER}, and it cannot escape by a move of its own.",
    "seq": f"SEQ: {ANSWER}, by moves each in the interest of whoever makes it.",
    "sseq": f"SSEQ: {ANSWER}, by moves each in the interest of whoever makes it, and it cannot escape.",
}


@table.register
def of_why(found: Why) -> Table:
    """List for which parties a state is stable, and say why.

    Parameters
    ----------
    found
        What `negsim.studies.why.why` returned.
    """
    words = Words(found.game)
    standing = dict(words.standing(found.state))
    rows: list[list[Cell]] = [
        [
            words.players[k],
            standing.get(words.players[k], ""),
            *(found.stable[concept][player] for concept in found.concepts),
        ]
        for k, player in enumerate(found.game.players)
    ]
    verdict, *lines = told_why(found)
    return filled(
        found.game.title or "A conflict",
        ["party", "in this state", *found.concepts],
        rows,
        question=verdict,
        notes=(*lines, *(MEANINGS[concept] for concept in found.concepts), basis_of(found.game.comment)),
    )


def answers(found: Why) -> Table:
    """List every improvement under every concept, with the moves that deter it: one row each, for machines.

    Parameters
    ----------
    found
        What `negsim.studies.why.why` returned.
    """
    states, players = found.game.states, found.game.players
    rows: list[list[Cell]] = [
        [concept, player, states[one.move.target], answer is not None and answer.holds, *_met(found, answer)]
        for concept in found.concepts
        for player, improvements in zip(players, found.improvements, strict=True)
        for one in improvements
        for answer in [one.answers.get(concept)]
    ]
    columns = ("concept", "party", "improvement", "deterred", "answer", "escape")
    return Table(title=f"Improvements from {states[found.state]}", columns=columns, rows=tuple(map(tuple, rows)))


def _met(found: Why, answer: Answer | None) -> list[Cell]:
    if answer is None:  # Nash stability asks for no answer
        return ["", ""]
    escape = "" if answer.holds or not answer.escapes else found.game.states[answer.escapes[0].target]
    return ["; ".join(_step(found, move) for move in answer.moves), escape]


def _step(found: Why, move: Move) -> str:
    return f"{found.game.players[move.player]} to {found.game.states[move.target]}"
