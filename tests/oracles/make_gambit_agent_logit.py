"""Record Gambit's agent quantal responses of small trees; run where pygambit 17 is installed.

    python tests/oracles/make_gambit_agent_logit.py

writes data/gambit_agent_logit.json: trees drawn here with a fixed seed, node by node in preorder, Gambit's behaviour
profile on the principal branch at four precisions, and its limit where it finds one within eight seconds.
"""

from __future__ import annotations

import json
import multiprocessing
from fractions import Fraction
from itertools import product
from pathlib import Path

import numpy as np
import pygambit

DATA = Path(__file__).parent / "data" / "gambit_agent_logit.json"
LIMITS = (0.5, 2.0, 8.0, 32.0)  # precision times the range of the payoffs
SECONDS = 8


class Writer:
    """Collects nodes in preorder; each is (parent, player or -1 for chance or -2 for an end, set, detail)."""

    def __init__(self, players: int, draw: np.random.Generator, low: int = -9, high: int = 9):
        self.players, self.draw, self.low, self.high = players, draw, low, high
        self.nodes: list[list[object]] = []

    def add(self, parent: int, player: int, place: str = "", detail: object = None) -> int:
        """Write one node; the detail is the number of actions, the probabilities of chance, or payoffs."""
        self.nodes.append([parent, player, place, detail])
        return len(self.nodes) - 1

    def end(self, parent: int) -> None:
        """Write an end with payoffs drawn evenly from the whole numbers of a range."""
        self.add(parent, -2, "", self.draw.integers(self.low, self.high + 1, self.players).tolist())


def signalling(writer: Writer, types: int, messages: int, answers: int, third: int) -> None:
    """A type is drawn; its owner sends a message; another answers, and with three players the third moves last."""
    root = writer.add(-1, -1, "", [1 / types] * types if types != 3 else [0.5, 0.3, 0.2])
    for kind in range(types):
        sender = writer.add(root, 0, f"type {kind}", messages)
        for message in range(messages):
            receiver = writer.add(sender, 1, f"message {message}", answers)
            for answer in range(answers):
                if not third:
                    writer.end(receiver)
                    continue
                last = writer.add(receiver, 2, f"message {message} answer {answer}", third)
                for _ in range(third):
                    writer.end(last)


def stages(writer: Writer, rounds: int, history: str = "", parent: int = -1) -> None:
    """Two players choose at once, some times over, and see what was chosen before."""
    if rounds == 0:
        writer.end(parent)
        return
    first = writer.add(parent, 0, f"A{history}", 2)
    for own in range(2):
        second = writer.add(first, 1, f"B{history}", 2)
        for other in range(2):
            stages(writer, rounds - 1, f"{history}/{own}{other}", second)


def cards(writer: Writer, count: int) -> None:
    """Each of two players sees its own card; the first bets or passes, the second answers a bet, the first may too."""
    pairs = [(a, b) for a, b in product(range(count), repeat=2) if a != b]
    root = writer.add(-1, -1, "", [1 / len(pairs)] * len(pairs))
    for mine, yours in pairs:
        opener = writer.add(root, 0, f"A{mine}", 2)
        caller = writer.add(opener, 1, f"B{yours} bet", 2)
        writer.end(caller)
        writer.end(caller)
        checker = writer.add(opener, 1, f"B{yours} pass", 2)
        writer.end(checker)
        again = writer.add(checker, 0, f"A{mine} pass bet", 2)
        writer.end(again)
        writer.end(again)


def ladder(writer: Writer, depth: int, parent: int = -1, history: str = "r") -> None:
    """Perfect information: players take turns in a tree with two or three actions at each node."""
    if depth == 0:
        writer.end(parent)
        return
    fan = int(writer.draw.integers(2, 4))
    node = writer.add(parent, (depth + 1) % writer.players, history, fan)
    for k in range(fan):
        ladder(writer, depth - 1, node, f"{history}{k}")


