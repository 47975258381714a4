"""``negsim store``: how far a sweep in a folder has come, and going on with it."""

from __future__ import annotations

import json
import re
import sys

import jsonschema
import pytest

import negsim
from negsim.cli.commands.schema import schema
from negsim.studies.store.status import status
from tests.kept import go_on


@pytest.fixture(scope="module")
def third(tmp_path_factory):
    """A folder with every third chunk of 90."""
    folder = tmp_path_factory.mktemp("runs") / "a"
    go_on(str(folder), (1, 3))
    return folder


@pytest.fixture
def copy(third, tmp_path):
    (tmp_path / "a" / "points").mkdir(parents=True)
    for path in [*third.glob("*.*"), *third.glob("points/*")]:
        (tmp_path / "a" / path.relative_to(third)).write_bytes(path.read_bytes())
    return tmp_path / "a"


def test_a_folder_tells_how_far_its_sweep_is(typed, third):
    code, out, _ = typed("store", str(third))
    assert code == 0
    rows = dict(re.split(r"  +", line) for line in out.split("\n\n")[1].splitlines()[2:])
    assert rows["points"] == "150 of 450 done" and rows["chunks"] == "30 of 90 done"
    assert rows["missing chunks"] == "1, 2, 4, 5, 7, 8, 10, 11, ..."
    assert rows["scenario"] == "baseline_impasse" and rows["design"] == "grid"
    assert f"negsim store {third} --resume" in " ".join(out.split())


def test_looking_changes_nothing(typed, copy):
    path = next(copy.glob("points/part-00000003-*"))
    path.write_bytes(b"damaged")
    before = sorted(place.name for place in copy.rglob("*"))
    code, out, _ = typed("store", str(copy))
    told = " ".join(out.split())
    assert code == 0 and path.name in told and "it is done again when the sweep goes on" in told
    assert sorted(place.name for place in copy.rglob("*")) == before


def test_json_says_the_same(read, copy):
    next(copy.glob("points/part-00000003-*")).write_bytes(b"damaged")
    found = read("store", str(copy))
    assert found["points"] == {"all": 450, "done": 145} and not found["finished"]
    assert found["chunks"]["missing"][:4] == [1, 2, 3, 4]
    assert [each["file"][:13] for each in found["damaged"]] == ["part-00000003"]
    assert found["bytes"] == sum(path.stat().st_size for path in copy.glob("points/part-*")) - len("damaged")


def test_resuming_does_the_rest_and_shows_what_was_found(typed, copy):
    code, out, _ = typed("store", str(copy), "--resume", "--format", "json")
    assert code == 0
    told = json.loads(out)
    jsonschema.validate(told, schema("sweep"))
    assert told["points"] == 450 and sum(each["points"] for each in told["regimes"]) == 450
    assert status(copy).missing == ()
    assert "missing" not in typed("store", str(copy))[1]
    assert len(negsim.open_sweep(copy)) == 450


def test_what_is_no_store_is_told(typed, tmp_path):
    code, _, err = typed("store", str(tmp_path))
    assert code == 2 and "holds no sweep: it has no manifest.json" in err
    (tmp_path / "manifest.json").write_text("{")
    code, _, err = typed("store", str(tmp_path))
    assert code == 2 and "is damaged" in err
    (tmp_path / "manifest.json").write_text("{}")
    code, _, err = typed("store", str(tmp_path))
    assert code == 2 and "is not of a store that this version of negsim reads" in err


def test_a_store_is_a_table(third):
    assert negsim.table(status(third)).column("what")[0] == "scenario"


def test_without_pyarrow_no_chunk_is_called_damaged(typed, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    typed("sweep", "baseline_impasse", "--vary", "audience_cost_R=0:6:5", "--store", "kept")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, out, err = typed("store", "kept")
    assert (code, out) == (2, "")
    assert "pip install 'negsim[sweep]'" in err
