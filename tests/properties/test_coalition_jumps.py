"""Coalition jumps: the one of the literature, and on drawn conflicts every one that there is, move by move."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import UnknownName
from negsim.games.conflict import ConflictGame
from negsim.solvers.conflict.stability import Stability
from negsim.studies.explain import explain
from negsim.studies.jumps import jumps
from negsim.studies.solve import solve
from negsim.testing.conflicts import loose

ELMIRA = Path(__file__).parents[1] / "oracles/data/gmcr/elmira_9state.json"


def elmira():
    case = json.loads(ELMIRA.read_text())
    labels = [state["id"] for state in case["states"]]
    return ConflictGame.from_graph(
        players=case["decision_makers"], states=labels, moves=case["moves"], payoffs=case["payoffs"]
    )


def test_ministry_and_company_leave_the_delay_together():
    """Kilgour, Hipel, Fang and Peng (2001): state 5 is an equilibrium, and the two can jump from it to state 8."""
    for concept in ("nash", "seq"):
        (jump,) = jumps(elmira(), concept=concept)
        assert repr(jump) == "<Jump of MoE + UR from '5' to '8'>"
    assert [jump.game.players[move.player] for move in jump.moves] == ["UR", "MoE"]
    assert jump.told() == (
        "MoE and UR could together leave '5' for '8', which each of them prefers: UR could move to '7', then MoE could "
        "move to '8'. By themselves, the steps of UR and MoE would be no improvements."
    )


def test_three_who_trust_an_alternative_leave_the_trap():
    """Two neighbours and Russia can agree to do without membership and pressure; no two of them can."""
    found = jumps("neighbours_membership")
    assert [(" + ".join(jump.game.players[k] for k in jump.members)) for jump in found] == [
        "russia + ukraine + georgia"
    ]
    assert "for 'alternative / rely / rely / words', which each of them prefers" in found[0].told()


def test_an_answer_about_coalitions_tells_their_jumps():
    told = explain(solve(elmira(), solver="coalition_stability")[0]).splitlines()
    assert told[0] == "Equilibria under cnash and cseq: '8' and '9'."
    assert told[2].startswith("MoE and UR could together leave '5' for '8'")


def test_concepts_have_names():
    with pytest.raises(UnknownName, match="did you mean 'nash'"):
        jumps(elmira(), concept="nsh")


def ends(game, members, start):
    """States at the end of legal sequences of some players."""
    nodes, waiting = set(), [(start, None)]
    while waiting:
        state, last = waiting.pop()
        more = {(int(q), k) for k in members if k != last for q in game.graph.targets(k, state)} - nodes
        nodes |= more
        waiting += more
    return {state for state, _ in nodes}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from(["nash", "gmr", "smr", "seq", "sseq"]))
def test_every_jump_is_found_and_can_be_made(seed, concept):
    draw = np.random.default_rng(seed)
    game = loose(draw, players=int(draw.integers(1, 5)), states=int(draw.integers(1, 7)), batch=2, chance=0.4)
    result, payoff = Stability().solve(game).result, game.payoffs[1]
    held = np.flatnonzero(result.equilibria[1, result.concepts.index(concept)]).tolist()
    groups = [group for size in range(1, 5) for group in combinations(range(len(game.players)), size)]
    able = {
        (group, s, q)
        for group in groups
        for s in held
        for q in ends(game, group, s) & set(held)
        if all(payoff[k, q] > payoff[k, s] for k in group)
    }
    least = {
        (group, s, q)
        for group, s, q in able
        if len(group) > 1 and not any((part, s, q) in able for part in groups if set(part) < set(group))
    }
    found = jumps(game, concept=concept, item=1)
    assert {(jump.members, jump.source, jump.target) for jump in found} == least
    assert len(found) == len(least)
    for jump in found:
        place, last = jump.source, None
        for move in jump.moves:
            assert move.source == place
            assert move.player in jump.members
            assert move.player != last
            assert move.target in game.graph.targets(move.player, place)
            place, last = move.target, move.player
        assert place == jump.target
