"""`negsim why`: what it says of the impasse and of the grand game, its JSON and CSV, and what it refuses."""

from __future__ import annotations

import csv
import io
from functools import partial

import pytest

from negsim import explain, load, table
from negsim.errors import NotApplicable, UnknownName
from negsim.games.conflict import ConflictGame
from negsim.studies.sanctions import board
from negsim.studies.why import why
from negsim.views.notebook import as_html

RESTRAINT = "parallel / hold / restrain / finite / restrain / talks / no_sanctions"
UNSETTLED = "parallel / hold / free / finite / free / no_talks / no_sanctions"
CONCEPTS = ["nash", "gmr", "smr", "seq", "sseq"]


@pytest.fixture
def run(typed, monkeypatch):
    monkeypatch.setenv("COLUMNS", "1000")
    return partial(typed, "why")


def test_restraint_holds_because_each_side_foresees_the_answer(run):
    code, out, _ = run("four_track_grand_game", RESTRAINT)
    assert code == 0
    own, others = (
        [level.name for level in load("four_track_grand_game").moves[move].levels]
        for move in ("russian_missiles", "western_missiles")
    )
    assert (
        f"Russia could switch from '{own[1]}' to '{own[0]}' and be better off. It would then be in NATO's interest to "
        f"switch from '{others[1]}' to '{others[0]}', which leaves Russia worse off than now. From there "
        "Russia has no move to anything better than now."
    ) in out
    assert "is an equilibrium under GMR, SMR, SEQ and SSEQ, not under Nash." in out
    assert "illustrative payoff (assumption), not an estimate" in out


def test_the_json_holds_a_witness_for_every_verdict(read):
    found = read("why", "baseline_impasse", "insist / refuse")
    assert found["equilibrium"] == {"nash": False, "gmr": True, "smr": True, "seq": False, "sseq": False}
    assert found["stable"]["seq"] == {"russia": True, "nato": False}
    assert found["payoffs"] == {"russia": -1, "nato": -1}
    (one,) = found["witnesses"]["smr"]["nato"]
    assert one["improvement"]["changes"] == [{"option": "reply", "from": "refuse", "to": "offer_menu"}]
    assert (one["gain"], one["change"]) == (1, -3)  # from -1 to 0, and to -4 if Russia takes countermeasures
    (answer,) = one["answer"]
    assert (answer["player"], answer["to"], answer["improves"]) == ("russia", "countermeasures / offer_menu", False)
    assert {escape["to"] for escape in one["escapes"]} == {
        "countermeasures / concede_core",
        "countermeasures / refuse",
    }
    (one,) = found["witnesses"]["seq"]["nato"]
    assert (one["deterred"], one["answer"], one["sanctions"]) == (False, [], 0)
    (one,) = found["witnesses"]["nash"]["nato"]
    assert not one["deterred"]
    assert found["witnesses"]["nash"]["russia"] == []


def test_one_concept_may_be_asked_for(read):
    found = read("why", "baseline_impasse", "2", "--concept", "seq")
    assert list(found["stable"]) == list(found["witnesses"]) == ["seq"]
    assert found["state"] == "insist / refuse"
    assert found["sentences"][0] == "'insist / refuse' is no equilibrium under SEQ."


def test_shorter_answers_may_be_asked_for(read):
    found = read("why", "elmira", "2", "--sequences", "single_step")
    assert found["sequences"] == "single_step"
    assert found["sentences"][0].endswith(", counting answers of a single move only.")
    answers = [
        one["answer"]
        for players in found["witnesses"].values()
        for each in players.values()
        for one in each
        if one.get("answer")
    ]
    assert answers
    assert {len(answer) for answer in answers} == {1}
    assert read("why", "elmira", "2")["sequences"] == "legal"


def test_other_numbers_give_other_verdicts(read):
    assert not read("why", "baseline_impasse", "take_menu / offer_menu")["equilibrium"]["nash"]
    settled = read("why", "baseline_impasse", "take_menu / offer_menu", "--set", "audience_cost_R=3")
    assert settled["equilibrium"]["nash"]
    assert settled["scenario"]["values"]["audience_cost_R"] == 3


def test_the_csv_has_a_row_for_every_improvement(run):
    code, out, _ = run("baseline_impasse", "insist / refuse", "--csv")
    assert code == 0
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["concept"] for row in rows] == CONCEPTS
    assert [row["deterred"] for row in rows] == ["0", "1", "1", "0", "0"]
    assert rows[1]["answer"] == "russia to countermeasures / offer_menu"


def test_what_cannot_be_undone_is_said(read):
    for override, final in ((), False), (("--override", "lasting_measures"), True):
        found = read("why", "four_track_grand_game", UNSETTLED, *override)
        answers = [one["answer"] for one in found["witnesses"]["gmr"]["nato"]]
        assert [step["reversible"] for answer in answers for step in answer] == [not final] * len(answers)
        told = "which leaves NATO worse off than now" + " (this cannot be undone)" * final
        assert any(f"'take far-reaching countermeasures', {told}" in line for line in found["sentences"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("baseline_impasse", "insist / refuze"), "insist / refuse"),
        (("baseline_impasse", "insist / refuse", "--concept", "smx"), "smr"),
        (("baseline_impasse", "99"), "unknown state"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest(args, said, run):
    code, _, err = run(*args)
    assert code == 2
    assert said in err


def test_a_state_is_found_by_its_label_its_number_or_as_the_start():
    for name in ("insist/offer_menu", "Insist / Offer_menu", "start", "1", 1):
        assert why("baseline_impasse", name).state == 1
    elmira = ConflictGame.from_graph(
        players=["a"], states=["1", "2", "a a", "A A"], moves={}, payoffs={"a": [0, 0, 0, 0]}
    )
    assert [why(elmira, name).state for name in ("1", 1, "2", "3", "A A")] == [0, 1, 1, 3, 3]
    for wrong in (4, -1, "9", "Aa"):
        with pytest.raises(UnknownName):
            why(elmira, wrong)


def test_a_conflict_too_large_to_follow_is_refused(monkeypatch):
    monkeypatch.setattr(board, "MOST_EDGES", 50)
    with pytest.raises(NotApplicable, match=r"9 states have up to 36 moves.*Use Stability\(\)"):
        why("baseline_impasse", "insist / refuse")


def test_every_row_of_the_table_is_a_party():
    found = table(why("baseline_impasse", "insist / refuse"))
    assert found.column("party") == ("Russia", "NATO")
    assert found.column("gmr") == (True, True)
    assert found.column("nash") == (True, False)


def test_why_is_explained_with_names_as_one_likes():
    told = explain(why("baseline_impasse", "insist / refuse"), {"nato": "the Alliance"}).splitlines()
    assert told[2] == "The Alliance: stable under GMR and SMR, not under Nash, SEQ and SSEQ."
    assert told[-1] == "Payoffs: illustrative payoff (assumption), not an estimate."


def test_a_notebook_shows_why_as_a_table():
    page = as_html(why("baseline_impasse", "insist / refuse"))
    assert "<table>" in page
    assert "Russia: stable under all five concepts." in page
