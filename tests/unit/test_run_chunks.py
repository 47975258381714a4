"""The chunks of a sweep: tried again, left out, handed on in order, and kept whatever happens to the workers."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from negsim.errors import NotApplicable
from negsim.studies.executors._any import Lent
from negsim.studies.executors.inline import Inline
from negsim.studies.executors.processes import Processes
from negsim.studies.sweeps.run import Fault, run, shard_of

ROOT = Path(__file__).parents[2]
SPANS = [(k, k + 10) for k in range(0, 120, 10)]


@dataclass
class Kept:
    """A store in memory."""

    parts: dict = field(default_factory=dict)
    read: list = field(default_factory=list)

    def finished(self):
        return list(self.parts)

    def get(self, number):
        self.read.append(number)
        return self.parts[number]

    def put(self, number, part):
        assert number not in self.parts, "a finished chunk is never worked on again"
        self.parts[number] = part


def worked(job, executor=None, **options):
    """What was handed on, and the faults."""
    put = []
    faults = run(job, SPANS, executor or Inline(), lambda *each: put.append(each), **options)
    return put, faults


def numbers(span):
    """Work that goes well."""
    return list(range(*span))


WHOLE = [(*span, numbers(span)) for span in SPANS]


@dataclass(frozen=True)
class Goes:
    """Work that goes wrong at one chunk, perhaps only the first few times."""

    wrong: str
    at: int = 40
    folder: str = ""
    times: int = 99

    def __call__(self, span):
        if span[0] == self.at and self._again():
            if self.wrong == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if self.wrong == "killed while it sends":
                threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
                return bytes(300_000_000)
            if self.wrong == "exit":
                sys.exit(3)
            if self.wrong == "refused":
                raise NotApplicable("no such thing")
            if self.wrong == "unpicklable":
                return lambda: span
            raise ValueError("a bad cell")
        return numbers(span)

    def _again(self):
        """Whether it goes wrong this time too: each time leaves a file."""
        if self.folder:
            Path(self.folder, f"{time.monotonic_ns()}").touch()
            return len(list(Path(self.folder).iterdir())) <= self.times
        return True


def without(start):
    """What is handed on where one chunk is left out."""
    return [each for each in WHOLE if each[0] != start]


def test_chunks_are_handed_on_in_order_however_they_arrive():
    draw = random.Random(1)

    def slow(span):
        time.sleep(draw.random() / 100)
        return numbers(span)

    with ThreadPoolExecutor(4) as threads:
        assert worked(slow, Lent(executor=threads)) == (WHOLE, ())


def test_few_chunks_wait_for_one_that_is_slow():
    held = []

    class Slow:
        def __call__(self, span):
            time.sleep(0.2 if span[0] == 0 else 0)
            held.append(span[0])
            return numbers(span)

    spans = [(k, k + 1) for k in range(100)]
    with ThreadPoolExecutor(2) as threads:
        put = []
        assert run(Slow(), spans, Lent(executor=threads), lambda *each: put.append(each[0])) == ()
    assert put == list(range(100))
    assert 4 <= held.index(0) < 30, "most of the hundred were not begun before the first was done"


@pytest.mark.parametrize("shards", [1, 2, 5, 20])
def test_the_shards_are_the_whole(shards):
    found = [worked(numbers, shard=(k, shards)) for k in range(1, shards + 1)]
    assert sorted(each for put, _ in found for each in put) == WHOLE
    assert sum(len(put) for put, _ in found) == len(SPANS)
    assert [*shard_of(SPANS, (2, 5))] == [1, 6, 11]


def test_what_is_in_the_store_is_read_and_not_worked_on_again():
    store = Kept({0: numbers(SPANS[0]), 7: numbers(SPANS[7])})
    told = []
    assert worked(numbers, store=store, progress=lambda *each: told.append(each)) == (WHOLE, ())
    assert store.read == [0, 7]
    assert len(store.parts) == len(SPANS)
    assert told[0] == (20, 120), "the first call says what was there"
    assert told[-1] == (120, 120)
    assert worked(Goes("refused"), store=store) == (WHOLE, ()), "nothing is left to go wrong"


def test_work_that_raises_is_tried_again_then_left_out(tmp_path):
    assert worked(Goes("raises", folder=str(tmp_path), times=2)) == (WHOLE, ())
    assert len(list(tmp_path.iterdir())) == 3
    store = Kept()
    put, faults = worked(Goes("raises"), store=store)
    assert put == without(40)
    assert faults == (Fault(start=40, stop=50, message="tried 3 times; ValueError: a bad cell"),)
    assert str(faults[0]) == "points 40 to 49: tried 3 times; ValueError: a bad cell"
    assert set(store.parts) == set(range(12)) - {4}


def test_an_error_of_ours_is_raised_only_where_the_question_is_wrong(tmp_path):
    with pytest.raises(NotApplicable, match="no such thing"):
        worked(Goes("refused", at=0))
    put, faults = worked(Goes("refused", folder=str(tmp_path)))
    assert put == without(40)
    assert [each.message for each in faults] == ["no such thing"]
    assert len(list(tmp_path.iterdir())) == 1, "it is not tried again: it would say the same"


def test_a_store_that_cannot_be_written_ends_the_run():
    class Full(Kept):
        def put(self, number, part):
            if len(self.parts) == 3:
                raise NotApplicable("the disk is full")
            super().put(number, part)

    store = Full()
    with pytest.raises(NotApplicable, match="the disk is full"):
        worked(numbers, store=store)
    assert worked(numbers, store=Kept(store.parts)) == (WHOLE, ()), "free some space, and go on"


def test_what_is_done_is_kept_when_the_run_is_interrupted():
    def interrupted(span):
        if span[0] == 60:
            raise KeyboardInterrupt
        return numbers(span)

    store = Kept()
    with pytest.raises(KeyboardInterrupt):
        worked(interrupted, store=store)
    assert set(store.parts) == set(range(6))


def test_a_worker_that_dies_now_and_then_costs_nothing(tmp_path):
    found = worked(Goes("killed", folder=str(tmp_path), times=2), Processes(workers=2))
    assert found == (WHOLE, ())
    assert len(list(tmp_path.iterdir())) == 3


def test_a_chunk_that_kills_its_workers_is_found_and_left_out():
    store = Kept()
    put, faults = worked(Goes("killed"), Processes(workers=2), store=store)
    assert put == without(40)
    assert faults == (Fault(start=40, stop=50, message="its workers died, perhaps for want of memory"),)
    assert set(store.parts) == set(range(12)) - {4}


def test_work_that_exits_or_gives_what_cannot_travel_is_left_out():
    put, faults = worked(Goes("exit"), Processes(workers=1))
    assert (put, [each.message for each in faults]) == (without(40), ["tried 3 times; SystemExit: 3"])
    put, faults = worked(Goes("unpicklable"), Processes(workers=1))
    assert put == without(40)
    assert "pickle" in faults[0].message


def test_an_executor_that_is_lent_and_breaks_is_not_built_anew():
    store = Kept()
    with ProcessPoolExecutor(1) as lent, pytest.raises(NotApplicable, match="the executor that was given is broken"):
        worked(Goes("killed"), Lent(executor=lent), store=store)
    assert worked(numbers, store=store) == (WHOLE, ())


SCRIPT = """
    import os, sys, time
    from pathlib import Path
    from negsim.studies.executors.processes import Processes
    from negsim.studies.sweeps.run import run

    FOLDER = Path(sys.argv[1])

    def work(span):
        (FOLDER / f"worker-{os.getpid()}").touch()
        time.sleep(0.05 if span[0] < 6 else 60)
        return list(range(*span))

    class Files:
        def finished(self):
            return []
        def put(self, number, part):
            (FOLDER / f"part-{number}").write_text(str(part))

    if __name__ == "__main__":
        print("ready", flush=True)
        run(work, [(k, k + 1) for k in range(20)], Processes(workers=2), lambda *part: None, store=Files())
