"""Broken scenario files: each tells everything that is wrong with it, where, and what was meant, and quickly."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from negsim.errors import ScenarioError
from negsim.scenario.load import load
from tests.memory import PEAK

ZOO = Path(__file__).parent / "zoo"
FILES = sorted(ZOO.glob("*.yaml"))
# Reviewed by hand: file:line:column: path: message. A file that is not listed here, or loads, fails the test.
EXPECTED: dict[str, list[str]] = {}
for line in (ZOO / "expected.txt").read_text().splitlines():
    EXPECTED.setdefault(line.split(":")[0], []).append(line)


def faults_of(path: Path) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return [str(fault).replace(f"{path}", path.name) for fault in caught.value.faults]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_fault_is_told_with_its_place(path):
    assert faults_of(path) == EXPECTED[path.name]


def test_the_zoo_is_large_and_fully_described():
    assert len(FILES) >= 40
    assert {path.name for path in FILES} == set(EXPECTED)


def test_places_point_at_the_fault():
    """The excerpt under each fault, from the given column on, begins with what the message speaks of."""
    begins = {
        "unknown_name": "ham*",
        "unknown_level": "answer.miror",
        "exponent_in_block": "anser",
        "unknown_nested_field": "level:",
        "value_out_of_range": "14",
        "formula_caret": "^2",
        "unknown_override_path": "ham: 5",
        "claim": "ham: [0, 1]",
    }
    for name, text in begins.items():
        with pytest.raises(ScenarioError) as caught:
            load(ZOO / f"{name}.yaml")
        fault = caught.value.faults[0]
        assert fault.source[fault.column - 1 :].startswith(text), name


PROGRAM = (
    PEAK
    + """
import json, sys, time
from negsim.errors import ScenarioError
from negsim.scenario.load import load
seconds = {}
for path in sys.argv[1:]:
    start = time.process_time()
    try:
        load(path)
    except ScenarioError:
        seconds[path] = time.process_time() - start
print(json.dumps([seconds, peak()]))
"""
)


def test_no_broken_file_takes_a_second_or_500_megabytes():
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, FILES)], capture_output=True, text=True, check=True, timeout=120
    )
    seconds, megabytes = json.loads(done.stdout)
    assert set(seconds) == set(map(str, FILES))
    assert max(seconds.values()) < 1.0
    assert megabytes < 500


@pytest.mark.parametrize("name", ["no_such_file.yaml", "baseline_impase", "", "a\0b", "x" * 5000])
def test_missing_files_are_said_to_be_missing(name):
    with pytest.raises(ScenarioError, match="there is no such file"):
        load(name)


def test_a_name_that_is_nearly_right_is_suggested():
    with pytest.raises(ScenarioError, match="did you mean 'baseline_impasse'"):
        load("baseline_impase")


def test_a_folder_is_no_scenario(tmp_path):
    with pytest.raises(ScenarioError, match="this is a folder"):
        load(tmp_path)


def test_a_large_file_is_not_read(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * 3_000_000)
    with pytest.raises(ScenarioError, match="larger than"):
        load(path)


def test_windows_line_ends_and_byte_order_marks_are_accepted(tmp_path):
    source = Path(load.__code__.co_filename).parents[1] / "catalog" / "games" / "chicken.yaml"
    path = tmp_path / "chicken.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + source.read_bytes().replace(b"\n", b"\r\n"))
    assert load(path).digest == load("chicken").digest
