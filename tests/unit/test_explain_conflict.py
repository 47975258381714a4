"""Answers to conflicts in sentences: equilibria by concept, and what deters whom; for arcs and for options."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from negsim import explain, load, solve
from negsim.errors import NotApplicable
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.graph import ArcGraph
from negsim.games.sheet import ANY, Sheet
from negsim.studies.sanctions import board
from negsim.studies.sanctions.board import Move
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.sentences.why import told_why
from negsim.studies.why import why


@pytest.fixture(scope="module")
def impasse():
    return explain(solve("baseline_impasse", "conflict")[0]).splitlines()


def test_equilibria_are_listed_by_concept_without_repetition(impasse):
    assert impasse[0] == "Equilibria under Nash, SEQ and SSEQ: 'insist / offer_menu'."
    assert impasse[1] == (
        "Equilibria under GMR and SMR: 'insist / offer_menu', 'insist / refuse' and 'take_menu / offer_menu'."
    )


def test_what_holds_although_somebody_could_gain_is_explained(impasse):
    (told,) = [line for line in impasse if line.startswith("'take_menu / offer_menu' is no Nash")]
    assert told == (
        "'take_menu / offer_menu' is no Nash equilibrium, but holds under GMR and SMR. Russia could switch from 'take "
        "the menu' to 'insist on the package' and be better off. After that NATO could switch from 'offer the menu' to "
        "'refuse further talks', which leaves Russia worse off than now, although NATO would not gain by that. From "
        "there Russia has no move to anything better than now. But no answer in the interest of those who would give "
        "it deters Russia."
    )


def test_the_label_and_the_definition_come_last(impasse):
    assert impasse[-1] == "Payoffs: illustrative payoff (assumption), not an estimate."
    assert impasse[-2].startswith("Definition (conflict_stability): ")


def chain(payoffs: list[float], moves: dict[str, list[tuple[int, int]]]) -> ConflictGame:
    """A conflict in which ``b`` and ``c`` are indifferent."""
    return ConflictGame.from_graph(
        players=["a", "b", "c"],
        states=range(len(payoffs)),
        moves=moves,
        payoffs={"a": payoffs, "b": [0] * len(payoffs), "c": [0] * len(payoffs)},
    )


def test_an_answer_in_two_steps_names_both_movers():
    game = chain([1, 2, 3, 0], {"a": [(0, 1)], "b": [(1, 2)], "c": [(2, 3)]})
    assert told_why(why(game, 0, concepts=["gmr"]))[2] == (
        "a could move to '1' and be better off (this cannot be undone). After that b could move to '2', then c could "
        "move to '3', which leaves a worse off than now (these moves cannot be undone), although b and c would "
        "not gain by that."
    )


def test_a_state_as_good_as_now_deters():
    game = chain([1, 2, 1], {"a": [(0, 1), (1, 0)], "b": [(1, 2), (2, 1)]})
    assert "which leaves a as well off as now, and no better" in told_why(why(game, 0))[2]


def test_an_answer_that_can_be_escaped_says_how():
    game = chain([1, 2, 0, 3], {"a": [(0, 1), (2, 3)], "b": [(1, 2)]})
    told = told_why(why(game, 0))
    assert told[1] == "a: stable under GMR, not under Nash, SMR, SEQ and SSEQ."
    assert "But a could go on to move to '3' and be better off than now." in told[2]


def test_where_nobody_can_answer_nothing_deters():
    told = told_why(why(chain([1, 2], {"a": [(0, 1)]}), 0))
    assert told[0] == "'0' is an equilibrium under none of the five concepts."
    assert told[2].endswith("After that nobody else has a move: nothing deters a.")


def test_who_cannot_move_is_said_to_have_no_move():
    told = told_why(why(chain([1, 2], {"a": [(1, 0)]}), 0))
    assert told[1] == "a: stable under all five concepts. a has no move from here."


def test_options_of_yes_and_no_are_taken_up_and_dropped():
    """The sheet of Elmira's first states in small: one party modifies, the other abandons."""
    sheet = Sheet(
        options=("modify", "abandon"),
        owner=np.array([0, 1]),
        labels=(("no", "yes"), ("no", "yes")),
        said=(("modify the order", ("no", "yes")), ("abandon the plant", ("no", "yes"))),
        levels=np.array([[0, 0], [1, 0], [ANY, 1]], np.int16),
    )
    game = ConflictGame(
        payoffs=np.array([[[0.0, 1, 2], [0, 1, 2]]]),
        graph=ArcGraph(3, [([0, 1], [1, 0]), ([0, 1], [2, 2])]),
        players=("ministry", "firm"),
        states=("order", "modified", "abandoned"),
        sheet=sheet,
    )
    words = Words(game)
    improvements = why(game, "order").improvements
    assert [words.doing(one.move) for one in improvements[0]] == ["take up 'modify the order'"]
    (firm,) = (one.move for one in improvements[1])
    assert words.doing(firm) == "take up 'abandon the plant'"
    assert words.changes(firm) == [("abandon", "no", "yes")]
    assert firm.final
    assert words.standing(1) == [("ministry", "'modify the order'"), ("firm", "not 'abandon the plant'")]
    assert words.standing(2) == [("firm", "'abandon the plant'")]


