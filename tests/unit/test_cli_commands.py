"""The commands, called as the shell calls them: exit codes, streams, formats."""

from __future__ import annotations

import csv
import io
import json
import logging
import time
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from negsim.cli import progress
from negsim.cli.commands.schema import ENDING, SCHEMAS, schema
from negsim.cli.main import COMMANDS, cli, first_line, main
from negsim.concepts.base import concepts
from negsim.formats.base import formats
from negsim.scenario.sources import move_ids
from negsim.solvers.base import solvers
from negsim.views.plots.base import plots

NAMES = sorted(file.stem for file in COMMANDS.glob("*.py") if not file.stem.startswith("_"))
OUTPUTS = sorted(file.name.removesuffix(ENDING) for file in SCHEMAS.glob(f"*{ENDING}"))
THREE = """NFG 1 R "three" { "a" "b" "c" }
{ { "x" "y" } { "x" "y" } { "x" "y" } }

1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 2 2 2
"""


@pytest.fixture
def run(typed):
    return typed


def test_there_is_a_command_for_each_file():
    assert {"list", "show", "check", "solve", "sweep", "tipping", "plot", "convert", "cite", "schema", "new"} <= {
        *NAMES
    }
    assert cli.list_commands(None) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_listed_help_is_the_first_line_of_the_commands_own(name, run):
    code, out, _ = run(name, "--help")
    assert code == 0
    assert " ".join(out.split()).partition("[OPTIONS]")[2].find(first_line(name)) >= 0
    assert "--traceback" in out


def test_help_lists_every_command(run):
    code, out, _ = run("--help")
    assert code == 0
    assert all(f"\n  {name} " in out for name in NAMES)


def test_unknown_command_suggests(run):
    code, out, err = run("slove")
    assert (code, out) == (2, "")
    assert "did you mean 'solve'?" in err


def test_solve_writes_one_screen(run):
    code, out, err = run("solve", "baseline_impasse")
    assert (code, err) == (0, "")
    assert len(out.splitlines()) <= 24
    for words in ("insist", "offer_menu", "residual", "complete", "would lose 0.8", "illustrative payoff (assumption)"):
        assert words in out


@pytest.mark.parametrize("name", sorted(solvers))
@pytest.mark.parametrize("file", ["baseline_impasse", "prisoners_dilemma"])
def test_solve_writes_json_as_the_schema_says(name, file, run):
    code, out, err = run("solve", file, "--solver", name, "--format", "json")
    if code == 2:  # this solver is not for such games
        assert out == ""
        assert "use " in err.lower()
        return
    found = json.loads(out)
    jsonschema.validate(found, schema("solve"))
    assert found["scenario"]["id"] == file
    tolerance = 30 * max(found["solver"]["options"].get("tolerance") or 0, 1e-9)  # of the payoff range, about 30
    assert all(one["residual"] <= tolerance for one in found["solutions"] if found["status"] == "solved")


@pytest.mark.parametrize("name", ["all_nash", "correlated", "pareto_frontier", "iterated_dominance"])
def test_solve_csv_rounds_nothing(name, run):
    rows = list(csv.DictReader(io.StringIO(run("solve", "baseline_impasse", "--solver", name, "--csv")[1])))
    (only,) = json.loads(run("solve", "baseline_impasse", "--solver", name, "--json")[1])["solutions"]
    told = {key: float(value) for key, value in rows[0].items() if key != "residual" and value}
    if "profile" in only and "outcomes" not in only:
        mixes = {f"{player}: {name}": p for player, mix in only["profile"].items() for name, p in mix.items()}
    elif "survivors" in only:
        mixes = {f"{player}: {name}": 1 for player, left in only["survivors"].items() for name in left}
    else:
        mixes = {" / ".join(each["strategies"].values()): each.get("probability", 1) for each in only["outcomes"]}
    assert {key: value for key, value in told.items() if key in mixes} == mixes
    assert len(rows) == 1


def test_solve_json_names_the_impasse(run):
    found = json.loads(run("solve", "baseline_impasse", "--json", "--set", "audience_cost_R=3.5")[1])
    assert found["solver"]["name"] == "all_nash"
    assert found["complete"] is True
    assert found["scenario"]["values"]["audience_cost_R"] == 3.5
    (only,) = found["solutions"]
    assert only["profile"] == {"russia": {"insist": 1.0}, "nato": {"offer_menu": 1.0}}
    assert only["payoffs"] == {"russia": 0.0, "nato": 0.0}
    assert only["residual"] <= 1e-9


