"""The manifest of a store: which sweep its folder holds, in full, and how that is cut into chunks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from negsim.errors import NotApplicable
from negsim.studies.store import values
from negsim.studies.store.files import mark
from negsim.studies.store.runs import Span, runs, spans_of
from negsim.studies.sweeps.job import Job

NAME = "manifest.json"
FORMAT = 1
KEYS = {"sweep", "solvers", "files", "players", "chunks"}
LONG = 30  # characters of a value that is shown
VERSIONS = "versions."  # how differences begin that matter only as long as there is something to do
FEW = 4  # values in a list that is shown
MANY = 6  # differences told at most
MISSING = object()
_NUMBERS = re.compile(r"\[[-+.eE\d,\s]+\]")  # lists of numbers go on one line


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a folder holds.

    Attributes
    ----------
    told
        Plain data, as in the file.
    """

    told: Mapping[str, Any]

    @property
    def contents(self) -> bytes:
        """What the file holds."""
        told = json.dumps(self.told, ensure_ascii=False, indent=1)
        return (_NUMBERS.sub(lambda found: "[" + " ".join(found[0][1:-1].split()) + "]", told) + "\n").encode()

    @cached_property
    def sweep(self) -> str:
        """Digits that stand for this sweep, in each of its chunks."""
        return mark(json.dumps(self.told, sort_keys=True).encode())

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """Which points each chunk holds, from one number to another."""
        return spans_of(self.told["chunks"])

    def differences(self, other: Manifest) -> list[str]:
        """Return where another manifest says something else, one sentence each.

        Parameters
        ----------
        other
            What is asked for now.
        """
        found = list(_differences("", self.told["sweep"], other.told["sweep"]))
        if all(each.startswith(VERSIONS) for each in found):  # else the rest follows from it
            rest = [{key: part for key, part in each.told.items() if key != "sweep"} for each in (self, other)]
            found += _differences("", *rest)
        return found


def manifest_of(job: Job, spans: Sequence[Span]) -> Manifest:
    """Return the manifest of a sweep.

    Parameters
    ----------
    job, spans
        Its work, and how that is cut.
    """
    told = {
        "negsim store": FORMAT,
        "sweep": job.described(),
        "solvers": [values.written(variant.solver) for variant in job.variants],
        "files": file_names([variant.override for variant in job.variants]),
        "players": job.players,
        "chunks": runs(spans),
    }
    return Manifest(told=json.loads(json.dumps(told)))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a folder.

    Parameters
    ----------
    folder
        Where.

    Raises
    ------
    NotApplicable
        If there is none, or it is none of ours.
    """
    try:
        told = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NotApplicable(f"{folder} holds no sweep: it has no {NAME}. Make one with sweep(..., store=...)") from None
    except ValueError as fault:
        raise NotApplicable(f"{folder / NAME} is damaged ({fault}). Use another folder, or remove this one") from None
    if not isinstance(told, dict) or told.get("negsim store") != FORMAT or not set(told) >= KEYS:
        raise NotApplicable(f"{folder / NAME} is not of a store that this version of negsim reads. Use another folder")
    return Manifest(told=told)


def file_names(overrides: Sequence[str]) -> list[str]:
    """Return what the files of some variants are called.

    Parameters
    ----------
    overrides
        The name of each variant; empty for none.
    """
    if len(overrides) == 1:
        return ["scenario.yaml"]
    kept = ["".join(letter if letter.isalnum() or letter in "-_+" else "_" for letter in name) for name in overrides]
    return [f"scenario-{k}{f'-{name}' if name else ''}.yaml" for k, name in enumerate(kept)]


def _differences(place: str, one: Any, other: Any) -> Iterator[str]:
    """Say at each path what the folder has and what is asked for."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        for key in dict.fromkeys([*one, *other]):
            yield from _differences(f"{place}.{key}".lstrip("."), one.get(key, MISSING), other.get(key, MISSING))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, pair in enumerate(zip(one, other, strict=True)):
            yield from _differences(f"{place}[{number}]", *pair)
    elif isinstance(one, list) and isinstance(other, list) and max(len(one), len(other)) > FEW:
        yield f"{place}: {len(one):,} of them in the folder, {len(other):,} asked for"
    elif one != other or type(one) is not type(other):
        shown, wanted = _shown(one), _shown(other)
        if shown == wanted:
            yield f"{place}: other values in the folder than those asked for"
        else:
            yield f"{place}: {shown} in the folder, {wanted} asked for"


def _shown(value: Any) -> str:
    if value is MISSING:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONG else f"{text[: LONG - 3]}..."
