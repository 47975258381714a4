"""What would make a state an equilibrium, as plain dictionaries and lists: what the published schema describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim import __version__
from negsim.games.conflict import ConflictGame
from negsim.scenario.model import Scenario, basis_of
from negsim.studies.goals import Goals
from negsim.studies.inverse import Inverse, Need
from negsim.studies.rankings.parameters import ParameterChange
from negsim.studies.rankings.shares import Share
from negsim.studies.rankings.swaps import Ranking
from negsim.studies.sentences.inverse import clause, sentences
from negsim.views.records.answers import SCHEMA, of_scenario

EXACT = 2**53  # integers above are told as text: not every reader of JSON keeps their digits


def of_inverse(
    goals: Sequence[Goals], state: str | int, scenario: Scenario | None = None, overrides: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the answers under some concepts with all that is needed to find them again.

    Parameters
    ----------
    goals
        What `negsim.studies.goals.seek` returned for the same states under each concept.
    state
        The wanted state; the others are compared with it.
    scenario
        What they were found in; None when it was a game.
    overrides
        The names of the overrides that were applied to it.
    """
    found = [each.of(state) for each in goals]
    first = found[0]
    return {
        "negsim": __version__,
        "schema": SCHEMA.format(name="inverse"),
        "scenario": None if scenario is None else of_scenario(scenario, overrides),
        "form": "conflict",
        "state": first.label,
        "number": first.state,
        "concepts": {each.concept: _answer(each) for each in found},
        "goals": {each.states[0].concept: _goals(each) for each in goals if len(each.states) > 1},
        "seed": first.seed,
        "label": basis_of(first.game.comment),
    }


def _goals(goals: Goals) -> dict[str, Any]:
    return {
        "states": [
            {
                "state": each.label,
                "number": each.state,
                "equilibrium": each.equilibrium,
                "share": each.share.value,
                "swaps": each.together.swaps,
                "raise_by": dict(zip(each.game.players, map(_clean, each.together.raise_by), strict=True)),
                "parameters": [_change(change) for change in each.parameters],
            }
            for each in goals.states
        ],
        "every": _share(goals.every),
        "some": _share(goals.some),
    }


def _answer(found: Inverse) -> dict[str, Any]:
    game = found.game
    return {
        "equilibrium": found.equilibrium,
        "rankings": _share(found.share),
        "together": {
            "swaps": found.together.swaps,
            "fewest": found.together.fewest,
            "rankings": {
                player: _ranking(game, ranking)
                for player, ranking in zip(game.players, found.together.rankings, strict=True)
            },
            "raise_by": dict(zip(game.players, map(_clean, found.together.raise_by), strict=True)),
        },
        "parties": {need.player: _need(found, need) for need in found.needs},
        "parameters": [_change(change) for change in found.parameters],
        "sentences": list(sentences(found)),
    }


def _need(found: Inverse, need: Need) -> dict[str, Any]:
    states = found.game.states
    return {
        "stable": need.stable,
        "clauses": [
            {
                "no_better": [[states[q] for q in sorted(part)] for part in parts],
                "met": number not in need.unmet,
                "sentence": clause(found, need, number),
            }
            for number, parts in enumerate(need.condition.clauses)
        ],
        "comparisons": None
        if need.comparisons is None
        else [[states[q] for q in sorted(part)] for part in need.comparisons],
        "rankings": _share(need.share),
        "swaps": {
            "count": need.swaps.count,
            "sunk": [states[q] for q in need.swaps.sunk],
            "ranking": _ranking(found.game, need.swaps.ranking),
        },
        "raise_by": _clean(need.payoffs.raise_by),
        "change_by": _clean(need.payoffs.change_by),
        "no_higher": [states[q] for q in need.payoffs.level],
    }


def _change(change: ParameterChange) -> dict[str, Any]:
    return {
        "parameter": change.parameter,
        "default": change.default,
        "value": change.value,
        "exact": None if change.exact is None else str(change.exact),
        "direction": "rises" if change.rises else "falls",
        "reached": change.reached,
        "sentence": change.sentence,
    }


def _share(share: Share) -> dict[str, Any]:
    counted = share.counted
    return {
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "samples": share.samples,
        "strict": None if counted is None else _whole(counted.strict),
        "of_strict": None if counted is None else _whole(counted.of_strict),
        "weak": None if counted is None else _whole(counted.weak),
        "of_weak": None if counted is None else _whole(counted.of_weak),
    }


def _ranking(game: ConflictGame, ranking: Ranking) -> list[list[str]]:
    return [[game.states[q] for q in level] for level in ranking]


def _whole(count: int | None) -> int | str | None:
    return count if count is None or abs(count) <= EXACT else str(count)


def _clean(value: float) -> float:
    """A payoff without the dust that rounding leaves."""
    return float(f"{value:.12g}")
