"""The sweep command: overrides, measures, stores, shards, plans, and every kind of file, as a user would type them."""

from __future__ import annotations

import io
import json
import sys
from dataclasses import replace

import numpy as np
import pyarrow.parquet
import pytest

from negsim.cli.progress import Progress, lasting
from negsim.scenario.load import load
from negsim.studies.sweep import job_of, sweep
from negsim.studies.sweeps.delivery import Fault
from negsim.studies.sweeps.plan import plan
from negsim.studies.sweeps.swept import swept

SWEEP = ("sweep", "baseline_impasse", "--vary", "audience_cost_R=0:6:7", "--vary", "confidence_q=0,.5")
MANY = (*SWEEP, "--vary", "override=none,assured,frolov+aljazeera", "-m", "payoff(russia)", "-m", "payoff(nato)")


@pytest.fixture
def run(typed):
    return typed


@pytest.fixture(scope="module")
def found():
    return sweep(
        "baseline_impasse",
        vary={"audience_cost_R": (0, 6, 7), "confidence_q": [0, 0.5]},
        overrides=("", "assured", "frolov+aljazeera"),
        measures=("payoff(russia)", "payoff(nato)"),
    )


def test_overrides_and_measures_are_in_the_json(read, found):
    told = read(*MANY)
    assert told["points"] == 42
    assert [each["override"] for each in told["variants"]] == list(found.variants)
    for number, each in enumerate(told["variants"]):
        mine = found.equilibrium[found.variant == number]
        assert each["points"] == 14
        assert each["shares"] == {
            label: pytest.approx((mine == k).mean()) for k, label in enumerate(found.labels) if (mine == k).any()
        }
    middle = found.measures["payoff(russia)"].middle
    quantiles = told["measures"]["payoff(russia)"]["quantiles"]
    assert (quantiles["least"], quantiles["median"], quantiles["greatest"]) == pytest.approx(
        (middle.min(), np.median(middle), middle.max())
    )
    assert told["measures"]["payoff(nato)"]["unknown"] == 0


def test_overrides_and_measures_are_in_the_tables(run):
    _, out, _ = run(*MANY)
    assert "under the overrides none, assured, frolov+aljazeera" in " ".join(out.split())
    assert "Under each override, the share of its points" in out
    assert "Measures over the points" in out
    assert "payoff(nato)" in out


@pytest.mark.parametrize("ending", ["csv", "npz", "parquet"])
def test_every_point_goes_into_a_file(run, found, tmp_path, ending):
    assert run(*MANY, "-o", f"points.{ending}")[0] == 0
    file = tmp_path / f"points.{ending}"
    if ending == "parquet":
        columns = pyarrow.parquet.read_table(file).to_pydict()
    elif ending == "npz":
        columns = {name: values.tolist() for name, values in np.load(file).items()}
    else:
        head, *lines = (line.split(",") for line in file.read_text().splitlines())
        columns = dict(zip(head, zip(*lines, strict=True), strict=True))
    assert list(columns["override"]) == [found.variants[k] for k in found.variant]
    assert list(columns["equilibria"]) == [found.labels[k] for k in found.equilibrium]
    for name, expected in (
        ("confidence_q", found.columns["confidence_q"]),
        ("payoff of nato", found.payoff[:, 1]),
        ("lowest of payoff(russia)", found.measures["payoff(russia)"].lowest),
    ):
        assert np.array(columns[name], float).tolist() == expected.tolist()


def test_a_parquet_file_is_written_by_groups_of_rows(run, tmp_path, monkeypatch):
    monkeypatch.setattr("negsim.cli.points.ROWS", 5)
    assert run(*SWEEP, "-o", "points.parquet")[0] == 0
    file = pyarrow.parquet.ParquetFile(tmp_path / "points.parquet")
    assert file.num_row_groups == 3
    assert file.read()["audience_cost_R"].to_pylist() == [a for a in range(7) for _ in range(2)]


def test_shards_into_one_store_are_the_sweep(run, read):
    for which in ("2/2", "1/2"):
        assert run(*MANY, "--store", "kept", "--shard", which)[0] == 0
    assert {**read(*MANY, "--store", "kept")} == read(*MANY)


def test_a_shard_says_which_points_it_has(read, run):
    told = read(*MANY, "--shard", "1/2")  # a chunk an override
    assert told["spans"] == [[0, 14], [28, 42]]
    assert told["points"] == 28
    assert read(*MANY, "--shard", "4/4")["points"] == 0
    assert run(*MANY, "--shard", "4/4", "--csv")[1].startswith("override,audience_cost_R")
    for wrong in ("3/2", "0/2", "x", "1"):
        code, _, err = run(*SWEEP, "--shard", wrong)
        assert code == 2
        assert "write K/N" in err


