"""Tables of one scenario through every lens: what each predicts, what each outcome is worth, and why lenses differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from negsim.studies.compare.comparison import Comparison
from negsim.studies.compare.record import Disagreement, Lens
from negsim.studies.sentences.phrases import joined
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.wording import number

NAMED = 4  # outcomes of a lens that are named
EACH = 2  # disagreements over an outcome that are told where not all are
WHAT = "Which outcomes does each lens predict?"
PLAIN = "A lens answers what follows from the payoffs assumed here; it is no forecast and no advice."


@table.register
def of_comparison(found: Comparison) -> Table:
    """List the lenses with what each predicts.

    Parameters
    ----------
    found
        What `negsim.compare` returned.
    """
    places = _places(found)
    rows: list[list[Cell]] = [
        [lens.form, lens.name, listed(lens, places), lens.residual if lens.predicts else None, lens.note]
        for lens in found.lenses
    ]
    agreed = joined([f"#{places[outcome]}" for outcome in found.agreed])
    count = len(found.judging)
    told = f"All {count} lenses predict {agreed}." if agreed else f"No outcome is predicted by all {count} lenses."
    return filled(
        found.scenario.title,
        ["form", "lens", "predicts", "residual", "note"],
        rows,
        question=WHAT,
        notes=(told, PLAIN, found.scenario.basis),
    )


def of_outcomes(found: Comparison) -> Table:
    """List the outcomes that some lens predicts, with how many do, and what they are worth to each actor.

    Parameters
    ----------
    found
        What `negsim.compare` returned.
    """
    actors = [actor.name for actor in found.scenario.actors.values()]
    rows: list[list[Cell]] = []
    for place, outcome in enumerate(found.outcomes, 1):
        support = sum(outcome in lens.predicts for lens in found.judging)
        worth = found.payoffs.get(outcome)
        paid = [None] * len(actors) if worth is None else [float(each) for each in worth]
        rows.append([f"#{place}", outcome, f"{support} of {len(found.judging)}", *paid])
    quo = [f"#{_places(found)[found.status_quo]} is the status quo."] if found.status_quo else []
    return filled("Outcomes", ["", "outcome", "predicted by", *actors], rows, notes=tuple(quo))


def of_disagreements(found: Comparison, *, every: bool = False) -> Table:
    """List why lenses differ: one or two reasons an outcome, or all of them.

    Parameters
    ----------
    found
        What `negsim.compare` returned.
    every
        Whether to tell all.
    """
    places = _places(found)
    chosen = found.disagreements if every else tuple(_telling(found))
    rows: list[list[Cell]] = [[f"#{places[each.outcome]}", each.because] for each in chosen]
    more = len(found.disagreements) - len(chosen)
    notes = (f"{more:,} more disagreements are told with --all, or in the JSON.",) * (more > 0)
    return filled("Why lenses differ", ["", "because"], rows, notes=notes)


def sections(found: Comparison, *, every: bool = False) -> tuple[Table, ...]:
    """Return all there is to say as short tables, to be read one after the other.

    Parameters
    ----------
    found, every
        As for `of_disagreements`.
    """
    parts = [of_comparison(found), of_outcomes(found)]
    if found.disagreements:
        parts.append(of_disagreements(found, every=every))
    return tuple(parts)


def in_columns(found: Comparison) -> Table:
    """List every lens and every outcome, one pair a row, for a spreadsheet.

    Parameters
    ----------
    found
        What `negsim.compare` returned.
    """
    rows: list[list[Cell]] = [
        [outcome, lens.form, lens.solver, lens.name, outcome in lens.predicts, lens.shares.get(outcome, 0.0)]
        for outcome in found.outcomes
        for lens in found.judging
    ]
    return filled(found.scenario.title, ["outcome", "form", "solver", "lens", "predicted", "probability"], rows)


def telling(over: Iterable[Disagreement], lenses: Iterable[Lens]) -> tuple[Disagreement, ...]:
    """Return the first reasons over one outcome, of different forms; those between lenses of one form come first.

    Parameters
    ----------
    over
        The disagreements over the outcome.
    lenses
        The lenses between which they are.
    """
    form = {lens.name: lens.form for lens in lenses}
    apart: dict[tuple[str, str], Disagreement] = {}
    for each in sorted(over, key=lambda one: form[one.between[0]] != form[one.between[1]]):
        apart.setdefault((form[each.between[0]], form[each.between[1]]), each)
    return tuple(apart.values())[:EACH]


def _telling(found: Comparison) -> Iterator[Disagreement]:
    for outcome in found.outcomes:
        yield from telling((each for each in found.disagreements if each.outcome == outcome), found.lenses)


def _places(found: Comparison) -> dict[str, int]:
    return {outcome: place for place, outcome in enumerate(found.outcomes, 1)}


def listed(lens: Lens, places: Mapping[str, int]) -> str:
    """Return the numbers of the outcomes that a lens predicts, the first few.

    Parameters
    ----------
    lens, places
        The lens; and outcome -> its number.
    """
    if not lens.tells:
        return ", ".join(f"{name} {number(share)}" for name, share in lens.endings.items())
    order: Sequence[int] = sorted(places[outcome] for outcome in lens.predicts)
    told = ", ".join(f"#{place}" for place in order[:NAMED])
    return told + f" and {len(order) - NAMED} more" * (len(order) > NAMED)
