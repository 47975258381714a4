"""Read the JSON of a .gmcr file: options, parties, patterns of options; every slip is told with its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from negsim.errors import FormatError

MAX_OPTIONS = 60
MAX_PATTERNS = 10_000
DIRECTIONS = ("both", "fwd", "back")  # of an option: any, only taken up, only given up
MARKS = {"Y": True, "N": False}

Pattern: TypeAlias = dict[int, bool]  # option -> whether it is taken, for the options that matter
Patterns: TypeAlias = list[Pattern]  # one condition: it holds where one of them does


@dataclass(frozen=True)
class Place:
    """A value of the file, and where it stands.

    Attributes
    ----------
    value
        Anything that JSON holds.
    file, path
        For messages: ``cuba.gmcr: options.0.name``.
    """

    value: Any
    file: str
    path: tuple[str, ...] = ()

    def fault(self, told: str) -> FormatError:
        """Make the error that something is wrong here."""
        return FormatError(f"{self.file}: {'.'.join(self.path)}{': ' * bool(self.path)}{told}")

    def field(self, key: str) -> Place:
        """Return what stands under a key."""
        found = self.maybe(key)
        if found is None:
            raise self.fault(f"{key} is missing")
        return found

    def maybe(self, key: str) -> Place | None:
        """Return what stands under a key; None if nothing does."""
        if not isinstance(self.value, dict):
            raise self.fault("should be an object")
        return Place(self.value[key], self.file, (*self.path, key)) if key in self.value else None

    def items(self) -> list[Place]:
        """Return the entries of a list."""
        if not isinstance(self.value, list) or len(self.value) > MAX_PATTERNS:
            raise self.fault(f"should be a list of at most {MAX_PATTERNS:,}")
        return [Place(value, self.file, (*self.path, str(at))) for at, value in enumerate(self.value)]

    def text(self) -> str:
        """Return a text that is not empty and can be written again."""
        value = self.value
        if not isinstance(value, str) or not value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise self.fault("should be a name")
        return value

    def number(self, count: int, what: str, first: int = 0) -> int:
        """Return a whole number that stands for one of some things, counted from 0."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not first <= value < first + count:
            raise self.fault(f"should be the number of {what}, from {first} to {first + count - 1}")
        return value - first


@dataclass(frozen=True)
class Party:
    """A decision maker.

    Attributes
    ----------
    name, options
        What it is called, and the numbers of its options.
    wanted
        Conditions, the most important first.
    ranking
        Where its states stand from best to worst, if it is to be used.
    unseen
        Conditions on states that it does not know of.
    payoffs
        Where numbers for the states stand, if they do.
    """

    name: str
    options: tuple[int, ...]
    wanted: list[Patterns]
    ranking: Place | None
    unseen: list[Patterns]
    payoffs: Place | None


@dataclass(frozen=True)
class Document:
    """What a .gmcr file says.

    Attributes
    ----------
    options
        Name and direction of each.
    parties
        The decision makers.
    infeasible
        Conditions; what meets one of them is no state.
    more
        What negsim adds to the file when it writes one.
    """

    options: list[tuple[str, str]]
    parties: list[Party]
    infeasible: list[Patterns]
    more: Place | None

    @property
    def size(self) -> int:
        """How many entries all conditions have together."""
        conditions = [each for party in self.parties for each in (*party.wanted, *party.unseen)]
        return sum(len(pattern) + 1 for each in (*conditions, *self.infeasible) for pattern in each)


def document(text: str, file: str) -> Document:
    """Read the text of a file.

    Parameters
    ----------
    text, file
        The whole file, and what messages call it.
    """
    try:
        root = Place(json.loads(text), file)
    except json.JSONDecodeError as fault:
        raise FormatError(f"{file}:{fault.lineno}:{fault.colno}: {fault.msg}") from None
    except (RecursionError, ValueError) as fault:
        raise FormatError(f"{file}: this cannot be read as JSON: {fault}") from None
    options = [(each.field("name").text(), _direction(each)) for each in root.field("options").items()]
    if not 0 < len(options) <= MAX_OPTIONS:
        raise root.field("options").fault(f"should hold 1 to {MAX_OPTIONS} options")
    manual = root.maybe("useManualPreferenceRanking") or root.maybe("useManualPreferenceVectors")
    parties = [_party(each, len(options), manual) for each in root.field("decisionMakers").items()]
    _check_owners(parties, options, root.field("decisionMakers"))
    infeasible = root.maybe("infeasibles")
    return Document(options, parties, _conditions(infeasible, len(options)), root.maybe("negsim"))


def _direction(option: Place) -> str:
    found = option.maybe("permittedDirection")
    if found is None:
        return "both"
    if found.value not in DIRECTIONS:
        raise found.fault(f"should be one of {', '.join(DIRECTIONS)}")
    return str(found.value)


def _party(each: Place, options: int, manual: Place | None) -> Party:
    ranking = each.maybe("preferenceRanking") or each.maybe("preferenceVector")
    use = manual is not None and manual.value is True
    if use and ranking is None:
        raise each.fault("preferenceRanking is missing, and the file says to use it")
    return Party(
        name=each.field("name").text(),
        options=tuple(item.number(options, "an option") for item in each.field("options").items()),
        wanted=_conditions(each.maybe("preferences"), options),
        ranking=ranking if use else None,
        unseen=_conditions(each.maybe("misperceptions"), options),
        payoffs=each.maybe("payoffs"),
    )


def _check_owners(parties: Sequence[Party], options: Sequence[tuple[str, str]], place: Place) -> None:
    names, owned = [party.name for party in parties], [option for party in parties for option in party.options]
    if not names or len(set(names)) < len(names):
        raise place.fault("every decision maker needs a name of its own")
    for number, (name, _) in enumerate(options):
        if owned.count(number) != 1:
            held = "nobody" if number not in owned else "several decision makers"
            raise place.fault(f"the option {number} ('{name}') is held by {held}; one has to hold it")


def _conditions(place: Place | None, options: int) -> list[Patterns]:
    """Each is a pattern of options, or an object whose members are patterns; one that stands twice counts once."""
    found: dict[tuple[Any, ...], Patterns] = {}
    for each in [] if place is None else place.items():
        members = each.field("members").items() if isinstance(each.value, dict) else [each]
        condition = [_pattern(member, options) for member in members]
        found.setdefault(tuple(tuple(sorted(pattern.items())) for pattern in condition), condition)
    return [*found.values()]


def _pattern(place: Place, options: int) -> Pattern:
    found: Pattern = {}
    for each in place.items():
        pair = each.items()
        if len(pair) != 2 or not isinstance(pair[1].value, str) or pair[1].value not in MARKS:
            raise each.fault('should be the number of an option and "Y" or "N"')
        found[pair[0].number(options, "an option")] = MARKS[pair[1].value]
    return found


def meets(levels: NDArray[np.int16], column: dict[int, int], condition: Patterns) -> NDArray[np.bool_]:
    """Return which states meet a condition, of shape (state,).

    Parameters
    ----------
    levels
        Shape (state, column). 1 where the option is taken.
    column
        Option -> where it stands in ``levels``.
    condition
        Patterns, of which one has to hold.
    """
    found = np.zeros(len(levels), bool)
    for pattern in condition:
        held = np.ones(len(levels), bool)
        for option, taken in pattern.items():
            held &= levels[:, column[option]] == taken
        found |= held
    return found
