"""Chunks of every form: a parquet file gives back what was put into it, to the last bit, and any tool can read it."""

from __future__ import annotations

import hashlib
import io
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.games.results import Profiles
from negsim.scenario.load import load, load_text
from negsim.solvers.base import Status
from negsim.studies.design import design_of
from negsim.studies.regimes.outcomes import Summary, nothing
from negsim.studies.solve import game
from negsim.studies.store import chunk
from negsim.studies.store.names import names
from negsim.studies.store.opened import open_sweep
from negsim.studies.store.store import Store
from negsim.studies.sweep import job_of, sweep
from negsim.studies.sweeps.job import Part
from negsim.studies.sweeps.measures import Spread
from tests.kept import assert_same

CASES = {  # scenario, form, solver, what varies
    "profiles": ("baseline_impasse", "strategic", "all_nash", ["audience_cost_R", "confidence_q"]),
    "no pure equilibrium": ("cbm_accident_risk", "strategic", "pure_nash", ["cbm_cost", "exploitability"]),
    "correlated": ("baseline_impasse", "strategic", "correlated", ["audience_cost_R"]),
    "outcomes": ("baseline_impasse", "strategic", "pareto_frontier", ["audience_cost_R"]),
    "survivors": ("baseline_impasse", "strategic", "iterated_dominance", ["audience_cost_R"]),
    "plans": ("bases_too", "extensive", None, ["military_value_deploy", "value_bases"]),
    "offers": ("deadline_ultimatum", "screening", None, ["discount_factor", "stake"]),
    "agreements": ("launcher_swap", "bargaining", None, ["prior_offensive_use", "threat_launchers"]),
    "states": ("three_demands", "conflict", None, ["value_treaty_R", "value_missiles_R"]),
    "over time": ("window_of_discord", "stochastic", None, ["cohesion_W", "swing"]),
}


def work(name, form, solver, vary, n=6, **more):
    about = load(name)
    return job_of(about, form, solver, design_of(about, vary, "random", n, 1), **more)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_chunk_of_any_form_comes_back_bit_by_bit(case):
    job = work(*case)
    part = job((0, 6))
    contents = chunk.contents(job, job.example, (0, 6), part, {"chunk": 0})
    assert_same(part, chunk.part_of(contents))
    assert contents == chunk.contents(job, job.example, (0, 6), part, {"chunk": 0})


def test_odd_numbers_come_back_bit_by_bit():
    """Negative zero, infinities, and not-a-numbers of several kinds, which tables often make one of."""
    job = work(*CASES["profiles"])
    odd = np.array([0x8000000000000000, 0x7FF8000000000001, 0xFFF8000000000000, 0x7FF0000000000000, 1, 0], np.uint64)
    numbers = odd.view(np.float64)
    part = job((0, 6))
    told = replace(part.summary, payoff=np.column_stack([numbers, numbers[::-1]]))
    changed = Part(summary=told, spreads={"payoff(russia)": Spread(lowest=numbers, highest=-numbers)})
    contents = chunk.contents(job, job.example, (0, 6), changed, {})
    assert_same(changed, chunk.part_of(contents))


def test_points_without_a_game_are_rows_too():
    job = work(*CASES["profiles"])
    none = nothing(6, job.players)
    contents = chunk.contents(job, job.example, (0, 6), Part(summary=none), {})
    assert_same(Part(summary=none), chunk.part_of(contents))


def test_chunks_of_talks_have_the_same_columns_also_where_nothing_was_solved():
    parquet = pytest.importorskip("pyarrow.parquet")
    job = work(*CASES["agreements"])
    solved, failed = job((0, 6)), Part(summary=nothing(6, job.players))
    found = [chunk.contents(job, job.example, (0, 6), part, {}) for part in (solved, failed)]
    tables = [parquet.read_table(io.BytesIO(contents)) for contents in found]
    assert tables[0].schema.equals(tables[1].schema) and "room" in tables[0].column_names
    assert_same(failed, chunk.part_of(found[1]))


@pytest.mark.parametrize("case", ["plans", "offers", "agreements", "states", "over time"])
def test_a_sweep_of_any_form_is_read_from_its_folder_alone(case, tmp_path):
    name, form, solver, vary = CASES[case]
    found = sweep(name, form, solver, vary=vary, design="sobol", n=8, store=tmp_path)
    again = open_sweep(tmp_path)
    for field in fields(found):
        a, b = getattr(found, field.name), getattr(again, field.name)
        if isinstance(a, np.ndarray):
            assert (a.dtype, a.tobytes()) == (b.dtype, b.tobytes()), field.name
        elif field.name == "states" and a is not None:
            assert np.array_equal(a.stable, b.stable) and a.conflicts == b.conflicts
        else:
            assert a == b, field.name


