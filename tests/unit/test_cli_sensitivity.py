"""negsim sensitivity, called as the shell calls it: what it writes, in which formats, and what it refuses."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest

from negsim.cli.commands.schema import schema

FEW = ("--samples", "16", "--vary", "audience_cost_R", "--vary", "confidence_q=0:1")
METHODS = ("sobol", "morris", "tornado", "regional")


@pytest.fixture
def run(typed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return typed


def test_the_answer_is_a_sentence_with_intervals_and_figures_are_written(run, tmp_path):
    code, out, err = run("sensitivity", "baseline_impasse", *FEW, "--samples", "64")
    assert code == 0
    told = " ".join(out.split())
    assert "The probability of 'insist / offer_menu', the likeliest outcome at the defaults, depends most on" in told
    assert "audience_cost_R, which has a part in" in told and "and on confidence_q, with" in told
    assert "95 % interval" in told and "illustrative payoff (assumption), not an estimate" in told
    for name in ("sobol_bars", "scatter_matrix"):
        file = tmp_path / "baseline_impasse_sensitivity" / f"{name}.png"
        assert file.read_bytes().startswith(b"\x89PNG") and str(file.relative_to(tmp_path)) in err


@pytest.mark.parametrize("method", METHODS)
def test_the_json_is_as_its_schema_says(method, run, tmp_path):
    asked = ("-m", "payoff(russia)", "-m", "probability(reply.offer_menu)")
    code, out, _ = run("sensitivity", "baseline_impasse", *FEW, *asked, "--method", method, "--format", "json")
    told = json.loads(out)
    jsonschema.validate(told, schema("sensitivity"))
    assert code == 0 and told["method"] == method
    assert [each["measure"] for each in told["results"]] == ["payoff(russia)", "probability(reply.offer_menu)"]
    assert set(told["results"][0]["parameters"]) == {"audience_cost_R", "confidence_q"}
    assert told["points"] == {"sobol": 64, "morris": 48, "tornado": 33, "regional": 16}[method]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("-m", "probability(impasse) > 0.5"), "Use probability(impasse), or the method regional"),
        (("--method", "regional", "-m", "probability(impasse) >"), "measure probability(impasse) >:21: '>' is no"),
        (("--method", "tornado", "--samples", "1"), "Use samples of 2 or more"),
        (("--json", "-o", "nowhere/out.json"), "there is no folder nowhere to write to"),
    ],
)
def test_what_cannot_be_answered_is_refused_with_the_mend(asked, told, run):
    code, out, err = run("sensitivity", "baseline_impasse", *asked)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())


def test_of_one_parameter_nothing_is_said_about_others_and_no_pair_is_drawn(run, tmp_path):
    code, out, _ = run("sensitivity", "baseline_impasse", "--samples", "64", "--vary", "audience_cost_R")
    told = " ".join(out.split())
    assert code == 0
    assert "depends most on audience_cost_R" in told and "other parameter" not in told
    assert [file.name for file in (tmp_path / "baseline_impasse_sensitivity").iterdir()] == ["sobol_bars.png"]
    _, out, _ = run("sensitivity", "baseline_impasse", "--samples", "64", "--vary", "audience_cost_R=1,2")
    assert "does not move: audience_cost_R has no effect." in " ".join(out.split())


def test_a_sample_that_says_nothing_names_no_parameter(run):
    _, out, _ = run("sensitivity", "baseline_impasse", "--samples", "16", "--no-figures")
    assert "varies, but this sample does not tell on what it depends." in " ".join(out.split())


@pytest.mark.parametrize("method", METHODS)
def test_csv_holds_numbers_for_every_measure_and_parameter(method, run):
    asked = ("-m", "payoff(russia)", "-m", "payoff(nato)")
    _, out, _ = run("sensitivity", "baseline_impasse", *FEW, *asked, "--method", method, "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["measure"] for row in rows] == ["payoff(russia)"] * 2 + ["payoff(nato)"] * 2
    numbers = [float(text) for row in rows for name, text in row.items() if name not in ("measure", "parameter")]
    assert len(numbers) >= 4 * 5


def test_figures_go_where_they_are_wanted_and_measures_that_stand_still_have_none(run, tmp_path):
    asked = ("-m", "payoff(russia)", "-m", "measure(risk_R)", "-m", "payoff(nato)")
    code, _, err = run(
        "sensitivity", "baseline_impasse", *FEW, *asked, "--method", "tornado", "--figures", "pictures", "--json"
    )
    assert code == 0
    assert sorted(file.name for file in (tmp_path / "pictures").iterdir()) == ["tornado_1.png", "tornado_2.png"]
    assert "tornado_2.png" in err
    run("sensitivity", "baseline_impasse", *FEW, "--no-figures")
    assert not (tmp_path / "baseline_impasse_sensitivity").exists()


def test_the_folder_of_a_sweep_can_be_asked(run):
    pytest.importorskip("pyarrow")
    asked = ("-m", "payoff(russia)", "--json")
    _, whole, _ = run("sensitivity", "baseline_impasse", *FEW, *asked, "--store", "kept")
    code, again, _ = run("sensitivity", "kept/sobol_16", *asked)
    first, second = json.loads(whole), json.loads(again)
    assert code == 0 and first["results"] == second["results"] and first["design"] == second["design"]
    assert run("sensitivity", "kept/sobol_16", "--set", "risk_R=1")[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("-m", "probabilty(reply.refuse)"), "did you mean 'probability'"),
        (("-m", "payoff(france)"), "there is no actor 'france'"),
        (("--vary", "audience=0:1"), "audience"),
        (("--vary", "override=none,frolov"), "--override NAME"),
        (("--correlate", "risk_R,publicity=0.5"), "leave --correlate out"),
        (("--method", "sobbol"), "sobbol"),
        (("--shard", "1/2"), "then negsim sensitivity DIR"),
    ],
)
def test_wrong_questions_are_bad_input(words, told, run):
    code, out, err = run("sensitivity", "baseline_impasse", *words)
    assert code == 2 and not out and told in " ".join(err.split())
