"""Every fact on which a comparison's sentences rest holds: recomputed from the payoffs alone, move by move."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

import negsim
from negsim.studies.compare.facts import KINDS

SCENARIOS = (
    "baseline_impasse",
    "three_demands",
    "minsk_first_three",
    "missile_nondeployment",
    "moratorium_length",
    "neighbours_membership",
    "unbundled_vs_package",
    "cfe2_multi_issue",
    "elmira",
)
CLOSE = 1e-7
CONCEPTS = ("gmr", "smr", "seq", "sseq")


@pytest.fixture(scope="module", params=SCENARIOS)
def found(request):
    return negsim.compare(request.param)


@pytest.fixture(scope="module")
def grand_game():
    return negsim.compare("four_track_grand_game")


class Recomputed:
    """A scenario's outcomes as tuples of levels, with everything else worked out by looking at each of them."""

    def __init__(self, comparison, lens):
        self.comparison, self.lens = comparison, lens
        scenario = comparison.scenario
        self.actors = list(scenario.actors)
        self.owner = [move.actor for move in scenario.moves.values()]
        self.labels = scenario.outcome_labels()
        table = scenario.payoff_table()[0]
        self.worth = {
            (actor, label): float(table[k, n])
            for k, actor in enumerate(self.actors)
            for n, label in enumerate(self.labels)
        }
        final = getattr(scenario.games.get("conflict"), "irreversible", ()) if lens.form == "conflict" else ()
        self.members = {}  # of states that are several outcomes
        if lens.form == "conflict":
            for label, meets in getattr(scenario.games.get("conflict"), "coalesce", {}).items():
                self.members[label] = [self.labels[k] for k in np.flatnonzero(scenario.over_outcomes((meets,))[0, 0])]
        self.lasting, self.kept = [], []
        for move in scenario.moves.values():
            lasts = lens.form == "conflict" and (not move.reversible or move.id in final)
            self.lasting.append([level.id for level in move.levels] if lasts else None)
            self.kept.append({level.id for level in move.levels if f"{move.id}.{level.id}" in final})

    def one_of(self, who, here, label):
        """The outcome that a label is; of a state that is several, one to which an actor can go, or the first."""
        among = self.members.get(label, [label])
        reached = [each for each in among if len(among) > 1 and who in self.actors and self.can(who, here, each)]
        return [*reached, *among][0]

    def gain(self, actor, here, there):
        return self.worth[actor, there] - self.worth[actor, here]

    def alone(self, actor, here):
        """Where an actor can go by its own moves."""
        return [label for label in self.labels if label != here and self.can(actor, here, label)]

    def can(self, actor, here, there):
        parts = zip(here.split(" / "), there.split(" / "), self.owner, self.lasting, self.kept, strict=True)
        return here != there and all(
            one == other
            or (owner == actor and one not in kept and (order is None or order.index(one) < order.index(other)))
            for one, other, owner, order, kept in parts
        )

    def answers(self, player, start, credible):
        """Everything that the others can bring about, nobody moving twice in succession."""
        todo, seen = [(start, None)], set()
        while todo:
            here, last = todo.pop()
            for mover in self.actors:
                if mover in (player, last):
                    continue
                for there in self.alone(mover, here):
                    if (there, mover) not in seen and (not credible or self.gain(mover, here, there) > CLOSE):
                        seen.add((there, mover))
                        todo.append((there, mover))
        return {there for there, _ in seen}

    def deters(self, concept, player, here, end):
        """Whether some answer to an improvement leaves a player no better off, and for good where it may respond."""
        sanctions = [
            each
            for each in self.answers(player, end, concept in ("seq", "sseq"))
            if self.gain(player, here, each) <= CLOSE
        ]
        if concept in ("gmr", "seq"):
            return bool(sanctions)
        return any(
            all(self.gain(player, here, back) <= CLOSE for back in self.alone(player, each)) for each in sanctions
        )

    def followed(self, leader, own):
        """What follows a commitment: the other's best reply, of equally good ones the leader's favourite."""
        other = next(actor for actor in self.actors if actor != leader)
        cells = [label for label in self.labels if self.part(leader, label) == own]
        best = max(self.worth[other, label] for label in cells)
        return max(
            (label for label in cells if self.worth[other, label] >= best - CLOSE), key=lambda c: self.worth[leader, c]
        )

    def part(self, actor, label):
        return tuple(part for part, owner in zip(label.split(" / "), self.owner, strict=True) if owner == actor)

    def floor(self, actor, here):
        return min(
            self.worth[actor, label] for label in self.labels if self.part(actor, label) == self.part(actor, here)
        )

    def on_average(self, actor, here):
        """What an actor's part in an outcome earns against what the others do, by their probabilities."""
        choices = self.lens.solution.game.choices
        chance = dict(
            zip(
                zip(choices.player.tolist(), choices.actions, strict=True),
                self.lens.solution.result.weights[0],
                strict=True,
            )
        )
        layout = self.comparison.scenario.strategy_layout()
        total = 0.0
        for cell in np.ndindex(layout.outcome.shape):
            label = self.labels[layout.outcome[cell]]
            if self.part(actor, label) == self.part(actor, here):
                others = [chance[k, layout.strategies[k][s]] for k, s in enumerate(cell) if self.actors[k] != actor]
                total += self.worth[actor, label] * np.prod(others)
        return total

    def without(self):
        """What each party gets without agreement, and whether it may be compared with outcomes."""
        game = self.lens.solution.game
        return dict(zip(game.players, game.disagreement[0], strict=True))

    def listed(self):
        agenda = self.comparison.scenario.agenda()
        return [agenda.scenario.outcome_label(int(k)) for k in agenda.outcomes]

    def agreed(self, who=None):
        """What each party, or one, expects from what is agreed."""
        solution = self.lens.solution
        game, result = solution.game, solution.result
        paid = sum(
            share * game.payoffs[0, :, k] for k, share in zip(result.agreement[0], result.weights[0], strict=True)
        )
        paid = dict(zip(game.players, paid, strict=True))
        return paid if who is None else paid[who]

    def measure(self, kind, label, worth=None):
        """The number that a solution of bargaining makes largest, from the gains of an outcome, or other payoffs."""
        none = self.without()
        worth = worth or {actor: self.worth[actor, label] for actor in none}
        gains = np.array([worth[actor] - none[actor] for actor in none])
        if kind == "utilitarian":
            return gains.sum()
        if kind == "nash_bargaining":
            return np.prod(np.maximum(gains, 0))
        if kind == "egalitarian":
            return gains.min()
        fine = [other for other in self.listed() if all(self.worth[a, other] - none[a] >= -CLOSE for a in none)]
        hopes = np.array([max(self.worth[a, other] - none[a] for other in fine) for a in none])
        return min(gain / hope for gain, hope in zip(gains, hopes, strict=True) if hope > CLOSE)

    def best(self, kind):
        """The largest such number over a list; with lotteries, in what is agreed, if no outcome has more."""
        none = self.without()
        fine = [other for other in self.listed() if all(self.worth[a, other] - none[a] >= -CLOSE for a in none)]
        listed = max(self.measure(kind, other) for other in fine)
        if not self.lens.solution.game.lotteries:
            return listed
        mixed = self.measure(kind, "", self.agreed())
        return mixed if mixed >= listed - CLOSE else listed