def test_what_is_done_to_several_options_is_said_once():
    game = ConflictGame.from_scenario(load("cuban_missiles"))
    bare = replace(game.sheet, said=tuple((name, ("no", "yes")) for name, _ in game.sheet.said))
    words = Words(replace(game, sheet=bare))

    def done(source, target):
        player = next(k for k in range(2) if target in game.graph.targets(k, source))
        return words.doing(Move(player=player, source=source, target=target, improves=True, final=False))

    number = game.number_of
    nothing, both = number("no / no / no / no"), number("yes / yes / no / no")
    assert done(nothing, both) == "take up 'Air strike' and 'Blockade'"
    assert done(both, nothing) == "drop 'Air strike' and 'Blockade'"
    assert (
        done(number("yes / no / no / no"), number("no / yes / no / no")) == "take up 'Blockade' and drop 'Air strike'"
    )


def test_levels_of_yes_and_no_are_called_what_the_file_calls_them():
    game = ConflictGame.from_scenario(load("cuban_missiles"))
    found = why(game, "no / no / yes / no", concepts=["seq"])
    assert told_why(found)[-1] == (
        "The Soviet Union could switch from 'withdraw the missiles' to 'keep the missiles' and be better off. It would "
        "then be in the United States' interest to switch from 'no air strike' to 'strike from the air', which leaves "
        "the Soviet Union worse off than now."
    )


def test_answers_of_several_are_each_in_the_interest_of_whoever_gives_them():
    game = ConflictGame.from_graph(
        players=["a", "b", "c"],
        states=range(4),
        moves={"a": [(0, 1), (1, 0)], "b": [(1, 2), (2, 1)], "c": [(2, 3), (3, 2)]},
        payoffs={"a": [1, 2, 3, 0], "b": [0, 0, 1, 0], "c": [0, 0, 0, 1]},
    )
    assert told_why(why(game, 0, concepts=["seq"]))[2] == (
        "a could move to '1' and be better off. It would then be in b's interest to move to '2', then in c's to move "
        "to '3', which leaves a worse off than now."
    )


def test_concepts_are_named_as_in_the_literature():
    assert called(["nash", "strong gmr", "cnash"]) == "Nash, strong GMR and cnash"


def test_a_batch_is_explained_row_by_row():
    solution = solve("baseline_impasse", "conflict")
    both = solve(solution.game.take(np.array([0, 0])))
    first, second = explain(both).split("\n\n")
    assert first == second == explain(solution[0])


def test_states_called_by_numbers_are_not_mixed_up_with_their_places():
    game = ConflictGame.from_graph(
        players=["a", "b"],
        states=["3", "2", "1"],
        moves={"a": [("3", "2")], "b": [("2", "1"), ("1", "2")]},
        payoffs={"a": [1, 2, 0], "b": [0, 0, 1]},
    )
    told = explain(solve(game, solver="stability")[0]).splitlines()
    (held,) = [line for line in told if line.startswith("'3' is no Nash equilibrium, but holds under")]
    assert (
        "a could move to '2' and be better off (this cannot be undone). It would then be in b's interest to move to '1'"
    ) in held


def test_a_conflict_too_large_to_follow_is_explained_without_proofs(monkeypatch):
    solution = solve("baseline_impasse", "conflict")
    monkeypatch.setattr(board, "MOST_EDGES", 50)
    told = explain(solution[0]).splitlines()
    assert told[1].startswith("Equilibria under GMR and SMR: ")
    assert not any("is no Nash equilibrium" in line for line in told)


def test_unknown_preferences_prove_nothing():
    game = chain([1, 2], {"a": [(0, 1)]})
    degrees = np.zeros((1, 3, 2, 2))
    degrees[0, 0, 0, 1] = np.nan
    with pytest.raises(NotApplicable, match="some are nan"):
        why(replace(game, degrees=degrees), 0)


def test_graded_preferences_are_followed_as_they_are():
    """Whoever prefers in a circle: 1 to 0, 2 to 1, and 0 to 2."""
    game = chain([0, 0, 0], {"a": [(0, 1)], "b": [(1, 2), (2, 1)]})
    degrees = np.zeros((1, 3, 3, 3))
    for source, target in ((0, 1), (1, 2), (2, 0)):
        degrees[0, 0, source, target], degrees[0, 0, target, source] = 1, -1
    told = told_why(why(replace(game, degrees=degrees), 0))
    assert "which leaves a no better off than now" in told[2]
