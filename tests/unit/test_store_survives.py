"""A sweep is killed, its disk fills up, its files rot: nothing that was finished is lost or done again."""

from __future__ import annotations

import logging
import multiprocessing
import os
import resource
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

from negsim.errors import NotApplicable
from negsim.studies.store.opened import open_sweep, resume
from negsim.studies.store.store import Store
from negsim.studies.sweeps.whole import Whole
from tests.kept import go_on, work

forked = multiprocessing.get_context("forkserver")
forked.set_forkserver_preload(["tests.kept_ready"])


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((folder / "points").glob("part-*"))}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    go_on(str(folder))
    return folder


@pytest.fixture
def copy(undisturbed, tmp_path):
    """A finished sweep of its own to do harm to."""
    (tmp_path / "points").mkdir()
    for path in [*undisturbed.glob("*.*"), *undisturbed.glob("points/*")]:
        (tmp_path / path.relative_to(undisturbed)).write_bytes(path.read_bytes())
    return tmp_path


def test_the_folder_holds_what_was_found_without_one(undisturbed):
    job, spans = work()
    whole = Whole(job, spans)
    for start, stop in spans:
        whole.put(start, stop, job((start, stop)))
    kept, found = open_sweep(undisturbed), whole.sweep()
    assert kept.labels == found.labels
    for name in ("equilibrium", "count", "payoff", "status"):
        assert getattr(kept, name).tobytes() == getattr(found, name).tobytes()


def test_ten_kills_at_random_moments_lose_nothing_and_change_nothing(undisturbed, tmp_path):
    random, kept = np.random.default_rng(), {}
    for _ in range(10):
        child = forked.Process(target=go_on, args=(str(tmp_path), (1, 1), 0.005))
        child.start()
        wanted = len(kept) + int(random.integers(0, max(1, (len(work()[1]) - len(kept)) // 12)))
        while child.is_alive() and len(list(tmp_path.glob("points/part-*"))) < wanted:
            time.sleep(0.001)
        time.sleep(random.uniform(0, 0.01))
        assert child.is_alive(), "it should have been killed, and had come to an end"
        child.kill()
        child.join()
        now = {path.name: path.stat() for path in tmp_path.glob("points/part-*")}
        for name, stat in kept.items():  # neither lost nor written again
            assert (stat.st_ino, stat.st_mtime_ns) == (now[name].st_ino, now[name].st_mtime_ns)
        kept = now
    assert 0 < len(kept) < len(work()[1])
    go_on(str(tmp_path))
    assert files(tmp_path) == files(undisturbed)
    stats = {path.name: path.stat().st_ino for path in tmp_path.glob("points/part-*")}
    assert all(stats[name] == stat.st_ino for name, stat in kept.items())


def test_two_programs_with_a_shard_each_fill_one_folder_at_a_time(undisturbed, tmp_path):
    children = [forked.Process(target=go_on, args=(str(tmp_path), (k, 2))) for k in (1, 2)]
    for child in children:
        child.start()
    for child in children:
        child.join()
        assert child.exitcode == 0
    assert files(tmp_path) == files(undisturbed)
    assert len(open_sweep(tmp_path)) == 450


def test_shards_one_after_the_other_are_one_sweep(undisturbed, tmp_path):
    for k in (3, 1, 2):
        go_on(str(tmp_path), (k, 3))
    assert files(tmp_path) == files(undisturbed)


def rot(path: Path) -> None:
    contents = bytearray(path.read_bytes())
    contents[len(contents) // 2] ^= 1
    path.write_bytes(contents)


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-7])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def swap(path: Path) -> None:
    """Put another chunk there, under the name of this one but for the digits that stand for what it holds."""
    other = sorted(path.parent.glob("part-00000009-*"))[0]
    path.with_name("part-00000003-" + other.name.split("-")[2]).write_bytes(other.read_bytes())
    path.unlink()


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (rot, "does not match its name"),
        (cut_short, "does not match its name"),
        (empty, "does not match its name"),
        (swap, "it is chunk 9 under another number"),
    ],
)
def test_a_damaged_chunk_is_told_moved_aside_and_done_again(harm, said, copy, undisturbed, caplog):
    path = next(copy.glob("points/part-00000003-*"))
    harm(path)
    with caplog.at_level(logging.WARNING, "negsim"):
        found = resume(copy)
    assert said in caplog.text and "part-00000003" in caplog.text
    assert files(copy) == files(undisturbed)
    assert len(list(copy.glob("*.corrupt"))) == 1
    assert np.array_equal(found.payoff, open_sweep(undisturbed).payoff, equal_nan=True)