def test_a_plan_counts_games_chunks_bytes_and_time(run, read, tmp_path):
    code, out, _ = run(*MANY, "--dry-run", "--store", "kept", "--csv")
    told = dict(line.split(",", 1) for line in out.splitlines())
    assert code == 0
    assert told["points"] == "42"
    assert told["chunks"] == "3"
    assert told["overrides"].strip('"') == "none, assured, frolov+aljazeera"
    assert told["store"].endswith(" kB")
    assert "about" in told["time"]
    assert not (tmp_path / "kept").exists()


def test_a_plan_foresees_the_size_of_a_store(tmp_path):
    whole = sweep(
        "baseline_impasse", vary=["confidence_q"], design="random", n=5_000, store=tmp_path, chunk_bytes=144_000
    )
    job = job_of("baseline_impasse", "strategic", None, whole.design)
    foreseen = plan(job, job.spans(144_000)).stored
    size = sum(file.stat().st_size for file in (tmp_path / "points").iterdir())
    assert foreseen == pytest.approx(size, rel=0.1)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("-m", "probability(reply.insist)"), "no level 'insist'; did you mean 'response.insist'"),
        (("--vary", "override=frolof"), "did you mean 'frolov'"),
        (("--executor", "proceses"), "did you mean 'processes'"),
        (("--executor", "inline", "--workers", "3"), "this process alone"),
        (("--executor", "processes", "--scheduler", "tcp://1.2.3.4:5"), "no scheduler"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_solved(run, monkeypatch, more, told):
    monkeypatch.setattr("negsim.studies.sweep.swept", None)
    code, _, err = run(*SWEEP, *more)
    assert code == 2
    assert told in err


def test_points_that_could_not_be_worked_on_end_the_command_with_1(run, monkeypatch):
    monkeypatch.setattr("negsim.studies.sweep.swept", lambda *a, **k: replace(swept(*a, **k), faults=(FAULT,)))
    code, out, err = run(*SWEEP)
    assert code == 1
    assert "not done, points 3 to 6: tried 3 times; OSError: gone" in out
    assert "4 points could not be worked on" in err
    assert "--store" in err
    told = json.loads(run(*SWEEP, "--json")[1])
    assert told["faults"] == [{"start": 3, "stop": 7, "message": FAULT.message}]


FAULT = Fault(start=3, stop=7, message="tried 3 times; OSError: gone")


def test_what_is_piped_in_goes_through_overrides_too(run, monkeypatch, tmp_path):
    text = b"""negsim: 1
title: t
basis: textbook payoffs
actors: {a: {name: a}}
moves: {m: {actor: a, levels: [up, down]}}
parameters: {t: {value: 1, low: 0, high: 2, unit: points, assumption: test}}
payoffs: {a: m.up*(t - 1)}
overrides: {more: {note: n, payoffs.a: m.up*t}}
"""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))
    code, out, _ = run("sweep", "-", "--vary", "t=.5,1.5", "--vary", "override=none,more", "--csv")
    assert code == 0
    assert [line.split(",")[:3] for line in out.splitlines()[1:]] == [
        ["", "0.5", "down"],
        ["", "1.5", "up"],
        ["more", "0.5", "up"],
        ["more", "1.5", "up"],
    ]


def test_the_rate_is_that_of_the_work_done_here(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("negsim.cli.progress.time.monotonic", lambda: now[0])
    monkeypatch.setattr("negsim.cli.progress.at_terminal", lambda stream: True)
    written = []
    monkeypatch.setattr("negsim.cli.progress.sys.stderr", _Lines(written))
    progress = Progress("points")
    progress(500, 1000)  # kept from before
    now[0] = 102.0
    progress(600, 1000)
    assert written[-1].strip() == "600 of 1,000 points, 60 %, 50 a second, about 8 s left"
    now[0] = 104.0
    progress(601, 1000)
    assert "25 a second, about 16 s left" in written[-1]


class _Lines:
    def __init__(self, written):
        self.write = written.append

    def flush(self):
        pass


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.004, "0.004 s"),
        (3.4, "3 s"),
        (80, "80 s"),
        (150, "2 min"),
        (4000, "67 min"),
        (7300, "2.0 h"),
        (40_000, "11 h"),
    ],
)
def test_times_are_told_in_the_unit_that_suits(seconds, told):
    assert lasting(seconds) == told


def test_the_files_own_plan_is_followed_where_nothing_is_typed(read):
    told = read("sweep", "moratorium_length", "--n", "16")
    block = load("moratorium_length").sweep
    assert block is not None
    assert told["design"]["kind"] == block.design
    assert told["design"]["n"] == 16
    assert sweep("moratorium_length", n=16).statuses == told["status"]


def test_ctrl_c_says_where_finished_chunks_are(run, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("negsim.cli.commands.sweep.sweep", interrupted)
    code, _, err = run(*SWEEP, "--store", "kept")
    assert code == 130
    assert "finished chunks are kept in kept: the same command goes on from them" in " ".join(err.split())
