"""A Dask cluster of several hosts on one machine: each worker in a network, or at an address, of its own.

Where this process may, each worker gets a network namespace, joined to the others by a bridge, as a machine has its
own network card: it sees no address but its own. Elsewhere each has its own address of the loopback network.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 60.0  # seconds until a process says that it is there


@dataclass
class Host:
    """One machine, or what stands for it: how to run a command there, and its address."""

    address: str
    inside: tuple[str, ...] = ()


@dataclass
class Cluster:
    """A scheduler and its workers, each on a host."""

    scheduler: str
    process: subprocess.Popen[bytes]
    separate: bool  # whether each host has a network of its own
    workers: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def kill(self, host: str) -> None:
        """End a worker as a power cut does."""
        self.workers[host].kill()
        self.workers[host].wait()

    def kill_scheduler(self) -> None:
        """End the scheduler in the same way."""
        self.process.kill()
        self.process.wait()


@contextmanager
def cluster(count: int, folder: Path) -> Iterator[Cluster]:
    """Start a scheduler and `count` workers, each on a host of its own; end all of them afterwards."""
    running: list[subprocess.Popen[bytes]] = []
    with _networks(count) as (home, hosts):
        try:
            file = folder / "scheduler.json"
            running.append(
                _dask(
                    folder,
                    home,
                    "scheduler",
                    "--host",
                    home.address,
                    "--port",
                    "0",
                    "--no-dashboard",
                    "--scheduler-file",
                    str(file),
                )
            )
            found = Cluster(scheduler=_address(file), process=running[0], separate=bool(hosts[0].inside))
            for host in hosts:
                worker = _dask(
                    folder,
                    host,
                    "worker",
                    found.scheduler,
                    "--host",
                    host.address,
                    "--nthreads",
                    "1",
                    "--no-nanny",
                    "--no-dashboard",
                    "--memory-limit",
                    "0",
                )
                running.append(worker)
                found.workers[host.address] = worker
            yield found
        finally:
            for process in running:
                process.kill()
            for process in running:
                process.wait()


def _dask(folder: Path, host: Host, *words: str) -> subprocess.Popen[bytes]:
    log = (folder / f"{words[0]}-{host.address}.log").open("wb")
    surroundings = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    command = [*host.inside, sys.executable, "-m", "dask", *words]
    with log:
        return subprocess.Popen(command, cwd=folder, env=os.environ | surroundings, stdout=log, stderr=log)


def _address(file: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(FileNotFoundError, json.JSONDecodeError):
            return str(json.loads(file.read_text())["address"])
        time.sleep(0.05)
    raise TimeoutError("the scheduler did not start")


@contextmanager
def _networks(count: int) -> Iterator[tuple[Host, list[Host]]]:
    """Yield the host of the scheduler and those of the workers."""
    number = os.getpid() % 250
    bridge, names = f"nsb{number}", [f"negsim{number}h{k}" for k in range(count)]
    made = [
        _ip(f"link add {bridge} type bridge", f"addr add 10.213.{number}.1/24 dev {bridge}", f"link set {bridge} up")
    ]
    made += [_namespace(name, bridge, f"10.213.{number}.{k + 2}", f"nsv{number}x{k}") for k, name in enumerate(names)]
    try:
        if all(made):
            inside = [("ip", "netns", "exec", name) for name in names]
            yield Host(f"10.213.{number}.1"), [Host(f"10.213.{number}.{k + 2}", inside[k]) for k in range(count)]
        else:
            yield Host("127.0.0.1"), [Host(f"127.0.0.{k + 2}") for k in range(count)]
    finally:
        for name in names:
            _ip(f"netns del {name}")
        _ip(f"link del {bridge}")


def _namespace(name: str, bridge: str, address: str, cable: str) -> bool:
    return _ip(
        f"netns add {name}",
        f"link add {cable} type veth peer name eth0 netns {name}",
        f"link set {cable} master {bridge} up",
        f"-n {name} addr add {address}/24 dev eth0",
        f"-n {name} link set eth0 up",
        f"-n {name} link set lo up",
    )


def _ip(*commands: str) -> bool:
    """Whether all these commands of `ip` could be carried out, up to the first that could not."""
    try:
        return all(subprocess.run(["ip", *text.split()], capture_output=True).returncode == 0 for text in commands)
    except FileNotFoundError:
        return False