def test_names_of_sets_that_are_only_counted_do_not_depend_on_their_neighbours():
    example = game("baseline_impasse", "strategic")
    many, others = (tuple(range(4)), 1), (tuple(range(1, 5)), 1)

    def called(*regimes):
        size = len(regimes)
        return names(
            example,
            Summary(
                regimes=regimes,
                regime=np.arange(size),
                count=np.ones(size, np.intp),
                payoff=np.zeros((size, 2)),
                status=np.zeros(size, np.intp),
                rows=Profiles,
            ),
        )

    both = called(others, many)
    assert called(many)[0] == both[1] and both[0] != both[1]
    assert both[1].startswith("4 pure + 1 mixed #")
    assert called(((0,), 0))[0] == " / ".join(part[0] for part in example.strategies)


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A sweep under two overrides, with a measure, and its folder."""
    folder = tmp_path_factory.mktemp("kept") / "a"
    vary, measures = {"audience_cost_R": (0, 6, 13), "confidence_q": (0, 1, 5)}, ("payoff(russia)",)
    about = load("baseline_impasse")
    design = design_of(about, vary, "grid", None, 0)
    job = job_of(about, "strategic", "all_nash", design, measures, ("", "frolov"))
    store = Store.open(folder, job, job.spans(20 * 144))
    for number, span in enumerate(store.spans):
        store.put(number, job(span))
    found = sweep(about, "strategic", "all_nash", vary=(), design=design, measures=measures, overrides=("", "frolov"))
    return folder, found


def test_plain_pyarrow_reads_the_points(kept):
    dataset = pytest.importorskip("pyarrow.dataset")
    folder, found = kept
    table = dataset.dataset(folder / "points").to_table()
    assert table.column_names == [
        "point", "override", "audience_cost_R", "confidence_q", "equilibria", "count",
        "payoff of russia", "payoff of nato",
        "lowest of payoff(russia)", "highest of payoff(russia)", "status",
    ]  # fmt: skip
    assert table["point"].to_numpy().tolist() == list(range(130))
    assert table["override"].to_pylist() == [""] * 65 + ["frolov"] * 65
    for name, column in found.columns.items():
        assert np.array_equal(table[name].to_numpy(), column)
    labels = [*found.labels, None]
    assert table["equilibria"].to_pylist() == [labels[k] for k in found.equilibrium]
    assert np.array_equal(table["payoff of russia"].to_numpy(), found.payoff[:, 0])
    assert table["status"].to_pylist() == [list(Status)[code].name for code in found.status]


def test_a_parameter_named_like_a_column_of_ours_keeps_its_values(tmp_path):
    dataset = pytest.importorskip("pyarrow.dataset")
    text = """
        title: A parameter called count
        actors: {a: {name: A}, b: {name: B}}
        parameters: {count: {value: 1, low: 0, high: 2, unit: points, assumption: for a test}}
        moves:
          x: {actor: a, levels: [low, high]}
          y: {actor: b, levels: [low, high]}
        payoffs: {a: count * x.high, b: y.high}
    """
    sweep(load_text(text), vary={"count": [0.5, 1.5]}, store=tmp_path)
    table = dataset.dataset(tmp_path / "points").to_table()
    assert table["parameter count"].to_pylist() == [0.5, 1.5] and table["count"].to_pylist() == [1, 1]


def test_pandas_reads_the_folder_as_one_table(kept):
    pandas = pytest.importorskip("pandas")
    folder, found = kept
    table = pandas.read_parquet(folder / "points")
    assert len(table) == len(found)
    shares = table.groupby("override", observed=True)["count"].mean()
    assert shares[""] == pytest.approx(found.count[:65].mean())


def test_overrides_come_back_from_the_folder_alone(kept):
    folder, found = kept
    again = open_sweep(folder)
    assert (again.variants, again.labels, again.scenario) == (found.variants, found.labels, found.scenario)
    for name in ("equilibrium", "count", "payoff", "status"):
        assert getattr(again, name).tobytes() == getattr(found, name).tobytes()
    assert sorted(path.name for path in folder.glob("*.yaml")) == ["scenario-0.yaml", "scenario-1-frolov.yaml"]
    assert load(folder / "scenario-1-frolov.yaml") == load("baseline_impasse", overrides=["frolov"])


def test_the_name_of_a_file_is_the_digest_of_what_it_holds(kept):
    for path in (kept[0] / "points").iterdir():
        _, _, digits = path.stem.split("-")
        assert hashlib.sha256(path.read_bytes()).hexdigest().startswith(digits)


def test_without_pyarrow_the_mend_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    job = work(*CASES["profiles"])
    with pytest.raises(NotApplicable, match=r"pip install 'negsim\[sweep\]'"):
        Store.open(tmp_path, job, job.spans())
    assert not list(tmp_path.iterdir())
