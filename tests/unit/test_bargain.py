"""What could be agreed: the study, its tables, and what the command writes."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import numpy as np
import pytest

import negsim
from negsim.cli.commands.schema import schema
from negsim.cli.output import finite
from negsim.errors import NotApplicable, UnknownName
from negsim.games.bargaining import BargainingGame
from negsim.games.talks.rule import Rule
from negsim.views.notebook import as_html
from negsim.views.records.bargain import of_bargain
from negsim.views.table import table
from negsim.views.tables.bargain import sections

FILE = "baseline_impasse"
CIRCLE = [[3.0, 2.0, 1.0], [1.0, 3.0, 2.0], [2.0, 1.0, 3.0]]  # of three parties, two of whom prefer another each time
LABEL = "illustrative payoff (assumption), not an estimate"


def pie(**more):
    return BargainingGame(payoffs=[[[1.0, 0.0], [0.0, 1.0]]], disagreement=[[0.3, 0.0]], lotteries=True, **more)


def test_row_says_what_is_agreed_by_name():
    row = negsim.solve(FILE, "bargaining", "nash_bargaining", values={"audience_cost_R": 2})[0]
    assert row.agreement == {"take_menu / offer_menu": 1.0}
    assert row.payoffs == pytest.approx({"russia": 1.2, "nato": 3})
    assert row["reply"] == {"offer_menu": 1.0}
    with pytest.raises(UnknownName, match="did you mean 'reply'"):
        _ = row["replay"]
    assert repr(row) == "<take_menu / offer_menu; payoffs: russia 1.2, nato 3>"


def test_other_rows_have_no_agreement():
    with pytest.raises(NotApplicable, match="hold no agreement"):
        _ = negsim.solve(FILE)[0].agreement


def test_explanation_names_moves_levels_and_gains():
    told = negsim.explain(negsim.solve(FILE, "bargaining", "nash_bargaining", values={"audience_cost_R": 2}))
    assert "Russia and NATO agree on 'Response to what is offered': 'take the menu'" in told
    assert "Compared with no agreement, Russia gains 1.2 and NATO gains 3." in told and told.endswith(f"{LABEL}.")


def test_zone_lists_what_nobody_loses_by():
    found = negsim.bargain(FILE, values={"audience_cost_R": 2})
    assert found.zone.outcomes == ("take_menu / offer_menu",)
    assert found["nash_bargaining"].agreement == {"take_menu / offer_menu": 1.0}


def test_without_a_zone_the_reason_is_told():
    game = BargainingGame(payoffs=[[[-1.0, -2.0], [3.0, 1.0]]], disagreement=[[0, 0]], players=("east", "west"))
    found = negsim.bargain(game)
    assert found["nash_bargaining"] is None
    assert found.because == (
        "No agreement, because east would lose by every one of the 2 on the table. Nearest to it comes 'agreement 0', "
        "by which east would lose 1."
    )
    assert found.because in table(found).notes


def test_the_agreement_nearest_to_a_zone_is_named(typed):
    _, out, _ = typed("bargain", FILE)
    told = " ".join(out.split())
    assert "none of the 8 on the table is good enough for all whose consent it takes" in told
    assert "Nearest to it comes 'take_menu / offer_menu', by which Russia would lose 0.8." in told
    assert "Zone of agreement" not in out
    _, out, _ = typed("solve", FILE, "--form", "bargaining", "--solver", "nash_bargaining")
    assert "No agreement, because" in out


def test_study_is_for_one_game_and_known_solvers():
    with pytest.raises(NotApplicable, match="there are 2"):
        negsim.bargain(FILE, values={"audience_cost_R": np.array([1.0, 2.0])})
    with pytest.raises(UnknownName, match="did you mean 'nash_bargaining'"):
        negsim.bargain(FILE, solver=["nash_bargainin"])
    with pytest.raises(UnknownName, match="did you mean 'raiffa'"):
        _ = negsim.bargain(FILE)["raifa"]
    with pytest.raises(NotApplicable, match="core singles out no agreement, but lists several"):
        negsim.bargain(FILE, solver=["core"])


def test_command_writes_json_as_the_schema_says(read):
    found = read("bargain", FILE, "--set", "audience_cost_R=2")
    assert (found["zone"]["size"], found["zone"]["outcomes"]) == (1, ["take_menu / offer_menu"])
    assert found["zone"]["most"] == pytest.approx({"russia": 1.2, "nato": 3}) and found["zone"]["because"] is None
    assert [each["agreement"] for each in found["frontier"]] == ["take_menu / offer_menu"]
    assert found["disagreement"] == {"russia": 0, "nato": 0}
    assert found["solutions"]["nash_bargaining"]["agreement"] == "take_menu / offer_menu"
    assert found["solutions"]["nash_bargaining"]["payoffs"] == pytest.approx({"russia": 1.2, "nato": 3})
    assert found["because"] is None and found["label"] == LABEL


def test_command_writes_a_table_and_csv(typed):
    code, out, _ = typed("bargain", FILE, "--set", "audience_cost_R=2")
    assert code == 0 and "without agreement" in out and "Zone of agreement" in out and LABEL in out
    _, out, _ = typed("bargain", FILE, "--csv", "--solver", "nash_bargaining")
    first, second = csv.DictReader(io.StringIO(out))
    assert (first["solution"], second["response"], second["status"]) == ("without agreement", "insist", "solved")


def test_solving_in_this_form_writes_json_as_the_schema_says(read):
    found = read("solve", FILE, "--form", "bargaining", "--solver", "nash_bargaining")
    assert found["solutions"][0]["lottery"] == {"insist / offer_menu": 1}
    assert found["agenda"]["reply"] == ["concede_core", "offer_menu", "refuse"]


def test_notebooks_show_the_game_and_what_could_be_agreed():
    found = negsim.bargain("unbundled_vs_package")
    assert "pledge / agree / stay / steps" in as_html(found.game)
    for words in ("Kalai-Smorodinsky", "Zone of agreement", "Ways of linking the issues"):
        assert words in as_html(found)
    assert "issue by issue" in as_html(found.linkage)


def test_json_holds_linkage_forms_and_keeping(read):
    found = read("bargain", "unbundled_vs_package")
    ways = {each["way"]: each for each in found["linkage"]}
    assert ways["package"]["agreement"] == "no agreement" and not ways["package"]["settled"]
    assert set(ways["issue by issue"]["settled"]) == {"missiles", "confidence"}
    assert ways["free"]["gain"]["issue by issue"]["russia"] == pytest.approx(5)
    assert found["holds"] is None and found["forms"] == []
    forms = read("bargain", "form_and_ratification")["forms"]
    assert [form["form"] for form in forms if form["chosen"]] == ["agreement"]
    holds = read("bargain", "minsk_first_three", "--set", "monitoring_accuracy=0.2")["holds"]
    assert holds["holds"] and holds["parties"]["russia"]["minimal"] == pytest.approx(5 / 7)


def test_screen_joins_ways_that_lead_to_the_same(typed):
    _, short, _ = typed("bargain", "unbundled_vs_package")
    _, long, _ = typed("bargain", "unbundled_vs_package", "--all")
    assert "free; 3 more" in short and "Russia would rather keep the package" in short
    assert len(long.splitlines()) > 2 * len(short.splitlines())


def test_an_agreement_that_does_not_hold_says_who_lacks_patience(typed):
    _, out, _ = typed("bargain", "minsk_first_three", "--set", "discount_factor=0.6", "-S", "monitoring_accuracy=0.2")
    assert "does not hold by itself: Ukraine and Russia are not patient enough" in out
    _, out, _ = typed("bargain", "minsk_first_three", "--set", "discount_factor=0.9")
    assert "holds by itself: every party is patient enough" in out


def test_a_file_that_says_nothing_of_bargaining_is_read_with_a_remark(typed):
    remark = "the file says nothing of bargaining"
    assert remark in typed("bargain", FILE)[1] and remark not in typed("bargain", "moratorium_length")[1]


def test_where_some_can_bind_others_the_core_is_told_instead():
    rule = Rule(votes=(1, 1, 1), quota=2)
    found = negsim.bargain(BargainingGame(payoffs=[CIRCLE], disagreement=[[0, 0, 0]], rule=rule))
    assert not found.solutions and found.core is not None and not len(found.core)
    told = "\n".join(map(str, sections(found)))
    assert "none: some group with the votes would replace each" in told and "to agree takes 2 votes of 3" in told
    jsonschema.validate(json.loads(json.dumps(finite(of_bargain(found)))), schema("bargain"))


def test_the_range_of_the_zone_stands_above_a_long_list():
    draw = np.random.default_rng(3)
    game = BargainingGame(payoffs=draw.random((1, 2, 60)), disagreement=[[0, 0]])
    inside = sections(negsim.bargain(game))[1].head(20)
    assert inside.column("agreement")[:2] == ("the least in the zone", "the most in the zone")
    assert inside.rows[1][1:] == pytest.approx(game.payoffs[0].max(1))


def test_without_a_frontier_a_zone_of_lotteries_lists_its_agreements():
    rule = Rule(votes=(1, 1, 1), quota=2)
    game = BargainingGame(payoffs=[CIRCLE], disagreement=[[0, 0, 0]], rule=rule, lotteries=True)
    found = negsim.bargain(game)
    assert found.frontier is None and sections(found)[1].title == "Zone of agreement"


def test_lotteries_are_told_by_mean_levels_and_corners(read, typed):
    found = read("bargain", "cfe2_multi_issue")
    nash = found["solutions"]["nash_bargaining"]
    assert nash["moves"]["exercises"]["mean"] == pytest.approx(0.5)
    assert sum(nash["lottery"].values()) == pytest.approx(1) and len(nash["lottery"]) == 2
    assert nash["agreement"] == "low / 0.5 / limited / limited / full"
    assert [corner["payoffs"]["russia"] for corner in found["frontier"]] == pytest.approx([0, 0.35, 0.55, 0.75, 0.9, 1])
    assert "Frontier of the zone of agreement" in typed("bargain", "cfe2_multi_issue")[1]


def test_an_offer_that_may_be_refused_says_how_likely_it_is_accepted():
    resolve = [[[0, 0], [-0.5, 0.5]]]
    game = BargainingGame(payoffs=[[[1, 0], [0, 1]]], disagreement=[[0, 0]], lotteries=True, resolve=resolve)
    found = negsim.bargain(game)
    row = found["take_it_or_leave_it"]
    # the proposer keeps 1 - y of the pie; the other accepts y with probability y + 1/2; best at y = 1/4
    assert row.agreement == pytest.approx({"agreement 0": 0.75, "agreement 1": 0.25})
    assert dict(zip(*[table(found).column(name) for name in ("solution", "accepted with")], strict=True))[
        "take it or leave it"
    ] == pytest.approx(0.75)
    assert "which is accepted with probability 0.75" in negsim.explain(row)


def test_offers_of_every_round_stand_in_the_json(read, typed):
    found = read("bargain", "divide_the_pie")["solutions"]["rubinstein"]
    first, second = found["rounds"]
    assert (first["proposer"], second["proposer"], first["accepted"]) == ("first", "second", 1)
    assert first["payoffs"]["first"] == pytest.approx(1 / 1.9) == pytest.approx(second["payoffs"]["second"])
    found = read("bargain", "crisis_bargaining")
    assert found["zone"]["size"] == 0 and not found["zone"]["empty"] and found["because"] is None
    assert found["solutions"]["take_it_or_leave_it"]["columns"]["refusal"] == pytest.approx(3 / 8)
    offers = {
        row["solution"]: row for row in csv.DictReader(io.StringIO(typed("bargain", "crisis_bargaining", "--csv")[1]))
    }
    assert (offers["take_it_or_leave_it"]["accepted with"], offers["raiffa"]["accepted with"]) == ("0.625", "")
    assert "none of the 2 agreements themselves, but lotteries" in typed("bargain", "crisis_bargaining")[1]


def test_what_could_be_agreed_is_explained_in_sentences():
    told = negsim.explain(negsim.bargain("moratorium_length")).splitlines()
    assert told[0] == "In the zone of agreement are 6 of 8 agreements."
    assert told[1].endswith("without agreement they are Russia 0 and NATO 0.")
    assert told[2].startswith("The zone of agreement closes when admission_rate_R falls below 0.010684")
    assert "'years_25' (2.172, 2.438) is singled out by: Nash, Kalai-Smorodinsky, egalitarian" in told[5]
    assert told[-1] == f"Payoffs: {LABEL}."
    assert negsim.explain(negsim.bargain(FILE)).startswith("No agreement, because")


def test_what_opens_or_closes_the_zone_is_told_by_every_view(typed, read):
    code, out, _ = typed("bargain", FILE)
    assert code == 0 and "What would open the zone of agreement" in out and "falls to 3.2" in out
    told = read("bargain", FILE)["openings"]
    assert told["change"] == "opens" and told["places"][1]["exact"] == "1/3" and "cost_core_W" in told["still"]
    assert "1/3 (0.3333)" in as_html(negsim.bargain(FILE).openings)
    _, out, _ = typed("bargain", "form_and_ratification")
    assert "no parameter by itself closes the zone of agreement" in out and "What would close" not in out
    _, out, _ = typed("bargain", "crisis_bargaining")
    assert "not looked at, as the file does not allow the whole range: least_cost_responder" in out
    assert out.endswith("textbook payoffs\n") and LABEL not in out
    assert negsim.bargain(pie()).openings is None and of_bargain(negsim.bargain(pie()))["openings"] is None


def test_one_solver_may_be_named_without_a_list():
    assert list(negsim.bargain(FILE, solver="egalitarian").solutions) == ["egalitarian"]


def test_ways_that_leave_somebody_below_disagreement_are_marked():
    found = negsim.bargain("cfe2_multi_issue", values={"disagreement_value_R": 2})
    told = table(found.linkage)
    assert dict(zip(told.column("way"), told.column("remark"), strict=True)) == {
        "package": "",
        "free": "",
        "issue by issue": "below no agreement",
    }
    apart = negsim.bargain("unbundled_vs_package").linkage
    told = table(apart)
    below = [bool((each.total[0] < apart.game.disagreement[0]).any()) for each in apart.outcomes]
    assert [bool(remark) for remark in told.column("remark")] == below, "what taking apart costs counts too"
    assert below[[each.way.name for each in apart.outcomes].index("issue by issue")]


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (("moratorium_length", "--solver", "rubinstein"), {"agreement": "years_49", "moratorium": "years_49"}),
        (("cfe2_multi_issue", "--solver", "nash_bargaining"), {"agreement": "", "exercises": "0.5", "flank": "low"}),
        (("crisis_bargaining", "--solver", "take_it_or_leave_it"), {"refusal": "0.375"}),
    ],
)
def test_solving_in_this_form_writes_one_column_a_move(words, cells, typed, read):
    code, out, _ = typed("solve", *words, "--form", "bargaining", "--csv")
    (row,) = csv.DictReader(io.StringIO(out))
    assert code == 0 and {name: row[name] for name in cells} == cells
    assert len(read("solve", *words, "--form", "bargaining")["solutions"]) == 1


def test_nobody_is_said_to_agree_to_a_loss():
    game = BargainingGame(payoffs=[[[0, 1], [1, -1]]], disagreement=[[0, 0]], rule=Rule(votes=(2, 1), quota=2))
    (row,) = negsim.solve(game)
    told = negsim.explain(row)
    assert told.startswith("player 1 can bind all to 'agreement 1'.")
    assert "player 2 loses 1" in told and "player 2 agree" not in told


def test_what_follows_without_agreement_too_is_marked_where_the_file_names_an_outcome(typed):
    never = ("--set", "games.bargaining.disagreement=never / accept")
    _, out, _ = typed("solve", "moratorium_length", *never)
    assert "never (as without agreement)" in out and "(as now)" not in out
    assert "Nothing is agreed but to go on as without agreement." in out
    kept = ("--set", "games.bargaining.disagreement=first_three / comply")
    _, out, _ = typed("bargain", "minsk_first_three", *kept)
    assert "first_three / comply (as without" in out and "No agreement, because" in out


def test_payoffs_of_an_offer_that_may_be_refused_are_said_to_be_expected(typed):
    note = "where an offer may be refused, payoffs are expected ones: refusals count"
    assert note in typed("bargain", "crisis_bargaining")[1]
    assert note not in typed("bargain", "crisis_bargaining", "--override", "known_cost")[1]