def test_a_chunk_of_another_sweep_is_not_taken_in(copy, tmp_path_factory, caplog):
    job, spans = work()
    other = Store.open(tmp_path_factory.mktemp("other"), job, job.spans(10 * 144))
    other.put(3, job(other.spans[3]))
    foreign = next(other.folder.glob("points/part-*"))
    next(copy.glob("points/part-00000003-*")).unlink()
    (copy / "points" / foreign.name).write_bytes(foreign.read_bytes())
    with caplog.at_level(logging.WARNING, "negsim"):
        assert 3 not in Store.open(copy, job, spans).finished()
    assert "it is of another sweep" in caplog.text


def test_a_parquet_file_of_something_else_is_not_taken_in(copy, caplog):
    import pyarrow
    import pyarrow.parquet

    from negsim.studies.store.files import mark

    path = next(copy.glob("points/part-00000003-*"))
    pyarrow.parquet.write_table(pyarrow.table({"a": [1]}), path)
    path.rename(path.with_name(f"part-00000003-{mark(path.read_bytes())}.parquet"))
    job, spans = work()
    with caplog.at_level(logging.WARNING, "negsim"):
        assert 3 not in Store.open(copy, job, spans).finished()
    assert "it is not a chunk of a sweep" in caplog.text


@contextmanager
def small_files(size: int):
    """No file may grow beyond this, as on a disk that is full: what was written so far stays behind."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_up_is_told_and_loses_nothing(undisturbed, copy):
    for number in (70, 71, 72):
        next(copy.glob(f"points/part-{number:08d}-*")).unlink()
    before = files(copy)
    with small_files(2048), pytest.raises(NotApplicable, match=r"could not be written .* too large") as fault:
        resume(copy)
    assert "What was finished before is kept" in str(fault.value)
    assert files(copy) == before and not list(copy.glob("points/.*"))
    resume(copy)
    assert files(copy) == files(undisturbed)


def test_a_full_disk(undisturbed, tmp_path):
    """A real one, where the system lets us make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    made = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not made or made.returncode:
        pytest.skip("no file systems may be mounted here")
    try:
        with pytest.raises(NotApplicable, match="No space left on device"):
            go_on(str(disk))
        kept = files(disk)
        assert 5 < len(kept) < len(work()[1])
        assert all(files(undisturbed)[name] == contents for name, contents in kept.items())
        subprocess.run(["mount", "-o", "remount,size=16m", str(disk)], check=True)
        go_on(str(disk))
        assert files(disk) == files(undisturbed)
    finally:
        with suppress(OSError):
            subprocess.run(["umount", "-l", str(disk)], check=False)


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").write_text("no folder")
    job, spans = work()
    with pytest.raises(NotApplicable, match="cannot hold a sweep: Not a directory"):
        Store.open(tmp_path / "file" / "kept", job, spans)


def test_a_file_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "scenario.yaml").write_text("title: mine")
    job, spans = work()
    with pytest.raises(NotApplicable, match="would be written over"):
        Store.open(tmp_path, job, spans)
    assert (tmp_path / "scenario.yaml").read_text() == "title: mine"


def test_other_versions_may_read_but_not_go_on(copy, monkeypatch):
    monkeypatch.setattr("negsim.studies.sweeps.identity.__version__", "9.9")
    assert len(resume(copy)) == 450
    job, spans = work()
    assert len(Store.open(copy, job, spans).finished()) == len(spans)
    # cut otherwise, the same points cannot be read from it
    with pytest.raises(NotApplicable, match=r"holds another sweep: .*chunks"):
        Store.open(copy, job, job.spans(10 * 144))
    next(copy.glob("points/part-00000003-*")).unlink()
    with pytest.raises(
        NotApplicable, match=r"begun with other versions.* versions\.negsim: .* in the folder, \"9\.9\" asked for"
    ):
        resume(copy)


def test_a_scenario_changed_in_the_folder_is_told(copy):
    path = copy / "scenario.yaml"
    path.write_text(path.read_text().replace("title: ", "title: Changed, ", 1))
    with pytest.raises(NotApplicable, match="is not the scenario of this sweep any more"):
        open_sweep(copy)
