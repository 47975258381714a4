"""Read-only mappings that can be hashed, compared and pickled, for records that never change."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, Final, TypeVar

T = TypeVar("T")
LATER: Final = {"later": True}  # of a field that files did not have at first: not there where it is None


class Frozen(Mapping[str, T]):
    """A mapping that cannot be changed.

    Parameters
    ----------
    items
        What it holds; copied.
    """

    __slots__ = ("_items",)

    def __init__(self, items: Mapping[str, T] | None = None):
        self._items = dict(items or {})

    def __getitem__(self, key: str) -> T:
        return self._items[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Frozen) and list(self._items.items()) == list(other._items.items())

    def __hash__(self) -> int:
        return hash(tuple(self._items.items()))

    def __repr__(self) -> str:
        return f"Frozen({self._items!r})"


def frozen(value: Any) -> Any:
    """Return plain data with its mappings and lists made read-only, all the way down.

    Parameters
    ----------
    value
        What a file holds: mappings, lists, texts, numbers.
    """
    if isinstance(value, Mapping):
        return Frozen({key: frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(frozen(item) for item in value)
    return value


class Worded(ABC):
    """A record that is written as one text, such as ``triangular(0, 3, 6)``."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The record as a file writes it."""


def plain(value: Any) -> Any:
    """Return a record as mappings, lists, texts and numbers, for JSON.

    Parameters
    ----------
    value
        A dataclass, or anything made of them.
    """
    if isinstance(value, Worded):
        return value.text
    if is_dataclass(value):
        return {item.name: plain(getattr(value, item.name)) for item in fields(value) if not _unsaid(value, item)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def _unsaid(value: Any, item: Field[Any]) -> bool:
    return item.metadata.get("later", False) and getattr(value, item.name) is None
