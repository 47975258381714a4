"""Commands on scenarios that are played over time: options, forms and files that mean what they say."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from negsim.cli.main import main


@pytest.fixture
def run(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def go(*words, piped=""):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(piped.encode()), isatty=lambda: False))
        code = main(list(words))
        return code, *capsys.readouterr()

    return go


def test_options_without_a_solver_are_those_of_the_solver_that_the_scenario_names(run):
    code, out, _ = run("solve", "countermeasures_ladder", "-O", "precision=5", "--json")
    assert code == 0
    found = json.loads(out)["solver"]
    assert found["name"] == "logit_homotopy"
    assert found["options"]["precision"] == 5
    code, _, err = run("solve", "countermeasures_ladder", "-O", "precison=5")
    assert code == 2
    assert "unknown option of logit_homotopy 'precison'; did you mean 'precision'?" in err


def test_without_a_named_solver_they_are_those_of_auto(run):
    code, _, err = run("solve", "missile_nondeployment", "-O", "precision=5")
    assert code == 2
    assert "unknown option of auto (name another with --solver) 'precision'" in err


@pytest.mark.parametrize(("name", "target"), [("deadline_ultimatum", "a.efg"), ("countermeasures_ladder", "a.nfg")])
def test_a_scenario_is_converted_in_the_form_that_the_file_holds(name, target, run):
    code, _, err = run("convert", name, target)
    assert code == 0
    assert f"wrote {target}, the scenario in the form '{'extensive' if target == 'a.efg' else 'strategic'}'" in err
    assert run("solve", target)[0] == 0


def test_a_form_that_is_not_described_is_refused_with_what_to_add(run):
    code, _, err = run("convert", "countermeasures_ladder", "a.efg")
    assert code == 2
    assert "List it under games.extensive" in err


@pytest.mark.parametrize("kind", ["efg", "nfg"])
def test_games_may_be_piped_in(kind, run):
    name = "missile_inspection"
    text = run("convert", name, "-", "--to", kind)[1]
    code, out, _ = run("solve", "-", "--json", piped=text)
    assert code == 0
    assert json.loads(out)["solutions"][0]["payoffs"]["russia"] == pytest.approx(-1 / 0.5)  # inspections find half
    code, _, err = run("solve", "-", "--set", "a=1", piped=text)
    assert code == 2
    assert "what is piped in is a game" in err


def test_a_sweep_that_is_only_planned_names_form_and_solver(run):
    code, out, _ = run("sweep", "deadline_ultimatum", "--vary", "rounds=1:20:20", "--dry-run", "--json")
    assert code == 0
    assert "screening, 2 players" in out


TALKS = """negsim: 1
title: Talks
basis: illustrative payoff (assumption), not an estimate
actors: {a: {name: Alpha}, b: {name: Beta}}
moves:
  offer: {actor: a, levels: {low: {}, high: {}}}
  reply: {actor: b, levels: {no: {}, yes: {}}}
parameters:
  patience: {value: 0.9, low: 0, high: 0.99, unit: 0-1, assumption: made up}
payoffs: {a: reply.yes*(2 - offer), b: reply.yes*offer}
games: """


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("{name: logit_homotpy}", "talks.yaml: games.stochastic.solver: unknown solver 'logit_homotpy'; did you mean"),
        (
            "{name: logit_homotopy, precison: 3}",
            "unknown option of logit_homotopy 'precison'; did you mean 'precision'",
        ),
        ("{name: backward_induction}", "backward_induction is for extensive games. Use best_reply_iteration"),
    ],
)
def test_check_knows_the_solvers(block, words, run, tmp_path):
    (tmp_path / "talks.yaml").write_text(f"{TALKS}{{stochastic: {{discount: 0.9, solver: {block}}}}}\n")
    code, _, err = run("check", "talks.yaml")
    assert code == 2
    assert words in err


def test_nobody_answers_its_own_demands(run, tmp_path):
    (tmp_path / "talks.yaml").write_text(
        f"{TALKS}{{screening: {{proposer: a, responder: a, rounds: 2, discount: 1}}}}\n"
    )
    code, _, err = run("check", "talks.yaml")
    assert code == 2
    assert "talks.yaml:11:45: games.screening.responder: a already demands" in err


def test_strict_checks_look_into_the_dynamics(run, tmp_path):
    turns = "extensive: {turns: [{actor: a, moves: [offer]}]}"
    (tmp_path / "talks.yaml").write_text(f"{TALKS}{{stochastic: {{discount: patience}}, {turns}}}\n")
    code, out, _ = run("check", "--strict", "talks.yaml")
    assert code == 1
    assert "patience is in no formula" not in out
    assert "the move reply is in no turn of games.extensive" in out


SHIPPED = sorted(file.stem for file in (Path(__file__).parents[2] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_scenarios_leave_no_doubts(name, run):
    assert run("check", "--strict", name)[0] == 0


def test_states_are_told_in_the_order_of_the_table(run):
    code, out, _ = run("solve", "shock_or_treatment")  # play is in the state 'full' most of the time
    assert code == 0
    told = [out.index(f"In '{state}' Russia") for state in ("none", "quarter", "half", "most", "full")]
    assert told == sorted(told)


def test_solvers_with_options_are_named_as_they_are_typed(capsys):
    assert main(["solve", "countermeasures_ladder", "--solver", "finite_horizon"]) == 2
    told = capsys.readouterr().err
    assert "Use --solver finite_horizon -O stages=20, or --solver logit_homotopy." in told


def test_a_form_that_the_file_lacks_is_refused_with_those_it_has(capsys):
    assert main(["solve", "deadline_ultimatum", "--form", "stochastic"]) == 2
    assert "Use another form (screening, extensive)" in capsys.readouterr().err
