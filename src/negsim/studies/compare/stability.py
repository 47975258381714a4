"""Why a state of a conflict is stable or not: who could gain by moving, and whether an answer is foreseen."""

from __future__ import annotations

from collections.abc import Sequence

from negsim.concepts.coalition_stability import Together, coalitions
from negsim.games.base import IntArray
from negsim.games.conflict import ConflictGame
from negsim.games.graphs.sequences import Sequences
from negsim.studies.compare.facts import Fact, Reason
from negsim.studies.compare.ground import Ground
from negsim.studies.sanctions.board import Move
from negsim.studies.sanctions.deterrence import CREDIBLE, DETERRED, LASTING, Answer, Deterrence, Improvement
from negsim.studies.sentences.conflict_names import Words, called
from negsim.studies.sentences.phrases import joined, whose


class Proofs:
    """What could be done from the states of one conflict, each looked at once.

    Parameters
    ----------
    ground
        The scenario.
    game
        As a conflict.
    state
        Shape (outcome,). Which state each outcome belongs to.
    sequences
        By which sequences of moves the others can answer.
    """

    def __init__(self, ground: Ground, game: ConflictGame, state: IntArray, sequences: Sequences):
        self.ground, self.game, self.state, self.sequences = ground, game, state, sequences
        self.words = Words(game)
        self._found: dict[int, tuple[tuple[Improvement, ...], ...]] = {}

    def improvements(self, outcome: int) -> tuple[tuple[Improvement, ...], ...]:
        """Return for each player its improvements from an outcome, and what the others can do about them."""
        state = int(self.state[outcome])
        if state not in self._found:
            deterrence = Deterrence(self.game, 0, state, self.sequences)
            players = range(len(self.game.players))
            self._found[state] = tuple(deterrence.improvements(player, DETERRED) for player in players)
        return self._found[state]

    def gain(self, move: Move, player: int, since: int | None = None) -> float:
        """Return what a move, or all moves since a state, bring a player."""
        payoffs = self.game.payoffs[0, player]
        return float(payoffs[move.target] - payoffs[move.source if since is None else since])

    def fact(self, kind: str, player: int, here: int, there: int, amount: float) -> Fact:
        """Return a fact about a player, between states."""
        states = self.game.states
        return Fact(kind=kind, who=self.game.players[player], here=states[here], there=states[there], amount=amount)

    def step(self, move: Move) -> Fact:
        """Return what a move brings whoever makes it."""
        return self.fact("moves", move.player, move.source, move.target, self.gain(move, move.player))