def test_other_values_have_another_hash_and_the_same_values_the_same(run):
    hashes = [
        json.loads(run("solve", "baseline_impasse", "--json", *more)[1])["scenario"]["hash"]
        for more in ([], ["-S", "confidence_q=0.5"], ["-S", "confidence_q=0.5"])
    ]
    assert hashes[0] != hashes[1] == hashes[2]


def test_overrides_apply_in_order_and_set_values_last(run):
    found = json.loads(run("solve", "baseline_impasse", "--json", "--override", "frolov", "-S", "offer_value_R=3")[1])
    assert found["scenario"]["overrides"] == ["frolov"]
    assert found["scenario"]["values"]["offer_value_R"] == 3


def test_solve_reads_game_files_of_any_number_of_players(run, tmp_path):
    (tmp_path / "three.nfg").write_text(THREE)
    code, out, _ = run("solve", "three.nfg", "--json")
    found = json.loads(out)
    jsonschema.validate(found, schema("solve"))
    assert code == 0
    assert found["scenario"] is None
    assert [list(one["profile"]["a"]) for one in found["solutions"]][:1] == [["x"]]


def test_a_game_file_has_no_parameters_to_set(run, tmp_path):
    (tmp_path / "three.nfg").write_text(THREE)
    code, _, err = run("solve", "three.nfg", "--set", "a=1")
    assert code == 2
    assert "no parameters" in err


def test_solve_reads_standard_input(run, monkeypatch):
    text = (Path(__file__).parents[2] / "scenarios" / "baseline_impasse.yaml").read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = run("solve", "-", "--csv")
    assert code == 0
    assert out.splitlines()[0].startswith("game,russia: insist,russia: take_menu,russia: countermeasures,nato: ")
    assert out.splitlines()[1].startswith("0,1.0,0.0,0.0,0.0,1.0,0.0,0.0,0.0,")


def test_bytes_that_are_no_text_are_told(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"title: x\n\xff\xfe")))
    code, _, err = run("solve", "-")
    assert code == 2
    assert err.startswith("<stdin>:2: ")


def test_require_complete_fails_when_answers_may_be_missing(run):
    assert run("solve", "baseline_impasse", "--require-complete")[0] == 0
    assert run("solve", "baseline_impasse", "--solver", "logit", "--require-complete")[0] == 3


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["--solver", "allnash"], "did you mean 'all_nash'?"),
        (["--form", "strategc"], "did you mean 'strategic'?"),
        (["--solver", "all_nash", "-O", "max_step=3"], "did you mean 'max_steps'?"),
        (["--solver", "all_nash", "-O", "max_steps=many"], "is not a whole number"),
        (["--solver", "all_nash", "-O", "max_steps=1.5"], "is not a whole number"),
        (["--solver", "all_nash", "-O", "max_steps"], "is not NAME=VALUE"),
        (["--solver", "all_nash", "--seed", "1"], "nothing at random"),
        (["--set", "audience_cots=3"], "did you mean 'audience_cost_R'?"),
        (["--set", "audience_cost_R=much"], "should be a number"),
        (["--override", "trenni"], "did you mean 'trenin'?"),
        (["--format", "xml"], "is not one of"),
        (["-o", "no/such/folder/x.json"], "there is no folder"),
    ],
)
def test_bad_options_say_what_was_meant(given, words, run):
    code, out, err = run("solve", "baseline_impasse", *given)
    assert (code, out) == (2, "")
    assert words in err
    assert "Traceback" not in err


@pytest.mark.parametrize("place", ["nope.yaml", "baseline_impase", "nope.nfg", ".", ""])
def test_files_that_are_not_there(place, run):
    code, out, err = run("solve", place)
    assert (code, out) == (2, "")
    assert err.strip()
    assert "Traceback" not in err


