"""The benchmark harness reports what went wrong in a cell and goes on."""

from __future__ import annotations

import importlib
import os
import time

from benchmarks import __main__ as program
from benchmarks import harness
from benchmarks.harness import Job, Table, Task


def test_a_figure_is_seconds_for_each_thing():
    def busy(n):
        return sum(range(n))

    one, many = (harness.measure(Job(lambda: busy(300_000), per=per), limit=20) for per in (1, 100))
    assert not one.fault
    assert one.repetitions >= 5
    assert 1 / 4 < one.cpu / (100 * many.cpu) < 4


def test_a_peer_that_hangs_is_a_cell():
    assert harness.measure(Job(lambda: time.sleep(60)), limit=0.3).fault == "T/O"


def test_a_peer_that_is_not_installed_is_a_cell():
    assert harness.measure(Job(lambda: importlib.import_module("no_such_peer")), limit=20).fault == "absent"


def test_a_peer_that_ends_the_process_is_a_cell():
    assert "crashed" in harness.measure(Job(lambda: os._exit(3)), limit=20).fault


def test_a_peer_that_raises_is_a_cell():
    assert harness.measure(Job(lambda: 1 / 0), limit=20).fault == "ZeroDivisionError: division by zero"


def test_a_table_gives_ratios_and_verdicts():
    slow, fast = Job(lambda: sum(range(300_000))), Job(lambda: sum(range(3_000)))
    lines, records = harness.run(Table("Sums", [Task("add", fast, {"peer": slow}, target=1.0)], "a sum"))
    assert "met" in lines[2]
    assert "x negsim's" in lines[3]
    assert records[1]["ratio"] > 5


def test_every_benchmark_makes_its_tables():
    assert "pure" in program.names()
    for name in program.names():
        assert all(table.tasks for table in importlib.import_module(f"benchmarks.{name}").tables(quick=True))


def test_times_are_written_with_three_digits():
    assert [harness.readable(t) for t in (2.5, 0.9999, 0.0123, 9.999e-4, 3.21e-7)] == [
        "2.5 s",
        "1 s",
        "12.3 ms",
        "1 ms",
        "321 ns",
    ]
