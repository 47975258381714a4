"""Forms of a promise in sentences: which is proposed and why, who would refuse which, and when another would be."""

from __future__ import annotations

from negsim.studies.promises.record import FormRow, Promises
from negsim.studies.sentences.phrases import begun, joined, within

NAMED = 3  # forms that say from which chance on they would be chosen


def told_promises(found: Promises, game: int = 0) -> list[str]:
    """Tell which form is proposed, what each of the others lacks, and who would refuse.

    Parameters
    ----------
    found
        What `negsim.studies.promises.choice.promises` returned.
    game
        Which game of the batch.

    Returns
    -------
    list of str
        Sentences.
    """
    rows = found.rows(game)
    chooser = within(found.names.get(found.chooser, found.chooser))
    return [_choice(found, rows, chooser), *_refusals(found, rows), *_ratified(found, rows), *_needed(rows)]


def _choice(found: Promises, rows: tuple[FormRow, ...], chooser: str) -> str:
    chosen = next((row for row in rows if row.chosen), None)
    if chosen is None:
        wanted = any(row.adopted > 0 and row.worth[found.chooser] > float(found.refused[0, 0]) for row in rows)
        why = "the others would refuse each that it would rather have" if wanted else "it gains by none of them"
        return begun(f"{chooser} proposes no form, because {why}.")
    stands = "for ever" if chosen.lasts == float("inf") else f"{chosen.lasts:.4g} years on average"
    return begun(
        f"{chooser} proposes '{chosen.name}': it comes about with probability {chosen.adopted:.4g}, then stands "
        f"{stands}, and is worth {chosen.worth[found.chooser]:.4g} in expectation."
    )


def _refusals(found: Promises, rows: tuple[FormRow, ...]) -> list[str]:
    said = []
    for row in rows:
        against = [within(found.names.get(actor, actor)) for actor, accepts in row.accepts.items() if not accepts]
        if against:
            said.append(begun(f"{joined(against)} would refuse '{row.name}'."))
    return said


def _ratified(found: Promises, rows: tuple[FormRow, ...]) -> list[str]:
    said = []
    for row in rows:
        bodies = [f"{within(found.names.get(body, body))} with {p:.4g}" for body, p in row.ratified.items()]
        if bodies:
            said.append(f"'{row.name}' is ratified by {joined(bodies)}.")
    return said


def _needed(rows: tuple[FormRow, ...]) -> list[str]:
    others = [row for row in rows if not row.chosen and row.needed is not None]
    near = sorted(others, key=lambda row: (row.needed or 0.0) - row.adopted)[:NAMED]
    return [
        f"'{row.name}' would be proposed if it came about with probability {row.needed:.4g}; it does with "
        f"{row.adopted:.4g}."
        for row in near
    ]
