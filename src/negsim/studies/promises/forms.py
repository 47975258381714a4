"""What a form of a promise is worth: the chance that it comes about, times what it brings until it is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from negsim.errors import InvalidGame, NotApplicable
from negsim.games.base import Array, Values
from negsim.scenario.bargaining import Bargaining, Body, PromiseForm
from negsim.scenario.bargaining import Promises as Block
from negsim.scenario.expression import Expression
from negsim.studies.promises.votes import ROUNDING, ratified

if TYPE_CHECKING:
    from negsim.scenario.model import Scenario

PLACE = "games.bargaining.promises"


@dataclass(frozen=True, kw_only=True, eq=False)
class Worth:
    """What one form brings.

    Attributes
    ----------
    bodies
        Body -> shape (batch,): the probability that it ratifies.
    adopted
        Shape (batch,). The probability that the form comes about, ratification included.
    lasts
        Shape (batch,). The years it is expected to stand once adopted; infinite if it is never taken back.
    years
        Shape (batch,). The same in years of today: ``1 / (rate + revoked)``.
    gain
        Shape (batch, actor). What it is worth to each once it is adopted: worth a year times years, less the cost.
    """

    bodies: Mapping[str, Array]
    adopted: Array
    lasts: Array
    years: Array
    gain: Array


@dataclass(frozen=True, kw_only=True)
class Vote:
    """A body's numbers, and how likely it is to ratify.

    Attributes
    ----------
    name
        What people call it.
    voters, threshold, support, correlation
        As for `negsim.studies.promises.votes.ratified`.
    chance
        The probability that it ratifies.
    """

    name: str
    voters: float
    threshold: float
    support: float
    correlation: float
    chance: float


def votes(scenario: Scenario) -> dict[str, Vote]:
    """Return the bodies that ratify some form of a promise, by id, with the numbers at the defaults.

    Parameters
    ----------
    scenario
        What the file says.
    """
    found = {}
    for form in block_of(scenario).forms.values():
        for name, body in form.bodies.items():
            told = {key: float(column[0]) for key, column in scenario.evaluate(_formulas(body), {}).items()}
            place = f"{PLACE}.forms.{form.id}.ratified_by.{name}"
            found[name] = Vote(name=body.name, **told, chance=float(ratified(**told, place=place)))
    return found


def block_of(scenario: Scenario) -> Block:
    """Return what a scenario says of promises.

    Parameters
    ----------
    scenario
        What the file says.

    Raises
    ------
    NotApplicable
        If it says nothing of them.
    """
    block = scenario.games.get("bargaining")
    if not isinstance(block, Bargaining) or block.promises is None:
        raise NotApplicable(f"the scenario says nothing of forms of a promise. Write {PLACE}")
    return block.promises


def worth(scenario: Scenario, form: PromiseForm, rate: Expression, actors: tuple[str, ...], values: Values) -> Worth:
    """Return what a form brings to each actor.

    Parameters
    ----------
    scenario, values
        What the file says, and numbers for some parameters, or arrays of one number a game.
    form
        The form.
    rate
        The discount rate a year.
    actors
        To whom.

    Raises
    ------
    InvalidGame
        If a probability lies outside 0 to 1, a rate is negative, or a body can never ratify.
    """
    place = f"{PLACE}.forms.{form.id}"
    told = scenario.evaluate({"rate": rate, "adopted": form.adopted, "revoked": form.revoked}, values)
    _check(place, told)
    bodies = {
        name: _ratified(scenario, body, f"{place}.ratified_by.{name}", values) for name, body in form.bodies.items()
    }
    adopted = np.clip(told["adopted"], 0.0, 1.0)
    for chance in bodies.values():
        adopted = adopted * chance
    with np.errstate(divide="ignore"):
        rate_now, revoked = (np.maximum(told[name], 0.0) for name in ("rate", "revoked"))
        years, lasts = 1 / (rate_now + revoked), 1 / revoked
    nothing = Expression("0")
    yearly = scenario.evaluate({actor: form.worth.get(actor, nothing) for actor in actors}, values)
    once = scenario.evaluate({actor: form.cost.get(actor, nothing) for actor in actors}, values)
    endless = np.isinf(years)
    if any((endless & (yearly[actor] != 0)).any() for actor in actors):
        raise InvalidGame(
            f"{place}: a promise that is never taken back is worth no end of points at a rate of 0. Use a rate, or "
            "revoked, above 0"
        )
    finite = np.where(endless, 0.0, years)
    gain = np.stack(np.broadcast_arrays(*(yearly[actor] * finite - once[actor] for actor in actors)), axis=1)
    for k in np.flatnonzero(~np.isfinite(gain).all(0)):
        raise InvalidGame(f"{place}: what it is worth to {actors[k]}, or what it costs, is not a number")
    return Worth(bodies=bodies, adopted=adopted, lasts=lasts, years=years, gain=gain)


def _ratified(scenario: Scenario, body: Body, place: str, values: Values) -> Array:
    return ratified(**scenario.evaluate(_formulas(body), values), place=place)


def _formulas(body: Body) -> dict[str, Expression]:
    return {
        "voters": body.voters,
        "threshold": body.threshold,
        "support": body.support,
        "correlation": body.correlation,
    }


def _check(place: str, told: Mapping[str, Array]) -> None:
    for name, low, high in (("adopted", 0.0, 1.0), ("revoked", 0.0, np.inf), ("rate", 0.0, np.inf)):
        out = ~((told[name] >= low - ROUNDING) & (told[name] <= high + ROUNDING))
        if out.any():
            where = PLACE if name == "rate" else place
            asked = "a number from 0 to 1" if name == "adopted" else "0 or more"
            raise InvalidGame(f"{where}.{name} is {told[name][out][0]:g}. Use {asked}")
