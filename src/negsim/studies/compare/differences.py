"""Where lenses differ over an outcome, and why: every lens against the nearest that sees it otherwise."""

from __future__ import annotations

from negsim.studies.compare.facts import Reason
from negsim.studies.compare.record import Disagreement, Lens
from negsim.studies.sentences.phrases import joined


def differences(outcome: str, lenses: tuple[Lens, ...]) -> list[Disagreement]:
    """Say of every lens why it differs over an outcome from the nearest lens that sees it otherwise.

    First every lens that misses the outcome stands against the nearest that has it, then every lens that has it and was
    not named yet against the nearest that misses it. Lenses of one form that miss it for the same reason, in the same
    words, are named together.

    Parameters
    ----------
    outcome
        Label of an outcome.
    lenses
        Those that say something of outcomes.
    """
    have = [lens for lens in lenses if outcome in lens.predicts]
    lack = [lens for lens in lenses if outcome not in lens.predicts]
    if not have or not lack:
        return []
    missed: dict[tuple[str, str], list[Lens]] = {}
    for lens in lack:
        missed.setdefault((lens.form, reason(lens, outcome, holds=False).text), []).append(lens)
    found = [_between(outcome, _nearest(group[0], have), *group) for group in missed.values()]
    told = {name for each in found for name in each.between}
    reached: dict[tuple[str, str], Lens] = {}
    for lens in have:
        reached.setdefault((lens.form, reason(lens, outcome, holds=True).text), lens)
    unnamed = [lens for lens in reached.values() if lens.name not in told]
    return found + [_between(outcome, lens, _nearest(lens, lack)) for lens in unnamed]


def _between(outcome: str, first: Lens, second: Lens, *more: Lens) -> Disagreement:
    """Say why one lens predicts an outcome, and others do not."""
    yes, no = reason(first, outcome, holds=True), reason(second, outcome, holds=False)
    known = bool(no.short) and set(no.facts) <= set(yes.facts)
    under = joined([second.name, *(lens.name for lens in more)])
    return Disagreement(
        outcome=outcome,
        between=(first.name, second.name),
        because=f"Under {first.name} it is predicted, because {yes.text}; under {under} it is not, because "
        f"{no.short if known else no.text}.",
        also=tuple(lens.name for lens in more),
        facts=(yes.facts, no.facts),
    )


def reason(lens: Lens, outcome: str, *, holds: bool) -> Reason:
    """Return why a lens predicts an outcome, or does not.

    Parameters
    ----------
    lens, outcome
        Which lens, and the label of an outcome.
    holds
        Whether it predicts it.
    """
    reasons = lens.reasons
    if reasons is None:
        return Reason(text="it says nothing of outcomes")
    return reasons.holds(outcome) if holds else reasons.fails(outcome)


def _nearest(lens: Lens, others: list[Lens]) -> Lens:
    """The lens of the same form, of the same solver where there is one; of several, the one that predicts least."""

    def distance(other: Lens) -> tuple[int, int]:
        return (other.form != lens.form) * 2 + (other.solver != lens.solver), len(other.predicts)

    return min(others, key=distance)