class Stable:
    """Stability of states under one of the classic concepts.

    Parameters
    ----------
    proofs
        What could be done from each state.
    concept
        ``nash``, ``gmr``, ``smr``, ``seq`` or ``sseq``.
    """

    def __init__(self, proofs: Proofs, concept: str):
        self.proofs, self.concept = proofs, concept

    def holds(self, outcome: int) -> Reason:
        """Return the best improvement that anybody has, and the answer that deters it; or that nobody has any."""
        found = self.proofs.improvements(outcome)
        tempted = [one for improvements in found for one in improvements]
        if not tempted or self.concept == "nash":
            return self._content(outcome)
        one = max(tempted, key=lambda each: self.proofs.gain(each.move, each.move.player))
        answer = one.answers[self.concept]
        opening = self._tempted(one)
        answered = self._answered(one, answer)
        others = len(tempted) - 1
        rest = f" (and so for {others} more improvement{'s' * (others > 1)})" if others else ""
        return Reason(
            text=f"{opening.text}, but {answered.text}{rest}",
            facts=(*opening.facts, *answered.facts),
        )

    def fails(self, outcome: int) -> Reason:
        """Return an improvement that nothing deters, as far as the concept looks."""
        for improvements in self.proofs.improvements(outcome):
            for one in improvements:
                if self.concept == "nash":
                    return self._tempted(one)
                if not one.answers[self.concept].holds:
                    return self._undeterred(one, one.answers[self.concept])
        return Reason(text="it is stable, but not among those found")

    def _content(self, outcome: int) -> Reason:
        """Nobody has an improvement."""
        state = int(self.proofs.state[outcome])
        facts = []
        for player in range(len(self.proofs.game.players)):
            ends = self.proofs.game.graph.targets(player, state)
            if len(ends) and self.proofs.game.perceived is None:
                best = int(ends[self.proofs.game.payoffs[0, player, ends].argmax()])
                amount = self.proofs.game.payoffs[0, player, state] - self.proofs.game.payoffs[0, player, best]
                facts.append(self.proofs.fact("stays", player, state, best, float(amount)))
        better = "anything better" if self.proofs.game.perceived is None else "anything better that it knows of"
        return Reason(text=f"nobody has a move to {better}{self._barred(outcome, state)}", facts=tuple(facts))

    def _barred(self, outcome: int, state: int) -> str:
        """Say who would be better off by a switch that can no longer be made, where somebody would."""
        ground, game = self.proofs.ground, self.proofs.game
        player, end, gain = ground.tempted(outcome)
        if gain <= ground.nothing or int(self.proofs.state[end]) in game.graph.targets(player, state):
            return ""
        return f", as {ground.called[player]} can no longer switch {ground.changed(outcome, end)}"

    def _tempted(self, one: Improvement) -> Reason:
        move = one.move
        gain = self.proofs.gain(move, move.player)
        name = self.proofs.words.within[move.player]
        fact = self.proofs.fact("gains", move.player, move.source, move.target, gain)
        text = f"{name} could {self.proofs.words.doing(move)} and {self.proofs.ground.gaining(gain)}"
        return Reason(text=text, facts=(fact,), short=self.proofs.ground.short(gain))

    def _answered(self, one: Improvement, answer: Answer) -> Reason:
        """By which moves the others leave whoever improved no better off than before."""
        player, start = one.move.player, one.move.source
        name = self.proofs.words.within[player]
        text = self._steps(answer.moves)
        loss = -self.proofs.gain(answer.moves[-1], player, start)
        left = self.proofs.ground.left(loss)
        text += f", which would leave {name} {left}"
        if self.concept in LASTING:
            text += " without a way out"
        facts = [self.proofs.step(move) for move in answer.moves]
        facts.append(self.proofs.fact("deterred", player, start, answer.moves[-1].target, -loss))
        return Reason(text=text, facts=tuple(facts))

    def _steps(self, moves: Sequence[Move]) -> str:
        """Say who would do what; for concepts that ask for it, that it is in their interest."""
        words = self.proofs.words
        if self.concept in CREDIBLE:
            theirs = [f"{whose(words.within[move.player])} interest to {words.doing(move)}" for move in moves]
            return f"it would then be in {', then in '.join(theirs)}"
        told = ", then ".join(f"{words.within[move.player]} could {words.doing(move)}" for move in moves)
        costly = list(dict.fromkeys(words.within[move.player] for move in moves if not move.improves))
        return f"{told} (although {joined(costly)} would not gain by it)" if costly else told

    def _undeterred(self, one: Improvement, answer: Answer) -> Reason:
        """An improvement that the others do not answer, or from whose answers there is a way out."""
        tempted = self._tempted(one)
        credible = self.concept in CREDIBLE
        if answer.sanctions:
            text = "and then escape every answer" + " in the others' interest" * credible
        elif answer.reached:
            text = "and no answer" + " in the others' interest" * credible + " would take that away"
        else:
            text = "and nobody else would gain by moving then" if credible else "and nobody else could move then"
        move = one.move
        fact = self.proofs.fact(f"undeterred_{self.concept}", move.player, move.source, move.target, 0.0)
        return Reason(text=f"{tempted.text}, {text}", facts=(*tempted.facts, fact))


