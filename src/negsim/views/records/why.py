"""Why a state holds as plain dictionaries and lists: the JSON that the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.games.base import Array
from negsim.scenario.model import Scenario, basis_of
from negsim.studies.sanctions.board import Move
from negsim.studies.sanctions.deterrence import Answer, Improvement
from negsim.studies.sentences.conflict_names import Words
from negsim.studies.sentences.why import told_why
from negsim.studies.why import Why
from negsim.views.records.answers import SCHEMA, of_scenario


def of_why(found: Why, scenario: Scenario | None = None, overrides: Sequence[str] = ()) -> dict[str, Any]:
    """Return verdicts and witnesses with all that is needed to find them again.

    Parameters
    ----------
    found
        What `negsim.studies.why.why` returned.
    scenario
        What it was found in; None when it was a game.
    overrides
        The names of the overrides that were applied to it.
    """
    game = found.game
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="why"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": "conflict",
        "state": game.states[found.state],
        "number": found.state,
        "payoffs": dict(zip(game.players, map(float, game.payoffs[found.item, :, found.state]), strict=True)),
        "sequences": found.sequences,
        "equilibrium": found.equilibrium,
        "stable": found.stable,
        "witnesses": {
            concept: {
                player: [_improvement(found, one, concept) for one in improvements]
                for player, improvements in zip(game.players, found.improvements, strict=True)
            }
            for concept in found.concepts
        },
        "sentences": told_why(found),
        "label": basis_of(game.comment),
    }


def of_move(words: Words, move: Move) -> dict[str, Any]:
    """Return one move: who goes from which state to which, what that changes, and what it is worth to the mover.

    Parameters
    ----------
    words
        The words of its conflict.
    move
        The move.
    """
    game = words.game
    return {
        "player": game.players[move.player],
        "from": game.states[move.source],
        "to": game.states[move.target],
        "changes": [{"option": option, "from": before, "to": after} for option, before, after in words.changes(move)],
        "improves": move.improves,
        "reversible": not move.final,
    }


def _improvement(found: Why, one: Improvement, concept: str) -> dict[str, Any]:
    words = Words(found.game)
    worth = (
        found.game.payoffs[found.item, one.move.player] - found.game.payoffs[found.item, one.move.player, found.state]
    )
    told = {"improvement": of_move(words, one.move), "gain": float(worth[one.move.target])}
    if concept not in one.answers:
        return {**told, "deterred": False}
    return {**told, **_answer(words, one.answers[concept], worth)}


def _answer(words: Words, answer: Answer, worth: Array) -> dict[str, Any]:
    states = words.game.states
    return {
        "deterred": answer.holds,
        "change": float(worth[answer.moves[-1].target]) if answer.moves else None,
        "answer": [of_move(words, move) for move in answer.moves],
        "escapes": [of_move(words, move) for move in answer.escapes],
        "reached": answer.reached,
        "sanctions": len(answer.sanctions),
        "escaped": {states[state]: states[target] for state, target in answer.escaped.items()},
    }
