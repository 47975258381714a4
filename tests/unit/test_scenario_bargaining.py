"""Agendas, linkage, promises and repeated play in scenario files: read, written again, changed, and bounded."""

from __future__ import annotations

import json
import pickle

import jsonschema
import pytest

import negsim
from negsim.errors import ScenarioError
from negsim.scenario.bargaining import Bargaining, Body, Decision, Equilibrium, Linkage, Repetition, Stretch, Talks
from negsim.scenario.dump import contents, dump
from negsim.scenario.expression import Expression
from negsim.scenario.load import load_text
from negsim.scenario.schema import schema
from negsim.scenario.yaml_reader import read
from tests.strait import BASE, FULL


def strait(games=FULL, **options):
    return load_text(f"{BASE}games:{games}", name="strait.yaml", **options)


def bargaining(line, **options):
    return strait(f"\n  bargaining: {line}\n", **options).games["bargaining"]


def test_a_negotiation_becomes_a_record():
    block = strait().games["bargaining"]
    assert isinstance(block, Bargaining)
    assert (block.parties, block.agenda, dict(block.assuming)) == (
        ("nato", "russia"),
        ("missiles", "pause"),
        {"answer": "mirror"},
    )
    assert dict(block.disagreement) == {"russia": Expression("0.3"), "nato": Expression("-share")}
    assert dict(block.continuous) == {"pause": Stretch(low=0.0, high=100.0, step=2.5)}
    assert (block.lotteries, dict(block.power)) == (True, {"nato": Expression("2")})
    assert (block.decision.quota, dict(block.decision.votes), block.decision.veto) == (2, {"nato": 1.5}, ("russia",))
    assert isinstance(block.talks, Talks) and (block.talks.rounds, block.talks.first) == (10, "russia")
    assert list(block.talks.discount.items()) == [("nato", Expression("0.9")), ("russia", Expression("0.9"))]
    assert (block.talks.breakdown, dict(block.talks.outside)) == (Expression("0.05"), {"russia": Expression("0.2")})
    assert dict(block.resolve) == {"russia": (Expression("0.1"), Expression("share"))}
    assert dict(block.solver) == {"name": "nash_bargaining"}


def test_linkage_and_promises_become_records():
    block = strait().games["bargaining"]
    assert isinstance(block.linkage, Linkage)
    assert dict(block.linkage.issues) == {"weapons": ("missiles",), "membership": ("pause",)}
    assert (block.linkage.unbundler, dict(block.linkage.apart)) == ("russia", {"russia": Expression("4*share - 3")})
    promises = block.promises
    assert (promises.rate, promises.chooser, dict(promises.refused)) == (
        Expression("0.06"),
        "russia",
        {"nato": Expression("-1")},
    )
    word, treaty = promises.forms.values()
    assert (word.id, word.name, word.adopted, len(word.bodies)) == ("word", "word", Expression("1"), 0)
    assert (treaty.name, dict(treaty.cost)) == ("Ratified treaty", {"nato": Expression("5")})
    assert treaty.bodies["senate"] == Body(
        name="Senate",
        voters=Expression("100"),
        threshold=Expression("seats"),
        support=Expression("share"),
        correlation=Expression("0.2"),
    )


def test_repeated_play_becomes_a_record():
    block = strait().games["repeated"]
    assert isinstance(block, Repetition)
    assert (block.agreement, block.punishment) == ("none / hold / none / none", "ever / deploy / mirror / large")
    assert [str(formula) for formula in block.discount.values()] == ["0.9", "share", "1"]
    assert [str(each) for each in (block.detection, block.lag, block.length)] == ["share", "2", "5"]
    line = "\n  repeated: {agreement: none/hold/none/none, punishment: ever/deploy/mirror/large, discount: share}\n"
    short = strait(line).games["repeated"]
    assert (short.agreement, short.punishment) == (block.agreement, "ever / deploy / mirror / large")
    assert set(short.discount) == {"russia", "nato", "norway"}
    assert (short.detection, short.lag, short.length) == (Expression("1"), Expression("1"), None)


def test_what_a_negotiation_leaves_out_has_defaults():
    block = bargaining("{}")
    assert block.parties == ("russia", "nato", "norway")
    assert block.agenda == ("pause", "missiles", "answer", "drill")
    assert (block.disagreement, block.decision, block.talks, block.linkage, block.promises) == (
        "status_quo",
        Decision(),
        None,
        None,
        None,
    )
    talks = bargaining("{parties: [nato, norway], talks: {rounds: 3}}").talks
    assert (talks.first, dict(talks.discount)) == ("nato", dict.fromkeys(("nato", "norway"), Expression("1")))
    assert dict(bargaining("{agenda: [drill, pause], linkage: {}}").linkage.issues) == {
        "drill": ("drill",),
        "pause": ("pause",),
    }


