"""Commands about zones of agreement: tipping points, sweeps with the size of the zone, and the map."""

from __future__ import annotations

import csv

import numpy as np
import pytest


def test_tipping_writes_zones_and_changes_as_the_schema_says(read):
    found = read("tipping", "moratorium_length", "face_cost_W")
    assert [point["kind"] for point in found] == ["agreement", "agreement", "agreement", "zone"]
    assert [point["outcome"] for point in found] == ["years_25", "years_20", "years_10", "zone of agreement"]
    assert found[-1]["actor"] == "nato"
    assert found[-1]["value"] == pytest.approx(3.8787, abs=1e-4)


def test_tipping_writes_where_a_package_falls(read):
    (found,) = read("tipping", "unbundled_vs_package", "confidence_q")
    assert (found["kind"], found["exact"], found["outcome"], found["deviation"]) == (
        "package",
        "1/2",
        "issue by issue",
        "package",
    )


def test_other_tipping_points_have_no_kind(read):
    assert {point["kind"] for point in read("tipping", "baseline_impasse", "confidence_q")} == {""}


def test_tipping_shows_who_would_lose(typed):
    code, out, _ = typed("tipping", "moratorium_length", "audience_cost_never")
    assert code == 0
    assert "Russia would lose even by 'years_69'" in " ".join(out.split())


def test_a_sweep_counts_what_is_agreed(read):
    found = read("sweep", "moratorium_length", "--vary", "face_cost_W=0:6:13")
    regimes = {each["equilibria"]: each["points"] for each in found["regimes"]}
    assert regimes["years_25"] == 5  # 0 to 2
    assert regimes["no agreement"] == 5  # 4 to 6
    assert sum(regimes.values()) == 13


def test_a_sweep_writes_the_size_of_the_zone_at_every_point(typed, tmp_path):
    for name in ("points.csv", "points.npz"):
        code, _, err = typed("sweep", "moratorium_length", "--vary", "face_cost_W=0:6:13", "-o", name)
        assert code == 0, err
    rows = list(csv.DictReader((tmp_path / "points.csv").read_text("utf-8").splitlines()))
    arrays = np.load(tmp_path / "points.npz")
    assert [int(row["zone"]) for row in rows] == arrays["zone"].tolist() == [6, 6, 6, 6, 6, 6, 4, 3, 0, 0, 0, 0, 0]
    assert [float(row["room"]) for row in rows] == pytest.approx(arrays["room"].tolist())
    assert (arrays["room"] >= 0).tolist() == (arrays["zone"] > 0).tolist()


def test_what_a_sweep_finds_nothing_for_is_no_failure(typed):
    code, out, _ = typed("sweep", "moratorium_length", "--vary", "face_cost_W=5:6:3")
    assert code == 0
    assert "no agreement" in out
    assert "This concept has no answer" not in out


def test_a_map_of_the_zone_is_written(typed, tmp_path):
    words = ("--plot", "zone_map", "-x", "face_cost_W=0:6", "-y", "face_slope_W", "-O", "count=9", "-o", "zone.svg")
    code, _, err = typed("plot", "moratorium_length", *words)
    assert code == 0, err
    assert (tmp_path / "zone.svg").stat().st_size > 1000
    code, _, err = typed("plot", "moratorium_length", "--plot", "zone_map", "-O", "width=wide")
    assert code == 2
    assert "room" in err
