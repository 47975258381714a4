"""From a checked file to the finished record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from negsim.scenario import schema
from negsim.scenario.build_conflict import preference
from negsim.scenario.build_dynamics import build_games
from negsim.scenario.distribution import distribution_of
from negsim.scenario.expression import Expression
from negsim.scenario.model import Actor, Citation, Claim, Level, Move, Override, Parameter, Scenario, Source
from negsim.scenario.overrides import RESERVED
from negsim.scenario.plan import SweepPlan
from negsim.scenario.preferences import Preference
from negsim.scenario.record import Frozen, frozen
from negsim.scenario.schema_preferences import PreferenceFile
from negsim.scenario.schema_sweep import SweepFile
from negsim.scenario.sources import catalog_sources, citations, documented_move, source
from negsim.scenario.table import PayoffTable


def build(file: schema.ScenarioFile, name: str) -> Scenario:
    """Make the record of a scenario.

    Parameters
    ----------
    file
        Its contents, free of faults.
    name
        The id of a scenario that gives none.
    """
    moves = Frozen({key: _move(key, entry) for key, entry in file.moves.items()})
    levels = {key: tuple(level.id for level in move.levels) for key, move in moves.items()}
    formulas = {key: Expression(text) for key, text in file.measures.items()}
    return Scenario(
        id=file.id or name,
        title=file.title,
        question=file.question.strip(),
        note=file.note.strip(),
        look_at=file.look_at.strip(),
        seminar=file.seminar.strip(),
        absent=Frozen(file.absent),
        basis=file.basis,
        unit=file.unit,
        actors=Frozen({key: _actor(key, entry) for key, entry in file.actors.items()}),
        moves=moves,
        parameters=Frozen({key: _parameter(key, entry) for key, entry in file.parameters.items()}),
        measures=Frozen({key: formulas[key] for key in in_order(formulas)}),
        payoffs=Frozen({actor: _payoff(file.payoffs[actor], levels) for actor in file.actors}),
        forbidden=tuple(Expression(text) for text in file.forbidden),
        games=build_games(file.games, tuple(file.actors), moves),
        claims=tuple(_claim(entry) for entry in file.claims),
        overrides=Frozen({key: _override(entry) for key, entry in file.overrides.items()}),
        sources=Frozen(_cited(file)),
        sweep=_plan(file.sweep) if file.sweep else None,
    )


def in_order(formulas: Mapping[str, Expression]) -> list[str]:
    """Return the names of measures so that each comes after those it uses; the file's order otherwise.

    Parameters
    ----------
    formulas
        Measures without cycles.
    """
    order: dict[str, None] = {}
    for name in formulas:
        waiting = [name]
        while waiting:
            needs = sorted(need for need in formulas[waiting[-1]].names if need in formulas and need not in order)
            if needs:
                waiting += needs
            else:
                order.setdefault(waiting.pop())
    return list(order)


def table_cells(value: Any) -> list[str]:
    """Return the cells of a nested list as formulas, the last level of nesting fastest."""
    if isinstance(value, list):
        return [cell for item in value for cell in table_cells(item)]
    return [value if isinstance(value, str) else repr(value)]


def _payoff(value: Any, levels: Mapping[str, tuple[str, ...]]) -> Expression | PayoffTable | Preference:
    if isinstance(value, PreferenceFile):
        return preference(value, levels)
    if isinstance(value, list):
        return PayoffTable(tuple(map(len, levels.values())), tuple(Expression(cell) for cell in table_cells(value)))
    return Expression(value if isinstance(value, str) else repr(value))


def _actor(key: str, entry: schema.ActorFile) -> Actor:
    return Actor(id=key, name=entry.name or key, note=entry.note, sources=citations(entry.source))


def _parameter(key: str, entry: schema.ParameterFile) -> Parameter:
    low, high = float(entry.low), float(entry.high)
    return Parameter(
        id=key,
        name=entry.name or key,
        value=float(entry.value),
        low=low,
        high=high,
        unit=entry.unit,
        assumption=entry.assumption,
        note=entry.note,
        sources=citations(entry.source),
        distribution=distribution_of(entry.distribution).within(low, high) if entry.distribution else None,
    )


def _plan(entry: SweepFile) -> SweepPlan:
    return SweepPlan(
        design=entry.design,
        n=entry.n,
        seed=entry.seed,
        vary=Frozen(entry.vary),
        overrides=tuple(entry.overrides),
        correlated=tuple((pair.between[0], pair.between[1], float(pair.rank)) for pair in entry.correlated),
        measures=tuple(entry.measures),
    )


def _move(key: str, entry: schema.MoveFile) -> Move:
    used = documented_move(entry.use) if entry.use else None
    named = entry.levels or {
        level: schema.LevelFile.model_validate({})
        for level in (entry.chance or (used.levels if used else ("no", "yes")))
    }
    levels = tuple(_level(number, level, fields) for number, (level, fields) in enumerate(named.items()))
    return Move(
        id=key,
        name=entry.name or (used.name if used else key),
        actor=entry.actor,
        levels=levels,
        initial=entry.initial or levels[0].id,
        reversible=entry.reversible,
        chance=Frozen({level.id: Expression(entry.chance[level.id]) for level in levels if entry.chance}),
        use=entry.use,
        note=entry.note,
        sources=citations(entry.source) or (used.sources if used else ()),
    )


def _level(number: int, key: str, entry: schema.LevelFile) -> Level:
    used = documented_move(entry.use) if entry.use else None
    return Level(
        id=key,
        name=entry.name or (used.name if used else key),
        value=float(number if entry.value is None else entry.value),
        use=entry.use,
        note=entry.note,
        sources=citations(entry.source) or (used.sources if used else ()),
    )


def _claim(entry: schema.ClaimFile) -> Claim:
    return Claim(
        id=entry.id,
        says=entry.says,
        sources=citations(entry.source),
        form=entry.form,
        solver=frozen(entry.solver),
        vary=Frozen({name: (float(low), float(high)) for name, (low, high) in entry.vary.items()}),
        quantity=entry.quantity,
        sign=entry.sign,
        given=Frozen({name: float(value) for name, value in entry.given.items()}),
        overrides=tuple(entry.overrides),
        points=entry.points,
        step=float(entry.step),
        scope=entry.scope,
    )


def _override(entry: Mapping[str, Any]) -> Override:
    named = entry.get("disagreement", ())
    return Override(
        note=entry.get("note", ""),
        sources=citations(entry.get("source", ())),
        disagreements=tuple([named] if isinstance(named, str) else named),
        values=Frozen({path: frozen(value) for path, value in entry.items() if path not in RESERVED}),
    )


def _cited(file: schema.ScenarioFile) -> dict[str, Source]:
    """The sources that are cited anywhere in the file, from the file itself or the catalog."""
    own = {key: source(key, entry.model_dump()) for key, entry in file.sources.items()}
    moves = [_move(key, entry) for key, entry in file.moves.items()]
    found: list[Citation] = [c for move in moves for c in move.sources]
    found += [c for move in moves for level in move.levels for c in level.sources]
    texts = [entry.source for entry in file.actors.values()] + [entry.source for entry in file.parameters.values()]
    texts += [entry.source for entry in file.claims]
    found += [c for text in texts for c in citations(text)]
    found += [c for entry in file.overrides.values() for c in citations(entry.get("source", ()))]
    cited = {c.source for c in found}
    return own | {key: entry for key, entry in catalog_sources().items() if key in cited and key not in own}