def test_moves_of_chance_are_never_on_the_agenda_by_default():
    text = BASE.replace("moves:", "moves:\n  storm: {chance: {no: 0.9, yes: 0.1}}") + "games: {bargaining: {}}\n"
    assert "storm" not in load_text(text, name="t.yaml").games["bargaining"].agenda


@pytest.mark.parametrize(("parties", "quota"), [("[nato, russia]", 2), ("[nato, russia, norway]", 2)])
def test_a_majority_is_more_than_half(parties, quota):
    assert bargaining(f"{{parties: {parties}, rule: majority}}").decision == Decision(quota=quota)


def test_a_majority_of_four_is_three():
    text = BASE.replace("norway: {}", "norway: {}, turkey: {}").replace("payoffs: {", "payoffs: {turkey: 1, ")
    four = load_text(f"{text}games: {{bargaining: {{rule: majority}}}}\n", name="t.yaml")
    assert four.games["bargaining"].decision == Decision(quota=3)
    assert bargaining("{rule: unanimity}").decision == Decision()


def test_disagreement_is_an_outcome_a_number_between_levels_or_an_equilibrium():
    assert bargaining("{disagreement: ever / hold / none / large}").disagreement == "ever / hold / none / large"
    stretched = "{disagreement: 12.5 / hold / none / none, continuous: {pause: {from: 0, to: 100, step: 2.5}}}"
    assert bargaining(stretched).disagreement == "12.5 / hold / none / none"
    found = bargaining("{disagreement: {equilibrium: strategic, solver: {name: all_nash}}}").disagreement
    assert found == Equilibrium(form="strategic", solver=found.solver) and dict(found.solver) == {"name": "all_nash"}
    assert dict(bargaining("{disagreement: {equilibrium: conflict, solver: stability}}").disagreement.solver) == {
        "name": "stability"
    }


OTHER_SHAPES = [
    FULL,
    "\n  bargaining: {}\n",
    "\n  bargaining: {disagreement: {equilibrium: strategic}, rule: majority, talks: {rounds: 4}}\n",
    "\n  bargaining: {disagreement: ever / hold / none / large, linkage: {}, rule: {veto: [nato]}}\n",
    '\n  bargaining: {promises: {rate: share, chooser: nato, forms: {"a form: 1.5": {}}}}\n',
]


@pytest.mark.parametrize("games", OTHER_SHAPES)
def test_what_is_written_again_is_read_as_the_same(games):
    scenario = strait(games)
    again = load_text(dump(scenario), name="strait.yaml")
    assert again == scenario and again.digest == scenario.digest
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    assert dump(again) == dump(scenario)


def test_what_is_written_again_has_the_fields_of_the_file():
    written = contents(strait())["games"]["bargaining"]
    assert written["continuous"] == {"pause": {"from": 0.0, "to": 100.0, "step": 2.5}}
    assert written["rule"] == {"quota": 2.0, "votes": {"nato": 1.5}, "veto": ["russia"]}
    assert list(written["promises"]["forms"]["treaty"]["ratified_by"]["senate"]) == [
        "name",
        "voters",
        "threshold",
        "support",
        "correlation",
    ]
    equilibrium = contents(strait(OTHER_SHAPES[2]))["games"]["bargaining"]["disagreement"]
    assert equilibrium == {"equilibrium": "strategic"}


def test_a_change_anywhere_in_the_blocks_changes_the_digest():
    changes = {
        "games.bargaining.parties": "[russia, nato]",
        "games.bargaining.assuming.answer": "none",
        "games.bargaining.disagreement": "status_quo",
        "games.bargaining.disagreement.nato": "-1",
        "games.bargaining.lotteries": "false",
        "games.bargaining.continuous.pause.step": "5",
        "games.bargaining.rule": "majority",
        "games.bargaining.talks.rounds": "11",
        "games.bargaining.resolve.russia.0": "0.2",
        "games.bargaining.linkage.issues": "{all: [missiles, pause]}",
        "games.bargaining.promises.forms.treaty.ratified_by.senate.threshold": "51",
        "games.repeated.length": "6",
    }
    found = {strait(values={path: value}).digest for path, value in changes.items()}
    assert len(found | {strait().digest}) == len(changes) + 1