def holds(fact, known):  # noqa: C901
    """Whether one fact is true, as far as it is about outcomes."""
    kind, who, amount = fact.kind, fact.who, fact.amount
    here = known.one_of("", "", fact.here)
    there = known.one_of(who, here, fact.there)
    near = lambda value: abs(value - amount) <= CLOSE * max(1.0, abs(amount))  # noqa: E731
    if kind == "share":
        return near(known.lens.shares.get(here, 0.0))
    if kind in ("gains", "moves"):
        credible = kind == "gains" or known.lens.concept in ("seq", "sseq")
        return known.can(who, here, there) and near(known.gain(who, here, there)) and (amount > 0 or not credible)
    if kind == "stays":
        best = max((known.gain(who, here, end) for end in known.alone(who, here)), default=-amount)
        return near(-best) and near(-known.gain(who, here, there)) and amount >= -CLOSE
    if kind == "deterred":
        back = known.alone(who, there) if known.lens.concept in ("smr", "sseq") else []
        calm = all(known.gain(who, here, end) <= CLOSE for end in back)
        return near(known.gain(who, here, there)) and amount <= CLOSE and calm
    if kind.removeprefix("undeterred_") in CONCEPTS:
        return known.gain(who, here, there) > 0 and not known.deters(kind[len("undeterred_") :], who, here, there)
    if kind in ("gains_together", "deterred_together"):
        return near(known.gain(who, here, there)) and (amount > 0) == (kind == "gains_together")
    if kind == "undeterred_together":
        return len(known.actors) > 2 or known.gain(who, here, there) > 0
    if kind == "floor":
        return near(known.floor(who, here))
    if kind == "best_reply":
        return all(known.gain(who, here, end) <= CLOSE for end in known.alone(who, here))
    if kind == "commitment":
        replies = [known.followed(who, known.part(who, label)) for label in (here, there)]
        fine = replies[0] == here or known.worth[who, replies[0]] == known.worth[who, here]
        return fine and near(known.gain(who, there, here))
    if kind == "loss_product":
        ends = [
            label
            for actor in known.actors
            for label in known.labels
            if known.part(actor, label) == known.part(actor, there)
            and all(known.part(a, label) == known.part(a, here) for a in known.actors if a != actor)
        ]
        return near(np.prod([-known.gain(actor, here, end) for actor, end in zip(known.actors, ends, strict=True)]))
    if kind == "loses":
        return near(known.without()[who] - known.worth[who, here]) and amount > 0
    if kind == "agreed_gain":
        return near(known.agreed(who) - known.without()[who])
    if kind == "off_the_table":
        return here not in known.listed()
    if kind == "nothing_better":
        none = known.without()
        return not any(all(known.worth[a, label] - none[a] > CLOSE for a in none) for label in known.listed())
    if kind.endswith("_at_best"):
        return near(known.best(kind.removesuffix("_at_best")))
    if kind in ("nash_bargaining", "kalai_smorodinsky", "egalitarian", "utilitarian"):
        chosen = known.lens.shares.get(here, 0) > 0
        return near(known.measure(kind, here, known.agreed() if chosen else None))
    if kind == "agreed_more":
        rounds = known.lens.solver == "rubinstein"  # what is offered first is agreed, for sure, in the shipped files
        return (not rounds or known.lens.solution.result.agreed[0] == 1) and near(
            known.agreed(who) - known.worth[who, here]
        )
    if kind == "better_on_average":
        return near(known.on_average(who, there) - known.on_average(who, here))
    assert kind in ("keeps", "prefers", "not_credible", "no_way", "refusal"), kind
    return True  # about choices, not outcomes: see the tests of each lens


