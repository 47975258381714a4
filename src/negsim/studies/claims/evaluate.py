"""Try what the sources assert: does the quantity move as claimed, where does that break, and where does it tip?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from negsim.errors import Fault, NegsimError, NotApplicable, ScenarioError, unknown
from negsim.scenario.dump import dump
from negsim.scenario.files import shipped
from negsim.scenario.load import load, load_text
from negsim.scenario.model import Scenario
from negsim.scenario.parts import Claim
from negsim.studies.claims.line import Line
from negsim.studies.claims.record import FAILS, HOLDS, PARTLY, Finding
from negsim.studies.claims.refine import even_places, sampled
from negsim.studies.claims.samples import Samples
from negsim.studies.claims.tips import Tip, tips, value_at
from negsim.studies.claims.turns import turn

What: TypeAlias = "Scenario | str | Path"


def claims(what: What | Iterable[What] | None = None, *, ids: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Try the claims of scenarios: comparative statics that their sources assert.

    Each claim moves its parameters from one end of its range to the other. At every point the scenario is solved, and
    the least and the greatest value of the watched quantity over all answers are kept. A claim holds if neither ever
    moves against it and one moves somewhere (or, if it says that the quantity is constant, neither moves).

    Parameters
    ----------
    what
        A scenario, its name or its path, a folder of scenarios, or several of these; all shipped ones when left out.
    ids
        Only these claims or facts, such as ``SF14``, in capitals or not.

    Returns
    -------
    tuple of Finding
        One for each claim, in the order of the files.

    Raises
    ------
    ScenarioError
        If a claim cannot be tried at all; every fault is listed, with the scenario and the claim.
    UnknownName
        If no scenario makes a claim of one of these ids.
    NotApplicable
        If a folder has no scenarios.

    Examples
    --------
    >>> import negsim
    >>> found = negsim.claims("baseline_impasse", ids=["SF14"])
    >>> found[0].verdict, found[0].tips_at
    ('holds', (3.2,))
    """
    findings: list[Finding] = []
    faults: list[Fault] = []
    known: set[str] = set()
    wanted = {name.casefold() for name in ids}
    for scenario in scenarios_of(what):
        shared: dict[Any, Any] = {}
        known |= {name for claim in scenario.claims for name in (claim.id, claim.id[:4])}
        for claim in scenario.claims:
            if wanted and wanted.isdisjoint((claim.id.casefold(), claim.id[:4].casefold())):
                continue
            try:
                findings.append(tried(scenario, claim, shared))
            except NegsimError as fault:
                faults.append(Fault(message=str(fault), path=f"claims.{claim.id}", file=scenario.id))
    if faults:
        raise ScenarioError(faults)
    for name in ids:
        if name.casefold() not in {each.casefold() for each in known}:
            raise unknown("claim or fact", name, known)
    return tuple(findings)


def tried(scenario: Scenario, claim: Claim, shared: dict[Any, Any] | None = None) -> Finding:
    """Try one claim.

    Parameters
    ----------
    scenario, claim
        What makes the claim, and the claim.
    shared
        Answers that claims of one scenario have in common, for the next call; a new collection when left out.

    Raises
    ------
    NegsimError
        If it cannot be tried.
    """
    shared = {} if shared is None else shared
    about = changed(scenario, claim.overrides, shared)
    line = Line(scenario=about, claim=claim, shared=shared.setdefault(("answers", claim.overrides), {}))
    found = sampled(line)
    if not len(found):
        raise NotApplicable(next(reason for reason in line.why_not(even_places(line)) if reason))
    places = even_places(line)
    jumps = tips(line, found)
    lowest, highest = line.at(places)
    verdict = _verdict(found)
    return Finding(
        scenario=scenario.id,
        claim=claim,
        form=claim.form,
        solver=line.solver,
        values=line.values(places),
        lowest=lowest,
        highest=highest,
        verdict=verdict,
        holds_in=_holds_in(line, found, jumps) if verdict != FAILS else (),
        breaks_at=_breaks_at(line, found, jumps),
        tips_at=tuple(value_at(line, tip.place) for tip in jumps),
        note=_note(line, found, places),
    )


def scenarios_of(what: What | Iterable[What] | None) -> Iterator[Scenario]:
    """Yield the scenarios that were named or given.

    Parameters
    ----------
    what
        As for `claims`.
    """
    if what is None:
        yield from map(load, shipped())
    elif isinstance(what, Scenario):
        yield what
    elif isinstance(what, str | Path):
        yield from map(load, _files(Path(what)) or (what,))
    else:
        for each in what:
            yield from scenarios_of(each)


def _files(folder: Path) -> list[Path]:
    """The scenarios in a folder; none if it is no folder."""
    found = sorted(folder.glob("*.yaml")) if folder.is_dir() else []
    if folder.is_dir() and not found:
        raise NotApplicable(f"the folder {folder} has no scenarios (files that end in .yaml)")
    return found


def changed(scenario: Scenario, overrides: tuple[str, ...], shared: dict[Any, Any]) -> Scenario:
    """Return a scenario with named overrides, read again from what it says, for they may change anything.

    Parameters
    ----------
    scenario, overrides
        The scenario, and names of its overrides.
    shared
        As for `tried`.
    """
    if not overrides:
        return scenario
    key = ("scenario", overrides)
    if key not in shared:
        shared[key] = load_text(dump(scenario), name=scenario.id, overrides=overrides)
    found: Scenario = shared[key]
    return found


def _verdict(found: Samples) -> str:
    if not found.along.any():
        return FAILS
    return PARTLY if found.against.any() else HOLDS


def _holds_in(line: Line, found: Samples, jumps: Sequence[Tip]) -> tuple[tuple[float, float], ...]:
    return tuple((_edge(line, found, jumps, a), _edge(line, found, jumps, b)) for a, b in found.runs())


def _breaks_at(line: Line, found: Samples, jumps: Sequence[Tip]) -> float | None:
    first = np.flatnonzero(found.against)
    if not len(first):
        return None
    step = int(first[0])
    return _edge(line, found, jumps, step + 1 if line.claim.step else step)


def _edge(line: Line, found: Samples, jumps: Sequence[Tip], sample: int) -> float:
    """The value at a sample, or at the jump or the turning point that it stands beside."""
    if line.claim.step:
        return value_at(line, float(found.places[sample]))
    jump = next((tip.place for tip in jumps if tip.before <= sample <= tip.after), None)
    return value_at(line, turn(line, found, sample) if jump is None else jump)


def _note(line: Line, found: Samples, places: np.ndarray[Any, Any]) -> str:
    told = []
    reasons = Counter(reason for reason in line.why_not(places) if reason)
    for reason, many in reasons.most_common(3):
        first = next(place for place, why in zip(places, line.why_not(places), strict=True) if why == reason)
        where = f"at {many} of {len(places)} points, first at {value_at(line, float(first)):.6g}"
        told.append(f"{where}: {reason}")
    if found.direction and not found.moves.any():
        told.append("nothing moves in this range")
    return "; ".join(told)
