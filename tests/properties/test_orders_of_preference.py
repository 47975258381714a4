"""Facts about orders of preference and joined states, judged from their definitions on random scenarios."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.games.conflict import ConflictGame
from negsim.scenario.load import load_text

LEVELS = {"deploy": ("none", "some", "all"), "talk": ("no", "yes"), "watch": ("no", "yes")}
OUTCOMES = list(itertools.product(*LEVELS.values()))
ATOMS = [f"{move}.{level}" for move, levels in LEVELS.items() for level in levels]
JOINS = {
    "and": lambda a, b: a and b,
    "or": lambda a, b: a or b,
    "if": lambda a, b: a or not b,
    "iff": lambda a, b: a == b,
}


def conditions():
    """Texts of conditions, with the set of outcomes at which each holds, built side by side."""
    atoms = st.sampled_from(ATOMS).map(lambda text: (text, frozenset(o for o in OUTCOMES if holds(text, o))))

    def grown(parts):
        negated = parts.map(lambda part: (f"not ({part[0]})", frozenset(OUTCOMES) - part[1]))
        return st.one_of(negated, st.builds(joined, parts, st.sampled_from(sorted(JOINS)), parts))

    return st.recursive(atoms, grown, max_leaves=5)


def holds(atom: str, outcome: tuple[str, ...]) -> bool:
    move, level = atom.split(".")
    return outcome[list(LEVELS).index(move)] == level


def joined(first, word, second):
    meant = frozenset(o for o in OUTCOMES if JOINS[word](o in first[1], o in second[1]))
    return f"({first[0]}) {word} ({second[0]})", meant


def scenario(payoffs: str, conflict: str = "{}"):
    moves = "".join(
        f"  {move}: {{actor: {'west' if move != 'talk' else 'east'}, levels: [{', '.join(levels)}]}}\n"
        for move, levels in LEVELS.items()
    )
    text = f"title: x\nactors: {{west: {{}}, east: {{}}}}\nmoves:\n{moves}payoffs: {{west: {payoffs}, east: 0}}\n"
    return load_text(f"{text}games: {{conflict: {conflict}}}\n", name="x.yaml")


def listed(texts) -> str:
    return f"[{', '.join(repr(text) for text in texts)}]"


@settings(max_examples=30, deadline=None)
@given(st.lists(conditions(), min_size=1, max_size=5))
def test_an_outcome_is_better_if_it_meets_the_first_statement_in_which_two_outcomes_differ(statements):
    payoffs = scenario(f"{{statements: {listed(text for text, _ in statements)}}}").payoff_table()[0, 0]
    met = [tuple(outcome in meant for _, meant in statements) for outcome in OUTCOMES]
    for (one, worth), (other, less) in itertools.combinations(zip(met, payoffs, strict=True), 2):
        assert np.sign(worth - less) == (one > other) - (one < other)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(conditions(), min_size=1, max_size=2, unique_by=lambda c: c[0]), min_size=1, max_size=4))
def test_an_outcome_is_ranked_where_it_first_fits(places):
    texts = {text for place in places for text, _ in place}
    if len(texts) < sum(map(len, places)):
        return  # an entry that stands twice is a fault
    told = ", ".join(listed(text for text, _ in place) for place in places)
    payoffs = scenario(f"{{ranking: [{told}, '1']}}").payoff_table()[0, 0]
    for outcome, worth in zip(OUTCOMES, payoffs, strict=True):
        fits = [k for k, place in enumerate(places) if any(outcome in meant for _, meant in place)]
        assert worth == len(places) + 1 - min([*fits, len(places)])


@settings(max_examples=30, deadline=None)
@given(conditions(), st.sampled_from([[], ["deploy"], ["deploy.some", "watch"], ["talk.yes", "deploy"]]))
def test_joined_states_can_be_left_and_entered_as_their_members_can(condition, irreversible):
    """Two states are linked if some of their members are, in the conflict in which nothing is joined."""
    text, meant = condition
    if not meant:
        return
    block = f"irreversible: {listed(irreversible)}"
    apart = ConflictGame.from_scenario(scenario("1", f"{{{block}}}"))
    game = ConflictGame.from_scenario(scenario("1", f"{{{block}, coalesce: {{one: {text!r}}}}}"))
    named = ["one" if outcome in meant else " / ".join(outcome) for outcome in OUTCOMES]
    assert set(game.states) == set(named)
    for player in range(2):
        arcs = {(named[a], named[b]) for a, b in np.transpose(apart.graph.arcs(player))}
        found = {(game.states[a], game.states[b]) for a, b in np.transpose(game.graph.arcs(player))}
        assert found == {(a, b) for a, b in arcs if a != b}
