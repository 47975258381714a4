"""Trees made from the turns of a scenario: time a node, memory of the whole program; no peer reads such files."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from benchmarks.harness import Job, Table, Task
from negsim.games.extensive import ExtensiveGame
from negsim.scenario.load import load_text

SECONDS, BYTES = 3e-6, 200  # for each node
PROGRAM = 90e6  # bytes of a Python with negsim's scenario layer, before any tree

SCENARIO = """
title: Turns
actors: {west: {}, east: {}}
moves:
  first: {actor: west, levels: [no, yes]}
  second: {actor: east, levels: [no, yes]}
  weather: {chance: {calm: 0.9, storm: 0.1}}
payoffs: {west: first - 2*second + weather, east: second - 2*first}
"""
ORDERS = {
    "all seen": "{actor: west, moves: [first]}, {actor: east, moves: [second]}",
    "nothing seen": "{actor: west, moves: [first], sees: []}, {actor: east, moves: [second], sees: []}",
    "hidden chance": (
        "{chance: [weather]}, {actor: west, moves: [first]}, {actor: east, moves: [second], sees: [first]}"
    ),
}


def tables(quick: bool) -> list[Table]:
    """Return one table of times, and one of the memory of programs."""
    depth = 18 if quick else 20
    timed, programs = [], []
    for name, turns in ORDERS.items():
        text, nodes = _scenario(name, depth), 2 ** (depth // _width(turns) * _width(turns) + 1) - 1
        timed.append(
            Task(
                f"{name}, {nodes:,} nodes",
                negsim=Job(_made(text), per=nodes),
                target=SECONDS,
            )
        )
        script = f"from benchmarks.turns import made\nmade({text!r})"
        programs.append(
            Task(
                f"{name}, {nodes:,} nodes",
                Job(_program(script)),
                target=SECONDS * nodes,
                memory=BYTES * nodes + PROGRAM,
            )
        )
    return [
        Table("Trees from scenarios", timed, "per node"),
        Table("Trees from scenarios, programs", programs, "a run"),
    ]


def made(text: str) -> ExtensiveGame:
    """Return the tree of a scenario."""
    return ExtensiveGame.from_scenario(load_text(text, name="turns.yaml"))


def _made(text: str) -> Callable[[], object]:
    return lambda: made(text)


def _width(turns: str) -> int:
    return turns.count("{")


def _scenario(name: str, depth: int) -> str:
    turns = ORDERS[name]
    return f"{SCENARIO}games: {{extensive: {{turns: [{turns}], rounds: {depth // _width(turns)}}}}}\n"


def _program(script: str) -> Callable[[], object]:
    return lambda: subprocess.run([sys.executable, "-c", script], check=True, capture_output=True)