def test_solver_options_reach_the_solver(run):
    found = json.loads(
        run("solve", "baseline_impasse", "--json", "--solver", "logit", "-O", "precision=2", "-O", "deadline=9")[1]
    )
    assert found["solver"]["options"]["precision"] == 2.0
    assert found["solver"]["options"]["deadline"] == 9
    assert found["concept"]["name"] == "quantal_response"


@pytest.mark.parametrize(("parameter", "value"), [("audience_cost_R", 3.2), ("confidence_q", 1 / 3)])
def test_tipping_writes_the_checked_values(parameter, value, run):
    code, out, _ = run("tipping", "baseline_impasse", parameter, "--format", "json")
    found = json.loads(out)
    jsonschema.validate(found, schema("tipping"))
    assert code == 0
    assert {point["outcome"]: point["value"] for point in found} == pytest.approx(
        {"insist / offer_menu": value, "take_menu / offer_menu": value}
    )
    assert {(p["outcome"], p["actor"], p["deviation"]) for p in found} == {
        ("insist / offer_menu", "russia", "take_menu"),
        ("take_menu / offer_menu", "russia", "insist"),
    }


def test_tipping_says_it_in_a_sentence(run):
    out = " ".join(run("tipping", "baseline_impasse", "audience_cost_R")[1].split())
    assert "insist / offer_menu ceases to be an equilibrium when audience_cost_R falls below 3.2" in out


def test_no_tipping_point_is_an_answer(run):
    code, out, _ = run("tipping", "baseline_impasse", "audience_cost_R", "--low", "5", "--high", "6")
    assert code == 0
    assert "nothing changes in the range" in out


def test_tipping_of_an_unknown_parameter(run):
    code, _, err = run("tipping", "baseline_impasse", "audience_cost")
    assert code == 2
    assert "did you mean 'audience_cost_R'?" in err


SWEEP = ("sweep", "baseline_impasse", "--vary", "audience_cost_R=0:6:7", "--vary", "confidence_q=0:1:5")


def test_sweep_tells_which_equilibria_hold_where(run):
    code, out, _ = run(*SWEEP, "--json")
    found = json.loads(out)
    jsonschema.validate(found, schema("sweep"))
    assert code == 0
    assert sum(each["points"] for each in found["regimes"]) == found["points"] == 35
    # insist / offer_menu holds where 2 + 6 q - cost <= 0
    grid = [(cost, q / 4) for cost in range(7) for q in range(5)]
    only = sum(2 + 6 * q - cost < 0 for cost, q in grid)
    assert {each["equilibria"]: each["points"] for each in found["regimes"]}["insist / offer_menu"] == only


def test_sweep_writes_every_point(run, tmp_path):
    assert run(*SWEEP, "-o", "points.csv")[0] == 0
    lines = (tmp_path / "points.csv").read_text().splitlines()
    assert len(lines) == 36
    assert lines[0].startswith("audience_cost_R,confidence_q,equilibria,count,payoff of russia")
    assert run(*SWEEP, "-o", "points.npz")[0] == 0
    arrays = np.load(tmp_path / "points.npz")
    assert arrays["equilibria"].tolist() == [line.split(",")[2] for line in lines[1:]]


def test_random_sweeps_repeat_by_their_seed(run):
    asked = ("sweep", "baseline_impasse", "--vary", "audience_cost_R", "--design", "random", "--n", "50", "--csv")
    first, again, other = (run(*asked, "--seed", seed)[1] for seed in ("1", "1", "2"))
    assert first == again != other
    assert "seed 1" in run(*asked[:-1], "--seed", "1")[1]


def test_a_dry_run_solves_nothing(run, monkeypatch):
    monkeypatch.setattr("negsim.cli.commands.sweep.sweep", None)
    code, out, _ = run(*SWEEP, "--dry-run")
    assert code == 0
    assert "35" in out


@pytest.mark.parametrize("vary", ["audience_cost_R=0:6:", "audience_cost_R=a:b", "audience_cost_R=1:2:3:4", "x=0:1:3"])
def test_bad_ranges(vary, run):
    code, _, err = run("sweep", "baseline_impasse", "--vary", vary)
    assert code == 2
    assert err.strip()


def test_list_counts_what_there_is(run):
    code, out, _ = run("list", "--json")
    counts = {each["kind"]: each["how many"] for each in json.loads(out)}
    assert code == 0
    assert counts["solvers"] == len(solvers)
    assert counts["moves"] == len(move_ids())
    assert counts["plots"] == len(plots)


