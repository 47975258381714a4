"""Which form a promise takes: one actor proposes a form, the others accept or refuse it, and then bodies ratify it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from negsim.errors import InvalidGame
from negsim.games.base import Array, Values
from negsim.scenario.expression import Expression
from negsim.scenario.layout import called
from negsim.scenario.model import Scenario
from negsim.studies.promises.forms import block_of, worth
from negsim.studies.promises.record import Promises
from negsim.studies.solve import scenario_of


def promises(what: Scenario | str | Path, values: Values = {}) -> Promises:
    """Compare the forms that a promise can take, from an unspoken understanding to a ratified treaty.

    A form is worth the chance that it comes about times what it brings: so much a year until it is taken back, at a
    rate a year, in today's points, less what adopting it costs. Bodies ratify apart from each other. By going backwards
    one finds who would accept which form, and which is proposed.

    Parameters
    ----------
    what
        A scenario, its name or its path, whose ``games.bargaining.promises`` describes the forms.
    values
        Numbers for some parameters, or arrays of one number a game.

    Raises
    ------
    NotApplicable
        If the scenario says nothing of promises.
    InvalidGame
        If a threshold is above the number of voters, or a probability or rate makes no sense.
    """
    scenario = scenario_of(what)
    block = block_of(scenario)
    told = {actor for form in block.forms.values() for actor in (*form.worth, *form.cost)} | set(block.refused)
    actors = (block.chooser, *(actor for actor in scenario.actors if actor in told - {block.chooser}))
    found = {form.id: worth(scenario, form, block.rate, actors, values) for form in block.forms.values()}
    nothing = Expression("0")
    refused = scenario.evaluate({actor: block.refused.get(actor, nothing) for actor in actors}, values)
    for actor, given in refused.items():
        if not np.isfinite(given).all():
            raise InvalidGame(f"games.bargaining.promises.refused.{actor} is not a number")
    count = max((len(part) for each in found.values() for part in (each.adopted, each.years, each.gain)), default=1)
    count = max(count, *map(len, refused.values()))

    def batch(parts: list[Array]) -> Array:
        return np.stack([np.broadcast_to(part, (count, *part.shape[1:])) for part in parts], axis=1)

    return Promises(
        forms=tuple(found),
        actors=actors,
        bodies={
            form: {body: np.broadcast_to(chance, (count,)) for body, chance in each.bodies.items()}
            for form, each in found.items()
        },
        adopted=batch([each.adopted for each in found.values()]),
        lasts=batch([each.lasts for each in found.values()]),
        years=batch([each.years for each in found.values()]),
        gain=batch([each.gain for each in found.values()]),
        refused=batch([refused[actor] for actor in actors]),
        concerned=np.array(
            [[actor in form.worth or actor in form.cost for actor in actors] for form in block.forms.values()]
        ),
        names=_names(scenario),
        title=scenario.title,
        basis=scenario.basis,
    )


def _names(scenario: Scenario) -> dict[str, str]:
    forms = block_of(scenario).forms.values()
    names = dict(called(scenario)) | {form.id: form.name for form in forms}
    return names | {body_id: body.name for form in forms for body_id, body in form.bodies.items()}
