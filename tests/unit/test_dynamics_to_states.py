"""Scenarios over time as stochastic games: states, what can be done in them, where play goes, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.stochastic import StochasticGame
from negsim.games.strategic import StrategicGame
from negsim.scenario.dynamics import Drift, Dynamics, Hazard, StateVariable
from negsim.scenario.expression import Expression
from negsim.scenario.model import Actor, Level, Move, Parameter, Scenario
from negsim.scenario.record import Frozen

DISCOUNT = {"east": "0.9", "west": "0.9"}


def formulas(told):
    return Frozen({name: Expression(text) for name, text in told.items()})


def move(name, actor, levels=("no", "yes"), *, reversible=True, initial=""):
    named = tuple(Level(id=level, name=level, value=float(k)) for k, level in enumerate(levels))
    return Move(id=name, name=name, actor=actor, levels=named, initial=initial or levels[0], reversible=reversible)


def variable(name, levels, *ways, initial=None):
    drifts = tuple(Drift(to=Expression(to), probability=Expression(p) if p else None) for to, p in ways)
    return StateVariable(id=name, levels=tuple(levels), initial=initial or levels[0], drifts=drifts)


def scenario(moves=None, *, payoffs=None, forbidden=(), parameters=(), measures=(), **block):
    moves = moves or [move("arm", "east", ("none", "some", "much")), move("allow", "west")]
    payoffs = payoffs or {"east": "arm - 2*allow", "west": "allow - arm"}
    listed = ("flow", "shares", "allowed", "at_deadline", "discount")
    block = {"discount": DISCOUNT, "standing": tuple(m.id for m in moves)} | block
    block |= {name: formulas(block[name]) for name in listed if name in block}
    block["variables"] = Frozen({part.id: part for part in block.get("variables", ())})
    block["hazards"] = Frozen({part.id: part for part in block.get("hazards", ())})
    actors = {actor: Actor(id=actor, name=actor.title()) for actor in payoffs}
    numbers = {n: Parameter(id=n, name=n, value=v, low=-9, high=9, unit="", assumption="-") for n, v in parameters}
    return Scenario(
        id="drawn",
        title="Drawn",
        actors=Frozen(actors),
        moves=Frozen({m.id: m for m in moves}),
        payoffs=formulas(payoffs),
        parameters=Frozen(numbers),
        measures=formulas(dict(measures)),
        forbidden=tuple(map(Expression, forbidden)),
        games=Frozen({"stochastic": Dynamics(**block)}),
    )


def game(*args, values=None, **kwargs):
    return StochasticGame.from_scenario(scenario(*args, **kwargs), values or {})


def follows(found, state, *actions, item=0):
    """What follows a state and actions given by label: state -> probability."""
    cell = [found.states.index(state)]
    cell += [labels.index(action) for labels, action in zip(found.actions, actions, strict=True)]
    row = np.ravel_multi_index(cell, found.shape)
    chances = found.transitions.dense(len(found.states))[item, row]
    return {found.states[k]: pytest.approx(float(chances[k])) for k in np.flatnonzero(chances)}


def can(found, player, state):
    labels = np.array(found.actions[player])
    return labels[found.available[player][found.states.index(state)]].tolist()


def test_states_are_the_outcomes_and_actions_lead_to_the_outcome_they_make():
    found = game()
    assert found.states == ("none / no", "none / yes", "some / no", "some / yes", "much / no", "much / yes")
    assert found.players == ("east", "west")
    assert found.actions == (("none", "some", "much"), ("no", "yes"))
    assert found.start == 0
    assert follows(found, "none / yes", "much", "no") == {"much / no": 1}
    outcomes = {"none / no": (0, 0), "some / yes": (-1, 0), "much / no": (2, -2)}
    for state, payoffs in outcomes.items():
        here = found.states.index(state)
        cell = np.unravel_index(here, (3, 2))
        assert found.payoffs[(0, slice(None), 0, *cell)].tolist() == list(payoffs)


def test_moves_that_do_not_stand_are_chosen_anew_and_one_state_is_the_strategic_game():
    told = scenario(standing=())
    found = StochasticGame.from_scenario(told)
    assert found.states == ("always",)
    np.testing.assert_array_equal(found.payoffs[:, :, 0], StrategicGame.from_scenario(told).payoffs)
    assert follows(found, "always", "much", "yes") == {"always": 1}


def test_an_irreversible_move_goes_forward_only():
    moves = [move("arm", "east", ("none", "some", "much"), reversible=False), move("allow", "west")]
    found = game(moves)
    assert can(found, 0, "some / no") == ["some", "much"]
    assert can(found, 0, "much / yes") == ["much"]
    assert can(found, 1, "much / yes") == ["no", "yes"]


def test_steps_bound_how_far_a_move_goes_in_a_stage():
    found = game(step=1)
    assert can(found, 0, "none / no") == ["none", "some"]
    assert can(found, 0, "some / no") == ["none", "some", "much"]
    assert can(found, 0, "much / no") == ["some", "much"]


def test_conditions_say_where_a_move_or_a_level_can_be_chosen():
    found = game(allowed={"arm": "allow.no", "arm.much": "arm >= 1"})
    assert can(found, 0, "none / no") == ["none", "some"]
    assert can(found, 0, "some / no") == ["none", "some", "much"]
    assert can(found, 0, "some / yes") == ["some"]
    assert can(found, 0, "much / yes") == ["much"]  # what stands may stay


def test_a_condition_that_leaves_nothing_is_refused():
    with pytest.raises(InvalidGame, match="in state 'always' west has nothing that it may do"):
        game(standing=(), allowed={"allow.no": "0", "allow.yes": "0"})


def test_a_condition_may_not_differ_within_a_batch():
    with pytest.raises(NotApplicable, match=r"games\.stochastic\.allowed\.arm holds in other states.*one at a time"):
        game(allowed={"arm": "wait < 1"}, parameters=[("wait", 0.0)], values={"wait": np.array([0.0, 2.0])})


def test_actors_with_several_moves_choose_a_level_of_each():
    moves = [move("arm", "east"), move("talk", "east"), move("allow", "west")]
    found = game(moves)
    assert found.actions[0] == ("arm: no, talk: no", "arm: no, talk: yes", "arm: yes, talk: no", "arm: yes, talk: yes")
    assert follows(found, "no / no / no", "arm: yes, talk: yes", "no") == {"yes / yes / no": 1}


def test_an_actor_without_moves_is_a_player_without_choice():
    found = game([move("arm", "east")], payoffs={"east": "arm", "west": "-arm"})
    assert found.actions == (("no", "yes"), ("(no move)",))
    assert not found.decides[1].any()


# --- turns -----------------------------------------------------------------------------------------------------------


def test_with_turns_the_state_says_who_moves_and_the_other_leaves_things_as_they_stand():
    found = game(turns="alternating", order=("west", "east"))
    assert found.states[found.start] == "none / no (west to move)"
    assert len(found.states) == 12
    assert can(found, 1, "some / no (west to move)") == ["no", "yes"]
    assert can(found, 0, "some / no (west to move)") == ["some"]
    assert follows(found, "some / no (west to move)", "some", "yes") == {"some / yes (east to move)": 1}
    assert follows(found, "some / yes (east to move)", "much", "yes") == {"much / yes (west to move)": 1}


def test_random_turns_are_drawn_at_every_stage():
    found = game(turns="random", shares={"east": "share", "west": "1 - share"}, parameters=[("share", 0.25)])
    after = {"some / no (east to move)": 0.25, "some / no (west to move)": 0.75}
    assert follows(found, "none / no (east to move)", "some", "no") == after
    even = game(turns="random")
    assert list(follows(even, "none / no (east to move)", "some", "no").values()) == [0.5, 0.5]


def test_shares_that_are_no_probabilities_are_refused():
    with pytest.raises(InvalidGame, match=r"games\.stochastic\.shares are east 0\.5, west 0\.6 for game 0.*sum to 1"):
        game(turns="random", shares={"east": "0.5", "west": "0.6"})


# --- forbidden outcomes ----------------------------------------------------------------------------------------------


def test_with_turns_what_is_forbidden_cannot_be_chosen():
    found = game(turns="alternating", forbidden=["arm.much and allow.yes"])
    assert "much / yes (east to move)" not in found.states
    assert can(found, 0, "some / yes (east to move)") == ["none", "some"]
    assert can(found, 1, "much / no (west to move)") == ["no"]


def test_what_is_forbidden_only_together_is_refused_when_all_act_at_once():
    with pytest.raises(NotApplicable, match=r"in state 'none / no'.*'east: much, west: yes'.*turns: alternating"):
        game(forbidden=["arm.much and allow.yes"])
    with pytest.raises(NotApplicable, match="together they are forbidden"):
        game(forbidden=["arm.much and allow.yes"], flow={"east": "arm", "west": "-arm"})


def test_what_one_actor_alone_may_not_combine_is_no_action():
    moves = [move("arm", "east"), move("talk", "east"), move("allow", "west")]
    found = game(moves, forbidden=["arm and talk"])
    assert not any(state.startswith("yes / yes") for state in found.states)
    assert can(found, 0, "no / no / no") == ["arm: no, talk: no", "arm: no, talk: yes", "arm: yes, talk: no"]


# --- state variables and hazards -------------------------------------------------------------------------------------


def test_variables_follow_their_formulas_with_moves_as_taken():
    heat = variable("heat", ("low", "high"), ("where(arm > 0, 1, heat)", None))
    found = game(standing=("arm",), variables=(heat,))
    assert found.states[:2] == ("none / low", "none / high")
    assert follows(found, "none / low", "some", "no") == {"some / high": 1}
    assert follows(found, "none / high", "none", "yes") == {"none / high": 1}


def test_what_the_probabilities_leave_over_stays():
    heat = variable("heat", ("a", "b", "c"), ("min(heat + 1, 2)", "0.2"), ("max(heat - 1, 0)", "0.3"))
    found = game(standing=(), variables=(heat,))
    assert follows(found, "b", "none", "no") == {"a": 0.3, "b": 0.5, "c": 0.2}
    assert follows(found, "c", "none", "no") == {"b": 0.3, "c": 0.7}
    rest = variable("heat", ("a", "b", "c"), ("2", "0.2"), ("0", None))
    assert follows(game(standing=(), variables=(rest,)), "b", "none", "no") == {"a": 0.8, "c": 0.2}


def test_where_a_variable_goes_may_differ_within_a_batch():
    heat = variable("heat", ("a", "b", "c"), ("min(heat + jump, 2)", "0.5"), ("heat + 0*jump", "0.25"))
    told = {"standing": (), "variables": (heat,), "parameters": [("jump", 1.0)]}
    found = game(**told, values={"jump": np.array([1.0, 2.0, 0.0])})
    each = [{"a": 0.5, "b": 0.5}, {"a": 0.5, "c": 0.5}, {"a": 1}]
    for item, expected in enumerate(each):
        assert follows(found, "a", "none", "no", item=item) == expected
        alone = game(**told, values={"jump": [1.0, 2.0, 0.0][item]})
        assert follows(alone, "a", "none", "no") == expected


def test_two_variables_change_independently():
    coin = [variable(name, ("0", "1"), ("1", chance), ("0", None)) for name, chance in (("x", "0.5"), ("y", "0.1"))]
    found = game(standing=(), variables=coin)
    assert follows(found, "0 / 0", "none", "no") == {"0 / 0": 0.45, "0 / 1": 0.05, "1 / 0": 0.45, "1 / 1": 0.05}


HEAT = variable("heat", ("low", "high"), ("1", None))
CLASH = Hazard(id="clash", rate=Expression("0.1 + 0.4*heat"), payoffs=formulas({"east": "-loss"}))


def test_hazards_end_the_play_and_pay_once():
    found = game(standing=(), variables=(HEAT,), hazards=(CLASH,), parameters=[("loss", 7.0)])
    assert found.states == ("low", "high", "clash")
    assert follows(found, "low", "none", "no") == {"high": 0.5, "clash": 0.5}  # the rate of the level reached
    assert found.ends.tolist() == [False, False, True]
    assert found.payoffs[0, :, 2, 0, 0].tolist() == [-7, 0]
    assert found.final[0, :, 2].tolist() == [-7, 0]  # a clash at the last stage of a deadline counts as well
    assert can(found, 0, "clash") == ["none"]


def test_hazards_may_read_the_situation_before_the_stage():
    before = Hazard(id="clash", rate=CLASH.rate, reads="current")
    found = game(standing=(), variables=(HEAT,), hazards=(before,))
    assert follows(found, "low", "none", "no") == {"high": 0.9, "clash": 0.1}


def test_the_first_of_several_hazards_comes_first():
    both = [Hazard(id="one", rate=Expression("0.5")), Hazard(id="two", rate=Expression("0.4"))]
    assert follows(game(hazards=both), "none / no", "none", "no") == {"none / no": 0.3, "one": 0.5, "two": 0.2}


def test_hazards_of_zero_leave_play_unchanged():
    with_hazard = game(hazards=[Hazard(id="one", rate=Expression("0"))])
    plain = game()
    np.testing.assert_array_equal(with_hazard.transitions.dense(7)[:, :36, :6], plain.transitions.dense(6))
    np.testing.assert_array_equal(with_hazard.payoffs[:, :, :6], plain.payoffs)


def test_a_batch_has_its_own_probabilities_payoffs_and_discounts():
    told = {
        "standing": (),
        "variables": (HEAT,),
        "hazards": (CLASH,),
        "parameters": [("loss", 7.0), ("patience", 0.9)],
        "discount": {"east": "patience", "west": "0.5"},
    }
    found = game(**told, values={"loss": np.array([1.0, 2.0]), "patience": np.array([0.3, 0.4])})
    assert len(found) == 2
    assert found.discount.tolist() == [[0.3, 0.5], [0.4, 0.5]]
    assert len(found.transitions.probability) == 1
    assert found.payoffs[:, 0, 2, 0, 0].tolist() == [-1, -2]


def test_flow_deadline_and_rungs_come_from_the_block():
    found = game(
        standing=("arm",),
        variables=(HEAT,),
        flow={"east": "arm + 10*heat"},
        deadline=4,
        at_deadline={"west": "5*heat"},
        escalation=Expression("arm + heat"),
        hazards=[Hazard(id="one", rate=Expression("0.1"))],
    )
    assert found.horizon == 4
    assert found.payoffs[0, 0, found.states.index("none / high"), 2, 0] == 12  # arm as taken, heat as before
    assert found.payoffs[0, 1, 0, 2, 1] == -1  # west's are the scenario's
    assert found.final[0, 1].tolist() == [0, 5, 0, 5, 0, 5, 0]
    assert found.escalation[0].tolist() == [0, 1, 1, 2, 2, 3, 3]


def test_the_measure_of_escalation_serves_where_the_block_gives_none():
    found = game(measures=[("escalation", "arm + 2*allow")])
    assert found.escalation[0].tolist() == [0, 2, 1, 3, 2, 4]


# --- what is refused -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("way", "told"),
    [
        (
            ("heat + 1", None),
            r"state\.heat\.next is 2 in state 'high' \(.*\) for game 0: its levels are 0 to 1; use min",
        ),
        (("0.5", None), r"state\.heat\.next is 0\.5 in state 'low'"),
        (("1", "1.2"), r"state\.heat\.next\.0\.probability is 1\.2 in state 'low' for game 0.*use min\(1, \.\.\.\)"),
        (("1", "0/0"), r"state\.heat\.next\.0\.probability is nan"),
    ],
)
def test_levels_and_probabilities_out_of_range_are_refused_with_their_place(way, told):
    with pytest.raises(InvalidGame, match=told):
        game(standing=(), variables=(variable("heat", ("low", "high"), way),))


def test_the_game_at_fault_is_named():
    with pytest.raises(InvalidGame, match=r"hazards\.one\.rate is 1\.5 in state 'none / no' for game 1: a probability"):
        game(
            hazards=[Hazard(id="one", rate=Expression("risk"))],
            parameters=[("risk", 0.0)],
            values={"risk": np.array([0.5, 1.5])},
        )


def test_patience_without_an_end_is_refused():
    with pytest.raises(InvalidGame, match="may go on for ever"):
        game(discount={"east": "1", "west": "1"})


def test_a_game_that_would_not_fit_memory_is_refused_before_any_work():
    long = [variable(name, tuple(map(str, range(1000))), (name, None)) for name in ("x", "y")]
    with pytest.raises(NotApplicable, match=r"6,000,000 states \(arm 3, allow 2, x 1000, y 1000\) with 3 x 2 actions"):
        game(variables=long)


def test_moves_of_chance_are_for_trees():
    with pytest.raises(NotApplicable, match="weather is one of chance"):
        game([move("arm", "east"), move("allow", "west"), move("weather", "")])


def test_a_hazard_may_not_be_called_like_a_state():
    with pytest.raises(InvalidGame, match=r"hazards\.low has the name of a state"):
        game(standing=(), variables=(HEAT,), hazards=[Hazard(id="low", rate=Expression("0.1"))])