@pytest.mark.parametrize(
    ("kind", "names"), [("solvers", solvers), ("concepts", concepts), ("formats", formats), ("plots", plots)]
)
def test_list_names_everything_registered(kind, names, run):
    code, out, _ = run("list", kind, "--json")
    assert code == 0
    jsonschema.validate(json.loads(out), schema("list"))
    assert [next(iter(each.values())) for each in json.loads(out)] == sorted(names)


def test_long_lists_are_cut_unless_all_is_asked_for(run):
    count = len(move_ids())
    assert count > 20
    assert f"... {count - 20} more, use --all" in run("list", "moves")[1]
    assert all(name in run("list", "moves", "--all")[1] for name in move_ids())


def test_moves_of_a_category(run):
    found = json.loads(run("list", "moves", "--category", "CTR", "--json")[1])
    assert {each["move"].partition(".")[0] for each in found} == {"CTR"}
    assert run("list", "moves", "--category", "nonesuch")[0] == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["baseline_impasse"], ["russia", "CTR.MISSILES_NEAR", "0 to 10", "not at the table: Ukraine", "trenin-2022"]),
        (["move", "CTR.MISSILES_NEAR"], ["kortunov-2022#P2", "countermeasure"]),
        (["solver", "all_nash"], ["max_steps=1000000", "Mangasarian"]),
        (["concept", "nash"], ["No player gains by changing its own strategy alone", "pure_nash"]),
        (["format", "nfg"], [".nfg"]),
        (["plot", "equilibrium_map"], ["x_range=None"]),
        (["form", "strategic"], ["strategic"]),
    ],
)
def test_show(words, told, run):
    code, out, _ = run("show", *words)
    assert code == 0
    assert all(part in out for part in told)


def test_show_suggests(run):
    assert "did you mean 'CTR.MISSILES_NEAR'?" in run("show", "move", "CTR.MISSILE_NEAR")[2]
    assert "did you mean 'solver'?" in run("show", "solvr", "all_nash")[2]
    code, _, err = run("show", "fact")
    assert code == 2 and "which fact? Name one: negsim show fact NAME" in err


def test_check_tells_good_files_from_doubtful_ones(run):
    assert run("check", "baseline_impasse", "prisoners_dilemma")[0] == 0
    assert run("check", "baseline_impasse", "--strict")[0] == 0
    code, out, _ = run("check", "prisoners_dilemma", "--strict")
    assert code == 1
    assert "has no source" in out


def test_check_goes_on_after_a_wrong_file(run, tmp_path):
    (tmp_path / "wrong.yaml").write_text("titel: x\n")
    code, out, err = run("check", "wrong.yaml", "baseline_impasse", "--json")
    found = json.loads(out)
    jsonschema.validate(found, schema("check"))
    assert code == 2
    assert [bool(each["faults"]) for each in found] == [True, False]
    assert "wrong.yaml:1:1: titel: unknown field; did you mean 'title'?" in err