def wrong(comparison):
    """The facts of a comparison that do not hold."""
    lenses = {lens.name: Recomputed(comparison, lens) for lens in comparison.lenses}
    return [
        (each.between, fact)
        for each in comparison.disagreements
        for name, facts in zip(each.between, each.facts, strict=True)
        for fact in facts
        if not holds(fact, lenses[name])
    ]


def test_every_fact_of_every_reason_holds(found):
    assert wrong(found) == []


def test_every_fact_about_the_outcomes_most_lenses_predict_in_the_grand_game_holds(grand_game):
    first = replace(grand_game, outcomes=grand_game.outcomes[:9])
    assert wrong(first) == []


def test_a_false_fact_would_be_noticed(grand_game):
    lens = grand_game["Nash equilibrium"]
    known = Recomputed(grand_game, lens)
    checked = 0
    for each in grand_game.disagreements[:60]:
        for name, facts in zip(each.between, each.facts, strict=True):
            for fact in facts:
                if fact.kind in ("gains", "stays", "floor", "commitment"):
                    known.lens = grand_game[name]
                    assert not holds(replace(fact, amount=fact.amount + 0.01), known)
                    checked += 1
    assert checked > 40


def test_numbers_of_facts_stand_in_the_sentences(found):
    told = ("gains", "loses")
    for each in found.disagreements:
        for fact in itertools.chain(*each.facts):
            if fact.kind in told and found.scenario.id != "elmira":  # whose preferences only order outcomes
                assert f"{fact.amount:.4g}" in each.because, each.because
            assert fact.kind in KINDS


def test_every_lens_is_named_over_every_outcome_on_which_it_is_alone_or_outvoted(found):
    for outcome in found.outcomes:
        over = [each for each in found.disagreements if each.outcome == outcome]
        lacking = {lens.name for lens in found.judging if outcome not in lens.predicts}
        if len(lacking) in (0, len(found.judging)):
            assert not over
            continue
        assert {name for each in over for name in (each.between[1], *each.also)} == lacking
        for each in over:
            first, second = (found[name] for name in each.between)
            assert outcome in first.predicts and outcome not in second.predicts


def test_answers_that_deter_follow_the_improvement_they_deter(found):
    for each in found.disagreements:
        for facts in each.facts:
            steps = [fact for fact in facts if fact.kind == "moves"]
            ends = [fact for fact in facts if fact.kind == "deterred"]
            if not ends:
                continue
            start = next(fact for fact in facts if fact.kind == "gains")
            path = [start, *steps]
            assert all(one.there == other.here for one, other in itertools.pairwise(path))
            assert all(one.who != other.who for one, other in itertools.pairwise(path))
            assert start.who not in {step.who for step in steps}
            assert (path[-1].there, start.here, start.who) == (ends[0].there, ends[0].here, ends[0].who)
