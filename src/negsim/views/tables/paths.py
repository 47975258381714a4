"""Tables of escalation paths: where play ends and when, stage by stage, its likeliest routes, its critical moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from negsim.studies.paths import Paths
from negsim.studies.play.likely_paths import Path
from negsim.views.tables.about import label_of, solver_name
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import LEAST as SEEN
from negsim.views.wording import listed, mixture, number, small

SHOWN = 5  # routes and critical moves on a screen
COLUMNS = 4  # outcomes with a column of their own in the table by stage
STAGES = (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)  # and the last one
LEAST = 5e-7  # outcomes less likely than this are counted and not listed


@table.register
def of_paths(found: Paths) -> Table:
    """List where play ends: how likely, and how soon.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    """
    ends = found.endings
    likely = ends.probability[:-1] + found.shares[-1, :-1]
    order = [k for k in np.argsort(-likely, kind="stable") if likely[k] > LEAST]
    rows: list[list[Cell]] = [
        [
            found.chain.outcomes[k],
            float(found.shares[-1, k]),
            float(ends.probability[k]),
            _finite(ends.time[k]),
            *map(_whole, ends.quantiles[k]),
        ]
        for k in order
    ]
    rows.append([found.chain.outcomes[-1], float(found.shares[-1, -1]), float(ends.probability[-1]), None, *[None] * 3])
    columns = ["where play ends", _by(found), "in the end", "stages on average", "10 % by", "half by", "90 % by"]
    hidden = [found.chain.outcomes[k] for k in range(len(likely)) if k not in order]
    notes = (
        _meaning(found),
        f"Of probability 0 under these plans and numbers: {listed(hidden)}." if hidden else "",
        *_others(found),
    )
    return filled(_title(found), columns, rows, notes=(*notes, label_of(found.solution)))


def sections(found: Paths, most: int | None = SHOWN) -> tuple[Table, ...]:
    """Return all there is to say about paths as short tables, to be read one after the other.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    most
        The most routes and critical moves to list, next to some stages; None for all of everything.
    """
    first, label = of_paths(found), label_of(found.solution)
    parts = [
        first.with_notes(simulation(found)) if found.trajectories else first,
        by_stage(found, shortened(found.horizon) if most else range(found.horizon + 1)),
        by_route(found).head(most, "use --all"),
        by_critical_move(found).head(most, "use --all"),
    ]
    parts = [
        Table(
            title=part.title,
            question=part.question,
            columns=part.columns,
            rows=part.rows,
            notes=tuple(note for note in part.notes if note != label),
        )
        for part in parts
        if part.rows
    ]
    return (*parts[:-1], parts[-1].with_notes(label))


def by_stage(found: Paths, stages: Sequence[int] | None = None) -> Table:
    """List the probability of every outcome by each stage, and how high the play that goes on has climbed.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    stages
        Which stages to list; all when left out, with every outcome in a column of its own.
    """
    last = found.shares[-1]
    names = found.chain.outcomes
    order = list(range(len(names) - 1))
    if stages is not None:
        order = [int(k) for k in np.argsort(-last[:-1], kind="stable") if last[k] > LEAST][:COLUMNS]
    rest = stages is not None and bool(1.0 - last[order].sum() - last[-1] > LEAST)
    climbs = len(found.rungs) > 1
    rows: list[list[Cell]] = []
    for stage in range(found.horizon + 1) if stages is None else stages:
        cells: list[Cell] = [int(stage), *map(float, found.shares[stage, order])]
        cells += [float(1.0 - found.shares[stage, order].sum() - found.shares[stage, -1])] if rest else []
        cells += [float(found.shares[stage, -1])]
        rows.append(cells + ([_finite(value) for value in found.escalation[stage]] if climbs else []))
    columns = ["stage", *(names[k] for k in order), *["other ends"] * rest, names[-1]]
    columns += ["mean rung", "10 % at most", "90 % at most"] if climbs else []
    stays = ", ".join(f"{number(rung)}: {number(stay, 3)}" for rung, stay in _stays(found).items())
    notes = (
        "The rungs are those of the play that still goes on." if climbs else "",
        f"Expected number of stages on each rung, {_by(found)}: {stays}." if climbs else "",
    )
    return filled("Stage by stage: probability of having ended so", columns, rows, notes=notes)


def by_route(found: Paths) -> Table:
    """List the likeliest routes: which states one after the other, however long play stays in each.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    """
    rows: list[list[Cell]] = [[path.probability, told(path.states)] for path in found.routes]
    first = found.routes[0] if found.routes else Path(probability=0.0, states=(), moves=())
    moves = "; then ".join(dict.fromkeys(first.moves[:4])) + " ..." * (len(dict.fromkeys(first.moves)) > 4)
    note = (
        f"All routes together have probability 1; a route says nothing of how long play stays in a state. Most likely "
        f"moves of the first: {moves}."
        if moves
        else "The play stays where it is."
    )
    return filled(f"Likeliest routes, {_by(found)}", ["probability", "through"], rows, notes=(note,))


def by_critical_move(found: Paths) -> Table:
    """List the changes of plan that would move the probability of the watched outcome most.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    """
    rows: list[list[Cell]] = [
        [one.state, one.actor, plan(one.played), one.to, signed(one.effect)] for one in found.critical
    ]
    notes: list[str] = []
    if found.critical:
        one = found.critical[0]
        now = found.outcomes[found.watched]
        notes = [
            f"If {_name(found, one.actor)} always took '{one.to}' at '{one.state}', all else as before, "
            f"'{found.watched}' would have probability {number(now + one.effect, 3)} {_by(found)}, not "
            f"{number(now, 3)}. What anybody would gain or lose by it is another question."
        ]
    columns = ["at", "whose plan", "from", "to", f"{found.watched}, {_by(found)}"]
    return filled("Critical moves: one change of plan, all else as before", columns, rows, notes=notes)


def simulation(found: Paths) -> str:
    """Return in a sentence what simulated courses of play did.

    Parameters
    ----------
    found
        What `negsim.paths` returned.
    """
    drawn, names = found.simulated, found.chain.outcomes
    low, high = drawn.bands
    order = [k for k in np.argsort(-drawn.shares[-1, :-1], kind="stable") if drawn.shares[-1, k] > 0][:3]
    shares = "; ".join(
        f"{names[k]} {number(drawn.shares[-1, k], 3)} ({number(low[-1, k], 3)} to {number(high[-1, k], 3)})"
        for k in order or [len(names) - 1]
    )
    return f"{len(drawn):,} simulated courses of play, seed {found.seed}, with 95 % bands: {shares}."


def told(states: Sequence[str]) -> str:
    """Write a route in one line; going back and forth between two states is written once, with a count.

    Parameters
    ----------
    states
        Their labels.
    """
    parts: list[str] = []
    at = 0
    while at < len(states):
        pair, turns = tuple(states[at : at + 2]), 0
        while tuple(states[at + 2 * turns : at + 2 * turns + 2]) == pair and len(pair) == 2:
            turns += 1
        parts.append(f"({pair[0]} > {pair[1]}) x {turns}" if turns > 1 else states[at])
        at += 2 * turns if turns > 1 else 1
    return " > ".join(parts)


def plan(played: Mapping[str, float]) -> str:
    """Write what an actor does at a place: the actions it takes, with their probabilities where there are several.

    Parameters
    ----------
    played
        Action -> probability.
    """
    return mixture({action: share for action, share in played.items() if share >= SEEN} or played)


def signed(value: float) -> str:
    """Write a change of a probability, with its sign."""
    return f"{value:+.3f}" if abs(value) >= 5e-4 else f"{value:+.1e}"


def shortened(horizon: int) -> list[int]:
    """Return the stages that are shown on a screen.

    Parameters
    ----------
    horizon
        The last one.
    """
    return [stage for stage in STAGES if stage < horizon] + [horizon]


def _title(found: Paths) -> str:
    concept = found.solution.solver.concept
    residual = f"residual {small(float(found.solution.residual[found.row]))}"
    where = f"from '{found.chain.states[found.start]}'"
    return f"{concept.name.replace('_', ' ')} by {solver_name(found.solution.solver)}, {where} ({residual}): " + (
        concept.definition
    )


def _meaning(found: Paths) -> str:
    if not found.watched:
        return "Nothing ends this play: it goes on for ever."
    k = found.chain.outcomes.index(found.watched)
    ends, share = found.endings, found.shares[-1, k]
    said = f"'{_name(found, found.watched)}' happens {_by(found)} with probability {number(share, 3)}"
    if not np.isfinite(ends.time[k]):
        return f"{said}."
    typical = f", and half the time no more than {number(ends.quantiles[k, 1])}" if ends.quantiles[k, 1] > 1 else ""
    time = number(ends.time[k], 3)
    return (
        f"{said}, and in the end with {number(ends.probability[k], 3)}; when it happens, that takes {time} "
        f"stage{'s' * (time != '1')} on average{typical}."
    )


def _others(found: Paths) -> list[str]:
    """Say that there are other answers, and that this one may be inexact."""
    many = len(found.solution.of(int(found.solution.result.item[found.row])))
    if many < 2:
        return []
    return [f"{many} answers were found, and these are the paths of number {found.row}; see the others with --row."]


def _stays(found: Paths, most: int = 12) -> Mapping[float, float]:
    """The rungs on which play spends any time, the first of them."""
    stays = {rung: stay for rung, stay in found.occupation.items() if stay >= 5e-4}
    return dict(list(stays.items())[:most])


def _by(found: Paths) -> str:
    return f"within {found.horizon:,} stage{'s' * (found.horizon != 1)}"


def _name(found: Paths, label: str) -> str:
    return str(getattr(found.solution.game, "names", {}).get(label, label))


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _whole(value: float) -> int | None:
    return int(value) if np.isfinite(value) else None