"""


def test_a_worker_that_dies_while_it_sends_a_result_holds_nobody_up(tmp_path):
    work = Goes("killed while it sends", at=110, folder=str(tmp_path), times=1)
    put, faults = worked(work, Processes(workers=1))
    assert (put, faults) == (WHOLE, ())
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_end_from_outside_ends_the_workers_and_leaves_what_is_done(tmp_path, how):
    (tmp_path / "script.py").write_text(textwrap.dedent(SCRIPT))
    program = subprocess.Popen(
        [sys.executable, tmp_path / "script.py", tmp_path], stderr=subprocess.PIPE, start_new_session=True
    )
    try:
        assert until(lambda: len(list(tmp_path.glob("part-*"))) == 6 and len(list(tmp_path.glob("worker-*"))) == 2)
        if how is signal.SIGINT:
            os.killpg(program.pid, how)  # as a terminal does
        else:
            program.kill()
        told = program.communicate(timeout=30)[1].decode()
    finally:
        program.kill()
    workers = [int(path.name.partition("-")[2]) for path in tmp_path.glob("worker-*")]
    assert until(lambda: not any(map(alive, workers))), "they do not outlive their parent"
    assert {path.name for path in tmp_path.glob("part-*")} == {f"part-{k}" for k in range(6)}
    assert told.count("KeyboardInterrupt") == (how is signal.SIGINT), "the workers have nothing to say"


def alive(process):
    """Whether a process runs; one that has ended but is not yet buried does not."""
    with suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
    return False


def until(condition, patience=60.0):
    """Wait for a condition; whether it came."""
    deadline = time.monotonic() + patience
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_a_script_without_a_main_guard_is_told_to_have_one(tmp_path):
    script = textwrap.dedent(SCRIPT).replace('if __name__ == "__main__":', "if True:")
    (tmp_path / "script.py").write_text(script)
    ended = subprocess.run([sys.executable, tmp_path / "script.py", tmp_path], capture_output=True, text=True)
    assert ended.returncode == 1
    assert 'keep the work under `if __name__ == "__main__":`' in ended.stderr.splitlines()[-1]