class StableTogether:
    """Stability against groups that move together, with answers in the interest of those who give them (CSEQ).

    Parameters
    ----------
    proofs
        What could be done from each state.
    """

    def __init__(self, proofs: Proofs):
        self.proofs, self.together = proofs, Together(proofs.game)
        self.groups = coalitions(range(len(proofs.game.players)))

    def holds(self, outcome: int) -> Reason:
        """Return what the group that is tempted most could do, and how the others would answer."""
        state = self._state(outcome)
        tempted = [
            (self._least(group, state, int(end)), group, int(end))
            for group in self.groups
            for end in self.together.improvements(group, state)
        ]
        if not tempted:
            return Reason(
                text="neither anybody alone nor any group has a move to what is better for each that takes part"
            )
        _, group, end = max(tempted)
        return self._answered(group, state, end, len(tempted) - 1)

    def fails(self, outcome: int) -> Reason:
        """Return the first group that has an improvement nobody answers."""
        state = self._state(outcome)
        for group in self.groups:
            others = tuple(player for player in range(len(self.proofs.game.players)) if player not in group)
            for end in map(int, self.together.improvements(group, state)):
                answers = self.together.answers(others, end)
                if all(self.together.better(group, state, each) for each in answers):
                    return self._undeterred(group, state, end)
        return Reason(text="it is stable, but not among those found")

    def _answered(self, group: tuple[int, ...], state: int, end: int, more: int) -> Reason:
        """A joint improvement, and the state to which the others would go then in their own interest."""
        players = range(len(self.proofs.game.players))
        others = tuple(player for player in players if player not in group)
        answers = [each for each in self.together.answers(others, end) if not self.together.better(group, state, each)]
        answer = min(answers, key=lambda each: self._least(group, state, each))
        payoffs, words = self.proofs.game.payoffs[0], self.proofs.words
        loser = min(group, key=lambda player: float(payoffs[player, answer] - payoffs[player, state]))
        loss = float(payoffs[loser, state] - payoffs[loser, answer])
        left = self.proofs.ground.left(loss)
        going = self._going(group, state, end)
        theirs = joined([words.within[k] for k in others])
        rest = f" (and so for {more} more improvement{'s' * (more > 1)})" * bool(more)
        return Reason(
            text=f"{going.text}, but it would then be in the interest of {theirs} to "
            f"go on to {words.state(answer)}, which would leave {words.within[loser]} {left}{rest}",
            facts=(*going.facts, self.proofs.fact("deterred_together", loser, state, answer, -loss)),
        )

    def _undeterred(self, group: tuple[int, ...], state: int, end: int) -> Reason:
        going = self._going(group, state, end)
        facts = [self.proofs.fact("undeterred_together", player, state, end, 0.0) for player in group]
        alone = "nobody is left who could take that away"
        told = "no answer in the others' interest would take that away" if len(group) < len(self.groups[-1]) else alone
        return Reason(text=f"{going.text}, and {told}", facts=(*going.facts, *facts))

    def _going(self, group: tuple[int, ...], state: int, end: int) -> Reason:
        """Where a group could go, and what each of it would gain."""
        payoffs, words = self.proofs.game.payoffs[0], self.proofs.words
        gains = {player: float(payoffs[player, end] - payoffs[player, state]) for player in group}
        facts = [self.proofs.fact("gains_together", player, state, end, gain) for player, gain in gains.items()]
        who, together = joined([words.within[player] for player in group]), " together" * (len(group) > 1)
        each = f"gain {joined([f'{gain:.4g}' for gain in gains.values()])}"
        told = "be better off" if self.proofs.ground.ordinal else each
        return Reason(text=f"{who} could{together} go to {words.state(end)} and {told}", facts=tuple(facts))

    def _least(self, group: tuple[int, ...], state: int, end: int) -> float:
        """What whoever of a group gains least would gain."""
        payoffs = self.proofs.game.payoffs[0, list(group)]
        return float((payoffs[:, end] - payoffs[:, state]).min())

    def _state(self, outcome: int) -> int:
        return int(self.proofs.state[outcome])


def stable_name(concept: str) -> str:
    """Return what sentences call stability under a concept: "SEQ stability".

    Parameters
    ----------
    concept
        ``nash``, ``gmr``, ``smr``, ``seq`` or ``sseq``.
    """
    return f"{called([concept])} stability"