def test_overrides_reach_into_the_blocks():
    text = f"{BASE}games:{FULL}overrides: {{vote: {{games.bargaining.rule: majority, games.repeated.lag: 3}}}}\n"
    found = load_text(text, name="t.yaml", overrides=["vote"]).games
    assert (found["bargaining"].decision, found["repeated"].lag) == (Decision(quota=2.0), Expression("3"))


def test_a_file_that_extends_another_replaces_its_disagreement_by_an_equilibrium(tmp_path):
    (tmp_path / "below.yaml").write_text(f"{BASE}games:{FULL}")
    above = "extends: below.yaml\ntitle: t\ngames: {bargaining: {disagreement: {equilibrium: strategic}}}\n"
    (tmp_path / "above.yaml").write_text(above)
    assert isinstance(negsim.load(tmp_path / "above.yaml").games["bargaining"].disagreement, Equilibrium)
    partly = above.replace("{equilibrium: strategic}", "{russia: 7}")
    (tmp_path / "above.yaml").write_text(partly)
    told = negsim.load(tmp_path / "above.yaml").games["bargaining"].disagreement
    assert {actor: str(formula) for actor, formula in told.items()} == {"russia": "7", "nato": "-share"}


@pytest.mark.parametrize(
    ("path", "value", "told"),
    [
        ("games.bargaining.agenda.0", "misiles", "did you mean 'missiles'"),
        ("games.bargaining.rule.quota", "9", "9 votes must agree, and there are 2.5"),
        ("games.bargaining.promises.forms.treaty.ratified_by.senate.voters", "50", "67 must say yes, and there are 50"),
        ("seats", "101", "101 is above 'high', which is 100"),
        ("games.bargaining.continuous.pause.step", "1e-4", "at most 30,000; use a larger step"),
        (
            "games.bargaining.promises.forms.treaty.ratified_by.senate.voters",
            "99*share",
            "10,000, not 39.6, at the def",
        ),
        ("games.bargaining.talk.rounds", "3", "did you mean 'games.bargaining.talks.rounds'"),
    ],
)
def test_a_change_that_is_wrong_is_told(path, value, told):
    with pytest.raises(ScenarioError, match=told):
        strait(values={path: value})


def test_editors_accept_what_the_loader_accepts_and_mark_what_it_refuses():
    published = json.loads(json.dumps(schema()))
    for games in OTHER_SHAPES:
        jsonschema.validate(read(f"{BASE}games:{games}", "t").plain, published)
    wrong = [
        ("from: 0", "form: 0"),
        ("rounds: 10", "rounds: ten"),
        ("rounds: 10", "rounds: 0"),
        ("rule: {quota: 2", "rule: {quota: two"),
        ("resolve: {russia: [0.1, share]}", "resolve: {russia: [0.1]}"),
        ("voters: 100, ", ""),
        ("chooser: russia", "choser: russia"),
        ("lotteries: true", "lotteries: perhaps"),
    ]
    for old, new in wrong:
        assert FULL.count(old) == 1
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(read(f"{BASE}games:{FULL.replace(old, new)}", "t").plain, published)


def test_numbers_between_levels_that_are_levels_are_not_counted_twice():
    """24,999 numbers, two of them levels, a third level beyond, and 2 x 2 x 2 levels: 200,000 outcomes are the most."""
    wide = "{continuous: {pause: {from: 0, to: #, step: 0.004}}}"
    assert bargaining(wide.replace("#", "99.992")).continuous["pause"].high == 99.992
    with pytest.raises(ScenarioError, match="there are 200,008 outcomes, at most 200,000; use larger steps"):
        bargaining(wide.replace("#", "99.996"))


def test_formulas_that_are_long_are_not_spread_over_a_fine_grid():
    """8 x 20,000 outcomes are few enough, but not with thousands of steps of formulas in each."""
    long = "+".join(["share*pause"] * 100)
    measures = "".join(f"  m{k}: {long}\n" for k in range(20))
    line = "games: {bargaining: {continuous: {pause: {from: 0, to: 100, step: 0.005}}}}\n"
    with pytest.raises(ScenarioError, match=r"continuous: 160,\d\d\d outcomes and .* too much work together"):
        load_text(f"{BASE}measures:\n{measures}{line}", name="t.yaml")


def test_a_scenario_of_the_block_is_a_game():
    game = negsim.game(strait(), "bargaining")
    assert (game.players, len(game.agreements), game.lotteries) == (("nato", "russia"), 2 * 41, True)
    assert game.disagreement.tolist() == [[-0.4, 0.3]]
    assert game.rule.quota == 2 and game.rule.votes == (1.5, 1.0) and game.rule.veto == (1,)
