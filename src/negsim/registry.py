"""Names for things that live one per file: solvers, concepts, forms, formats, plots, executors.

A thing is found by the name of its file, so looking one up imports that file alone, and a new file is
found with no list to edit. A third party ships the same file in its own package under an entry point
``negsim.<kind>`` (``negsim.solvers``, ``negsim.concepts``, ...).
"""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from types import ModuleType
from typing import Any, Generic, TypeVar

from negsim.errors import unknown

T = TypeVar("T")


class Registry(Mapping[str, T], Generic[T]):
    """A mapping from names to the things registered under them, imported when first asked for.

    Parameters
    ----------
    kind
        What it holds, in the singular, for messages: ``"solver"``.
    package
        The package whose files register them; the file's name is the thing's name.
    folders
        Whether the files of its folders register things too.

    Examples
    --------
    >>> from negsim import solvers
    >>> "pure_nash" in solvers
    True
    """

    def __init__(self, kind: str, package: str, *, folders: bool = True):
        self.kind = kind
        self.package = package
        self.folders = folders
        self._found: dict[str, T] = {}

    def __call__(self, name: str) -> Callable[[T], T]:
        """Return a decorator that registers a thing under this name."""

        def register(thing: T) -> T:
            self._found[name] = thing
            return thing

        return register

    def __getitem__(self, name: str) -> T:
        if name not in self._found:
            self._import(name)
        if name not in self._found:
            raise unknown(self.kind, name, self)
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._found or name in self._modules or name in self._plugins

    def __iter__(self) -> Iterator[str]:
        for name in (*self._modules, *self._plugins):
            if name not in self._found:
                self._import(name)
        return iter(sorted(self._found))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return f"<{self.kind}s: {', '.join(self)}>"

    def name_of(self, thing: object) -> str:
        """Return the name under which a thing, or the class of a value, is registered."""
        for name, found in self._found.items():
            if found is thing or found is type(thing):
                return name
        raise unknown(self.kind, repr(thing), self._found)

    @cached_property
    def _modules(self) -> dict[str, str]:
        """The files of the package: name of the file -> name of the module."""
        spec = importlib.util.find_spec(self.package)
        places = list(spec.submodule_search_locations or ()) if spec else []
        return dict(_files(self.package, places, self.folders))

    @cached_property
    def _plugins(self) -> dict[str, EntryPoint]:
        return {entry.name: entry for entry in entry_points(group=f"negsim.{self.kind}s")}

    def _import(self, name: str) -> None:
        if name in self._modules:
            importlib.import_module(self._modules[name])
        elif name in self._plugins:
            try:
                self._found.setdefault(name, self._plugins[name].load())
            except Exception as fault:  # a faulty plug-in must not break negsim
                warnings.warn(
                    f"the {self.kind} plug-in '{name}' could not be loaded ({fault}); it is left out", stacklevel=3
                )


def _files(package: str, places: list[str], folders: bool) -> Iterator[tuple[str, str]]:
    for info in pkgutil.iter_modules(places):
        module = f"{package}.{info.name}"
        if info.ispkg:
            if folders:
                yield from _files(module, [f"{place}/{info.name}" for place in places], folders)
        elif info.name != "base" and not info.name.startswith("_"):
            yield info.name, module


class RegistryPackage(ModuleType):
    """A package that is read like the registry of its files: ``negsim.solvers["pure_nash"]``.

    The registry itself is made in the package's ``base`` module under the package's own name. Submodules load when
    first named, so ``negsim.games.strategic`` needs no import of its own.
    """

    @property
    def _registry(self) -> Registry[Any]:
        base = importlib.import_module(f"{self.__name__}.base")
        found: Registry[Any] = getattr(base, self.__name__.rpartition(".")[2])
        return found

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and importlib.util.find_spec(f"{self.__name__}.{name}"):
            return importlib.import_module(f"{self.__name__}.{name}")
        raise AttributeError(f"module '{self.__name__}' has no attribute '{name}'")

    def __getitem__(self, name: str) -> Any:
        return self._registry[name]

    def __contains__(self, name: object) -> bool:
        return name in self._registry

    def __iter__(self) -> Iterator[str]:
        return iter(self._registry)

    def __len__(self) -> int:
        return len(self._registry)
