"""Why a state of a conflict holds, in sentences: who could gain by moving, and how the others could answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negsim.studies.sanctions.board import Move
from negsim.studies.sanctions.deterrence import CLASSIC, CREDIBLE, LASTING, Answer, Improvement
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.sentences.phrases import begun, joined, whose
from negsim.studies.why import Why

COUNTED = {
    "legal": "",
    "single_step": ", counting answers of a single move only",
    "each_once": ", counting only answers in which nobody moves twice",
}


def told_why(found: Why, names: Mapping[str, str] = {}) -> list[str]:
    """Say why a state is stable or not: a verdict, and a few lines for each player.

    Parameters
    ----------
    found
        What `negsim.studies.why.why` returned.
    names
        Label -> what to call it; the game's own name else.

    Returns
    -------
    list of str
        Sentences about the model, not about the world.
    """
    story = _Story(found, names)
    lines = [line for player in range(len(found.game.players)) for line in story.player(player)]
    return [story.verdict(), *map(begun, lines)]


def told_one(found: Why, player: int, names: Mapping[str, str] = {}) -> list[str]:
    """Say what a player could gain by moving, and how each kind of improvement is met, one sentence or more each.

    Parameters
    ----------
    found, player, names
        What was found; whose improvements; and what labels are called.
    """
    return list(map(begun, _Story(found, names).improvements(player)))


class _Story:
    """What was found out about one state, ready to be worded."""

    def __init__(self, found: Why, names: Mapping[str, str]):
        self.found, self.words = found, Words(found.game, names)
        self.names = self.words.within

    def verdict(self) -> str:
        """Say under which concepts the state is an equilibrium."""
        held = [name for name, holds in self.found.equilibrium.items() if holds]
        state = self.words.state(self.found.state)
        told = _verdict(f"{state} is an equilibrium", f"{state} is no equilibrium", held, self.found.concepts)
        return f"{told}{COUNTED[self.found.sequences]}."

    def player(self, player: int) -> list[str]:
        """Say for which concepts the state is stable for a player, and why."""
        label = self.found.game.players[player]
        held = [concept for concept in self.found.concepts if self.found.stable[concept][label]]
        head = f"{self.names[player]}: {_verdict('stable', 'not stable', held, self.found.concepts)}."
        told = self.improvements(player)
        return [head, *told] if self.found.improvements[player] else [f"{head} {begun(told[0])}"]

    def improvements(self, player: int) -> list[str]:
        """Say how the improvements of a player are met, the worst deterred first, one of each kind."""
        name, found = self.names[player], self.found
        perceived = found.game.perceived
        if perceived is not None and not perceived[player, found.state]:
            return [f"{name} does not know that this state exists."]
        if not found.improvements[player]:
            return [self.untempted(player)]
        kinds: dict[tuple[bool, ...], list[Improvement]] = {}
        for one in found.improvements[player]:
            kinds.setdefault(tuple(answer.holds for answer in one.answers.values()), []).append(one)
        return [
            self.improvement(player, kinds[kind][0], len(kinds[kind]) - 1)
            for kind in sorted(kinds, key=lambda k: sum(k))
        ]

    def untempted(self, player: int) -> str:
        """Say that a player has no improvement, and what the best of its moves would lead to."""
        name, game = self.names[player], self.found.game
        ends = game.graph.targets(player, self.found.state)
        if not len(ends):
            return f"{name} has no move from here."
        if game.degrees is not None or game.perceived is not None:
            return f"{name} has no move to anything better than now."
        best = int(ends[np.argmax(game.payoffs[self.found.item, player, ends])])
        move = Move(player=player, source=self.found.state, target=best, improves=False, final=False)
        end = self.compared(player, best)
        which = "its only move" if len(ends) == 1 else f"the best of its {len(ends):,} moves"
        return f"{name} has no move to anything better than now; {which}, to {self.words.doing(move)}, leaves it {end}."

    def improvement(self, player: int, one: Improvement, more: int) -> str:
        """Say what a player could do, what the others could do then, and how many improvements are met alike."""
        name = self.names[player]
        told = [f"{name} could {self.words.doing(one.move)} and be better off{_final(one.move)}."]
        told += self.answered(player, one.answers)
        told += [f"({more} more improvement{'s' * (more > 1)} of {name}: the same verdict.)"] if more else []
        return " ".join(told)

    def answered(self, player: int, answers: Mapping[str, Answer]) -> list[str]:
        """Say how the others could answer, as credibly and lastingly as they can, and what they cannot."""
        holding = [concept for concept in answers if answers[concept].holds]
        if not answers:
            return []
        best = next((concept for concept in ("sseq", "seq", "smr", "gmr") if concept in holding), "")
        if not best:
            first, answer = next(iter(answers.items()))
            told = [self.undeterred(player, first, answer)]
            return told + (self.uncredible(player, answers) if first == "smr" and answer.sanctions else [])
        told = [self.answer(player, best, answers[best])]
        failing = [concept for concept in ("smr", "sseq") if concept in answers and concept not in holding]
        end = answers[best].moves[-1].target
        if best not in LASTING and failing and end in answers[failing[0]].escaped:
            told.append(self.escape(player, answers[failing[0]], end))
        if best == "seq" and "smr" in holding:
            told.append(self.answer(player, "smr", answers["smr"], opening="Besides,"))
        return told + (self.uncredible(player, answers) if best not in CREDIBLE else [])

    def uncredible(self, player: int, answers: Mapping[str, Answer]) -> list[str]:
        """Say that no answer in the interest of whoever gives it deters a player, or that it can be escaped."""
        answer = next((answers[concept] for concept in CREDIBLE if concept in answers), None)
        if answer is None:
            return []
        if not answer.sanctions:
            return [f"But no answer in the interest of those who would give it deters {self.names[player]}."]
        return [self.answer(player, "seq", answer), self.escape(player, answer, answer.sanctions[0])]

    def answer(self, player: int, concept: str, answer: Answer, opening: str = "After that") -> str:
        """Say by which moves the others leave a player no better off, who gains by them, and whether that lasts."""
        name = self.names[player]
        end = f"which leaves {name} {self.compared(player, answer.moves[-1].target)}{_final(*answer.moves)}"
        if concept in CREDIBLE:
            theirs = [whose(self.names[move.player]) for move in answer.moves]
            theirs[0] += " interest"
            steps = [f"{name} to {self.words.doing(move)}" for name, move in zip(theirs, answer.moves, strict=True)]
            told = f"It would then be in {', then in '.join(steps)}, {end}."
        else:
            steps = [f"{self.names[move.player]} could {self.words.doing(move)}" for move in answer.moves]
            unpaid = list(dict.fromkeys(self.names[move.player] for move in answer.moves if not move.improves))
            cost = f", although {joined(unpaid)} would not gain by that" * bool(unpaid)
            told = f"{opening} {', then '.join(steps)}, {end}{cost}."
        if concept not in LASTING:
            return told
        return f"{told} From there {name} has no move{' to anything better than now' * bool(answer.escapes)}."

    def escape(self, player: int, answer: Answer, end: int) -> str:
        """Say how a player could escape from where the others have brought it."""
        name, rest = self.names[player], len(answer.sanctions) - 1
        move = Move(player=player, source=end, target=answer.escaped[end], improves=True, final=False)
        other = f"; so it could from the {rest} other state{'s' * (rest > 1)} that would deter" * bool(rest)
        return f"But {name} could go on to {self.words.doing(move)} and be better off than now{other}."

    def undeterred(self, player: int, concept: str, answer: Answer) -> str:
        """Say why nothing deters a player, as far as a concept asks."""
        name = self.names[player]
        if not answer.reached:
            idle = "could gain by moving" if concept in CREDIBLE else "has a move"
            return f"After that nobody else {idle}: nothing deters {name}."
        if answer.sanctions:
            told = self.answer(player, "seq" if concept in CREDIBLE else "gmr", answer)
            return f"{told} {self.escape(player, answer, answer.sanctions[0])}"
        where = {1: "the one state", 2: "both states"}.get(answer.reached, f"all {answer.reached:,} states")
        by = " by moves in their own interest" if concept in CREDIBLE else ""
        return f"In {where} that the others can bring about then{by}, {name} is better off than now: nothing deters it."

    def compared(self, player: int, state: int) -> str:
        """Compare a state with now: worse, or as good."""
        found = self.found
        if found.game.degrees is not None:
            return "no better off than now"
        rank = found.game.ranks[found.item, player]
        return "worse off than now" if rank[state] < rank[found.state] else "as well off as now, and no better"


def _final(*moves: Move) -> str:
    """Say that moves cannot be undone."""
    final = np.flatnonzero([move.final for move in moves])
    return " (this cannot be undone)" if len(final) == 1 else " (these moves cannot be undone)" if len(final) else ""


def _verdict(yes: str, no: str, held: Sequence[str], concepts: Sequence[str]) -> str:
    """Say under which concepts something holds, and under which not."""
    missing = [concept for concept in concepts if concept not in held]
    if len(concepts) == len(CLASSIC) and not (held and missing):
        return f"{yes} under {'all five' if held else 'none of the five'} concepts"
    if not held:
        return f"{no} under {called(missing)}"
    return f"{yes} under {called(held)}" + f", not under {called(missing)}" * bool(missing)