def games() -> list[tuple[str, Writer]]:
    """Return the trees and their kind."""
    draw = np.random.default_rng(19)
    found = []
    for _ in range(3):
        for kinds, messages, answers, third in ((2, 2, 2, 0), (3, 2, 2, 0), (2, 3, 2, 0), (2, 2, 2, 2), (3, 2, 2, 2)):
            writer = Writer(3 if third else 2, draw)
            signalling(writer, kinds, messages, answers, third)
            found.append((f"signalling {kinds}x{messages}, {writer.players} players", writer))
        for rounds in (1, 2):
            writer = Writer(2, draw)
            stages(writer, rounds)
            found.append((f"stages {rounds}", writer))
        writer = Writer(2, draw)
        cards(writer, 3)
        found.append(("cards 3", writer))
        for players in (2, 3):
            writer = Writer(players, draw)
            ladder(writer, 3)
            found.append((f"perfect information, {players} players", writer))
    return found


def text(writer: Writer) -> str:
    """Return the tree in Gambit's format; information sets are labelled."""
    names = [f"P{k}" for k in range(writer.players)]
    numbers: dict[tuple[int, str], int] = {}
    lines = [f'EFG 2 R "" {{ {" ".join(json.dumps(name) for name in names)} }}', '""']
    chances = ends = 0
    for _, player, place, detail in writer.nodes:
        if player == -2:
            ends += 1
            lines.append(f't "" {ends} "" {{ {", ".join(map(str, detail))} }}')
        elif player == -1:
            chances += 1
            branches = " ".join(f'"{k}" {Fraction(share).limit_denominator(100)}' for k, share in enumerate(detail))
            lines.append(f'c "" {chances} "" {{ {branches} }} 0')
        else:
            own = sum(1 for who, _ in numbers if who == player)
            number = numbers.setdefault((player, place), own + 1)
            actions = " ".join(f'"{k}"' for k in range(detail))
            lines.append(f'p "" {player + 1} {number} {json.dumps(place)} {{ {actions} }} 0')
    return "\n".join(lines) + "\n"


def read(writer: Writer) -> pygambit.Game:
    """Hand a tree to Gambit."""
    file = DATA.with_suffix(".efg")
    file.write_text(text(writer), encoding="utf-8")
    try:
        return pygambit.read_efg(str(file))
    finally:
        file.unlink()


def behaviour(writer: Writer, profile: object) -> dict[str, list[float]]:
    """Return a profile by the label of the set; Gambit lists the sets of a player as preorder meets them."""
    labels = list(dict.fromkeys((player, place) for _, player, place, _ in writer.nodes if player >= 0))
    found = {}
    for player in range(writer.players):
        own = [place for who, place in labels if who == player]
        for place, (_, mix) in zip(own, profile[f"P{player}"], strict=True):
            found[place] = [round(float(mix[str(k)]), 13) for k in range(len(mix))]
    return found


def solved(writer: Writer, queue: multiprocessing.Queue) -> None:
    """Send the branch at some precisions, and then the limit, if it is found."""
    game = read(writer)
    ends = np.array([detail for _, player, _, detail in writer.nodes if player == -2], float)
    precisions = [round(limit / float(np.ptp(ends)), 6) for limit in LIMITS]
    branch = pygambit.qre.logit_solve_lambda(game, precisions)
    queue.put((precisions, [behaviour(writer, point.profile) for point in branch]))
    found = pygambit.nash.logit_solve(game)
    queue.put(behaviour(writer, found.equilibrium) if found.success else None)


def asked(writer: Writer) -> tuple[object, object]:
    """Ask in a process of its own, which can be stopped."""
    queue: multiprocessing.Queue = multiprocessing.Queue()
    process = multiprocessing.Process(target=solved, args=(writer, queue))
    process.start()
    answers: list[object] = []
    try:
        for _ in range(2):
            answers.append(queue.get(timeout=SECONDS))
    except Exception:
        answers += [None] * (2 - len(answers))
    process.terminate()
    process.join()
    return answers[0], answers[1]


if __name__ == "__main__":
    records = []
    for kind, writer in games():
        way, end = asked(writer)
        precisions, branch = way if way is not None else ([], [])
        records.append({"kind": kind, "nodes": writer.nodes, "precision": precisions, "branch": branch, "limit": end})
    told = f"pygambit {pygambit.__version__}, qre.logit_solve_lambda and nash.logit_solve on the extensive form"
    DATA.write_text(json.dumps({"provenance": told, "games": records}) + "\n")
