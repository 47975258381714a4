"""Play over time built array by array is what a plain loop over states, actions and chances builds."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.stochastic import StochasticGame
from negsim.scenario.dynamics import Drift, Dynamics, Hazard, StateVariable
from negsim.scenario.expression import Expression
from negsim.scenario.model import Actor, Level, Move, Parameter, Scenario
from negsim.scenario.record import Frozen

ACTORS = ("east", "west")
SIZES = {"a": 3, "b": 2, "c": 2}  # moves: a and c are east's, b is west's
OWNER = {"a": "east", "b": "west", "c": "east"}
WAYS = ["where(a + b > 1, min(heat + 1, 2), max(heat - 1, 0))", "min(heat + b, 2)", "heat", "2 - heat", "abs(a - heat)"]
CHANCES = ["p", "0.25*b", "p*(heat > 0)", "0.5 - 0.1*a"]
RATES = ["p", "0.1*heat", "0.3*(a > 0 and heat.high)", "min(1, q*a)", "0"]
PAYOFFS = ["a - 2*b", "heat*a + q", "where(c, b, -heat)", "3"]
FORBIDDEN = ["a == 2 and c", "a == 2 and b", "b and c", "a == 1 and b and c"]
ALLOWED = {"a": "heat > 0", "b.yes": "heat < 2", "c": "q > 0"}


def formulas(told):
    return Frozen({name: Expression(text) for name, text in told.items()})


def move(name, reversible):
    labels = ("no", "yes", "fully")[: SIZES[name]]
    levels = tuple(Level(id=label, name=label, value=float(k)) for k, label in enumerate(labels))
    return Move(id=name, name=name, actor=OWNER[name], levels=levels, initial="no", reversible=reversible)


@st.composite
def scenarios(draw):
    ways = draw(st.lists(st.tuples(st.sampled_from(WAYS), st.sampled_from(CHANCES)), max_size=2))
    drifts = tuple(Drift(to=Expression(to), probability=Expression(chance)) for to, chance in ways)
    if draw(st.booleans()):
        drifts += (Drift(to=Expression(draw(st.sampled_from(WAYS)))),)
    heat = StateVariable(id="heat", levels=("low", "mid", "high"), initial="mid", drifts=drifts)
    hazards = [
        Hazard(
            id=f"end {k}",
            rate=Expression(rate),
            reads=draw(st.sampled_from(["reached", "current"])),
            payoffs=formulas({"east": "-q"}),
        )
        for k, rate in enumerate(draw(st.lists(st.sampled_from(RATES), max_size=2)))
    ]
    asked = draw(st.lists(st.sampled_from(sorted(ALLOWED)), unique=True, max_size=2))
    block = Dynamics(
        discount=formulas(dict.fromkeys(ACTORS, "0.9")),
        turns=draw(st.sampled_from(["simultaneous", "alternating", "random"])),
        order=draw(st.sampled_from([(), ("west", "east")])),
        shares=draw(st.sampled_from([Frozen(), formulas({"east": "p", "west": "1 - p"})])),
        standing=tuple(draw(st.lists(st.sampled_from("abc"), unique=True))),
        step=draw(st.sampled_from([None, 1])),
        variables=Frozen({"heat": heat}),
        allowed=formulas({name: ALLOWED[name] for name in asked}),
        hazards=Frozen({hazard.id: hazard for hazard in hazards}),
        flow=formulas({actor: draw(st.sampled_from(PAYOFFS)) for actor in ACTORS}),
    )
    numbers = {
        n: Parameter(id=n, name=n, value=v, low=0, high=9, unit="", assumption="-")
        for n, v in (("p", 0.25), ("q", 0.5))
    }
    return Scenario(
        title="Drawn",
        actors=Frozen({actor: Actor(id=actor, name=actor) for actor in ACTORS}),
        moves=Frozen({name: move(name, draw(st.booleans())) for name in SIZES}),
        payoffs=formulas(dict.fromkeys(ACTORS, "a")),
        parameters=Frozen(numbers),
        forbidden=tuple(map(Expression, draw(st.lists(st.sampled_from(FORBIDDEN), unique=True, max_size=1)))),
        games=Frozen({"stochastic": block}),
    )


def env(levels, heat, values):
    names = dict(values) | {name: float(level) for name, level in levels.items()} | {"heat": float(heat)}
    names |= {f"heat.{label}": float(heat == k) for k, label in enumerate(("low", "mid", "high"))}
    return names | {f"{name}.yes": float(level == 1) for name, level in levels.items()}


def true(formula, levels, heat, values):
    return float(formula(env(levels, heat, values))) != 0


class Slow:
    """The same rules, one state at a time."""

    def __init__(self, scenario, values):
        self.scenario, self.values, self.block = scenario, values, scenario.games["stochastic"]
        self.order = list(self.block.order or ACTORS)

    def exists(self, levels):
        return not any(true(condition, levels, 0, self.values) for condition in self.scenario.forbidden)

    def now(self, state):
        return {name: state[0].get(name, 0) for name in SIZES}

    def may(self, actor, state):
        """The choices of an actor in a state: levels of its moves."""
        present, heat, turn = self.now(state), state[1], state[2]
        own = [name for name in SIZES if OWNER[name] == actor]
        stay = {name: present[name] for name in own}
        if turn is not None and turn != actor:
            return [stay]
        found = []
        for chosen in product(*(range(SIZES[name]) for name in own)):
            taken = dict(zip(own, chosen, strict=True))
            if all(self.reaches(name, present, taken[name], heat) for name in own) and (
                taken == stay or self.exists(present | taken)
            ):
                found.append(taken)
        return found

    def reaches(self, name, present, then, heat):
        told, stands = self.block.allowed, name in self.block.standing
        if stands and then < present[name] and not self.scenario.moves[name].reversible:
            return False
        if stands and self.block.step and abs(then - present[name]) > self.block.step:
            return False
        if name in told and then != present[name] and not true(told[name], present, heat, self.values):
            return False
        level = f"{name}.yes"
        binds = level in told and then == 1 and not (stands and present[name] == 1)
        return not binds or true(told[level], present, heat, self.values)

    def after(self, state, taken):
        """What follows: (levels, heat, turn) or the id of a hazard -> probability."""
        levels, heat = self.now(state) | taken, state[1]
        here, found, left = env(levels, heat, self.values), {}, 1.0
        heats, stands = {}, tuple(sorted((name, levels[name]) for name in self.block.standing))
        for drift in self.block.variables["heat"].drifts:
            chance = left if drift.probability is None else float(drift.probability(here))
            left -= chance
            to = int(drift.to(here))
            heats[to] = heats.get(to, 0.0) + chance
        heats[heat] = heats.get(heat, 0.0) + left
        for to, chance in heats.items():
            for name, hazard in self.block.hazards.items():
                rate = float(hazard.rate(env(levels, to if hazard.reads == "reached" else heat, self.values)))
                found[name] = found.get(name, 0.0) + chance * rate
                chance *= 1 - rate
            for turn, share in self.turns(state[2]):
                key = (stands, to, turn)
                found[key] = found.get(key, 0.0) + chance * share
        return {key: chance for key, chance in found.items() if chance > 1e-12}

    def turns(self, turn):
        if self.block.turns == "simultaneous":
            return [(None, 1.0)]
        if self.block.turns == "alternating":
            return [(self.order[(self.order.index(turn) + 1) % 2], 1.0)]
        told = self.block.shares
        return [(who, float(told[who](self.values)) if told else 0.5) for who in self.order]


def key_of(label, scenario):
    """A state from its label: (standing levels, heat, turn)."""
    block, turn = scenario.games["stochastic"], None
    if label in block.hazards:
        return label
    if block.turns != "simultaneous":
        label, _, rest = label.partition(" (")
        turn = rest.split(" ")[0]
    *stands, heat = label.split(" / ")
    named = [name for name in SIZES if name in block.standing]
    levels = {n: [level.id for level in scenario.moves[n].levels].index(s) for n, s in zip(named, stands, strict=True)}
    return (tuple(sorted(levels.items())), ("low", "mid", "high").index(heat), turn)


@settings(max_examples=120, deadline=None)
@given(scenarios(), st.sampled_from([0.0, 0.2, 0.25]), st.sampled_from([0.0, 0.4]))
def test_states_actions_and_chances_are_those_of_a_plain_loop(scenario, p, q):
    values = {"p": p, "q": q}
    try:
        game = StochasticGame.from_scenario(scenario, values)
    except (NotApplicable, InvalidGame) as refusal:
        assert "forbidden" in str(refusal) or "nothing that it may do" in str(refusal)
        return
    slow, keys = Slow(scenario, values), [key_of(label, scenario) for label in game.states]
    dense = game.transitions.dense(len(keys))[0].reshape(*game.shape, len(keys))
    choices = [list(product(*(range(SIZES[name]) for name in SIZES if OWNER[name] == actor))) for actor in ACTORS]
    for number, key in enumerate(keys):
        if isinstance(key, str):
            assert game.ends[number]
            assert game.payoffs[(0, 0, number, *(0,) * 2)] == -q
            continue
        state = (dict(key[0]), *key[1:])
        may = [[tuple(taken.values()) for taken in slow.may(actor, state)] for actor in ACTORS]
        for player, part in enumerate(game.available):
            assert [choices[player][k] for k in np.flatnonzero(part[number])] == may[player]
        for joint in product(*may):
            taken = {
                name: level
                for actor, chosen in zip(ACTORS, joint, strict=True)
                for name, level in zip([n for n in SIZES if OWNER[n] == actor], chosen, strict=True)
            }
            cell = (number, *(choices[player].index(chosen) for player, chosen in enumerate(joint)))
            expected = slow.after(state, taken)
            found = {keys[k]: chance for k, chance in enumerate(dense[cell]) if chance > 1e-12}
            assert found.keys() == expected.keys()
            assert all(abs(found[k] - expected[k]) < 1e-12 for k in found)
            here = env(taken, key[1], values)
            for player, actor in enumerate(ACTORS):
                assert game.payoffs[(0, player, *cell)] == float(scenario.games["stochastic"].flow[actor](here))