def test_a_new_scenario_checks_and_names_its_schema(run, tmp_path):
    assert run("new", "talks.yaml", "--from", "baseline_impasse")[0] == 0
    first = (tmp_path / "talks.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=.negsim/scenario.schema.json"
    assert json.loads((tmp_path / ".negsim" / "scenario.schema.json").read_text()) == schema("scenario")
    assert run("check", "talks.yaml")[0] == 0
    assert run("new", "talks.yaml")[0] == 2
    assert run("new", "talks.yaml", "--force")[0] == 0


def test_converting_there_and_back_keeps_every_payoff(run, tmp_path):
    assert run("convert", "baseline_impasse", "a.nfg")[0] == 0
    assert run("convert", "a.nfg", "b.json")[0] == 0
    assert run("convert", "b.json", "c.nfg")[0] == 0
    assert (tmp_path / "a.nfg").read_text() == (tmp_path / "c.nfg").read_text()
    code, out, _ = run("convert", "b.json", "-", "--to", "nfg")
    assert (code, out) == (0, (tmp_path / "a.nfg").read_text())
    code, _, err = run("convert", "a.nfg", "d.xyz")
    assert code == 2
    assert ".nfg (nfg)" in err


def test_cite(run):
    assert "Nash, John" in run("cite", "pure_nash")[1]
    assert "@" in run("cite", "baseline_impasse", "--style", "bibtex")[1]
    assert "negsim" in run("cite")[1]


def test_every_command_that_writes_json_publishes_its_schema():
    commands = [name for name in NAMES if any(p.name == "output_kind" for p in cli.get_command(None, name).params)]
    assert commands == OUTPUTS


@pytest.mark.parametrize("name", ["scenario", "move", *OUTPUTS])
def test_every_published_schema_is_one(name, run):
    code, out, _ = run("schema", name)
    assert code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(out))


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_completion_scripts(shell, run):
    code, out, _ = run("completion", shell)
    assert code == 0
    assert "_NEGSIM_COMPLETE" in out


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (KeyboardInterrupt(), 130, "interrupted"),
        (RuntimeError("odd"), 70, "negsim: internal error: RuntimeError: odd; run again with --traceback"),
        (MemoryError("7 TiB"), 2, "negsim: not enough memory (7 TiB)"),
    ],
)
def test_whatever_happens_is_told_in_a_line(error, code, words, run, monkeypatch):
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr("negsim.cli.commands.solve.solve", fail)
    told = run("solve", "baseline_impasse")
    assert told[:2] == (code, "")
    assert words in told[2]
    assert "Traceback" not in told[2]


def test_traceback_shows_where(run, monkeypatch):
    def fail(*args: object) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr("negsim.cli.commands.solve.solve", fail)
    with pytest.raises(RuntimeError, match="odd"):
        run("solve", "baseline_impasse", "--traceback")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


LOOKING = pytest.mark.parametrize(
    ("stream", "quiet", "seen"), [(Terminal, False, True), (Terminal, True, False), (io.StringIO, False, False)]
)


@LOOKING
def test_progress_is_for_those_who_look_and_wait(stream, quiet, seen, monkeypatch):
    err, clock = stream(), iter(range(100))
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setattr(progress.time, "monotonic", lambda: float(next(clock)))
    with progress.Progress("points", quiet) as count:
        count(10, 40)
        count(20, 40)
    assert ("20 of 40 points, 50 %" in err.getvalue()) is seen


def test_short_work_is_not_counted(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    with progress.Progress("points") as count:
        count(1, 2)
    assert progress.sys.stderr.getvalue() == ""


@LOOKING
def test_waiting_is_told_to_those_who_look(stream, quiet, seen, monkeypatch):
    err = stream()
    monkeypatch.setattr("sys.stderr", err)
    monkeypatch.setattr(progress, "PATIENCE", 0.01)
    with progress.Waiting("negsim solve", quiet) as waiting:
        time.sleep(0.2)
        waiting.hush()
        told = err.getvalue()
        assert ("negsim solve: 0 s ..." in told) is seen
        time.sleep(0.2)
    assert err.getvalue() == told
    assert not told.rpartition("\r")[2]


def test_messages_of_the_library_are_for_those_who_look_or_ask(capsys, monkeypatch):
    log = logging.getLogger("negsim")
    for loudness, stream, seen in (
        (0, io.StringIO, False),
        (0, Terminal, True),
        (1, io.StringIO, True),
        (-1, Terminal, False),
    ):
        err = stream()
        monkeypatch.setattr("sys.stderr", err)
        progress.listen(loudness)
        log.info("compiling something")
        assert ("negsim: compiling something" in err.getvalue()) is seen
    progress.listen(0)


def test_show_writes_json_of_scenarios_and_games(run, tmp_path):
    found = json.loads(run("show", "baseline_impasse", "--json")[1])
    jsonschema.validate(found, schema("show"))
    assert found["title"]
    (tmp_path / "three.nfg").write_text(THREE)
    assert json.loads(run("show", "three.nfg", "--json")[1])["players"] == ["a", "b", "c"]


def test_a_refusal_names_solvers_as_they_are_typed(capsys):
    assert main(["solve", "volunteers_dilemma", "--solver", "all_nash"]) == 2
    assert "all_nash is for 2 players, and this game has 3. Use --solver pure_nash." in capsys.readouterr().err
