"""Array functions that are plain Python for small work and compiled for large work.

Importing the compiler costs more than solving a textbook game does, so a kernel is interpreted until
the work is worth it. One source serves both: the compiled twin is made, and cached on disk, on first use.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import types
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

WORTH_COMPILING = 300_000  # elementary steps: about as long, interpreted, as importing the compiler
log = logging.getLogger("negsim")


class Kernel(Generic[P, R]):
    """A function of arrays, called as it is or through its compiled twin.

    Parameters
    ----------
    function
        Plain Python over arrays that the compiler understands; it may call other kernels by name.
    options
        Options of the compiler, such as ``fastmath``.
    """

    def __init__(self, function: Callable[P, R], options: dict[str, Any]):
        functools.update_wrapper(self, function)
        self.function = function
        self.options = options
        self.spent = 0.0

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        """Run the plain function."""
        return self.function(*args, **kwargs)

    def sized(self, work: float) -> Callable[P, R]:
        """Return the twin to call for this many elementary steps; many small calls add up to a large one.

        Parameters
        ----------
        work
            Estimated elementary steps of the call.
        """
        self.spent += work
        return self.function if self.spent < WORTH_COMPILING and not self._is_loaded else self.machine

    @property
    def _is_loaded(self) -> bool:
        return "machine" in self.__dict__

    @cached_property
    def digest(self) -> str:
        """What the compiled twin depends on: this source, the kernels it calls, and the numbers it names."""
        code, scope = self.function.__code__, self.function.__globals__
        used = [scope.get(name) for name in code.co_names]
        parts = [part.digest if isinstance(part, Kernel) else repr(part) for part in used if _is_frozen(part)]
        told = repr((code.co_code, code.co_consts, code.co_names, sorted(self.options.items()), parts))
        return hashlib.sha256(told.encode()).hexdigest()[:12]

    @cached_property
    def machine(self) -> Callable[P, R]:
        """The compiled twin; the interpreted function where no compiler is installed."""
        try:
            import numba
        except ImportError:
            return self.function
        twin = numba.njit(**({"cache": True, "nogil": True, "error_model": "numpy"} | self.options))(
            _linked(self.function, self.digest)
        )
        log.debug("loading the compiled kernel %s", self.function.__name__)
        return _announced(twin, self.function.__name__)


def compiled(**options: Any) -> Callable[[Callable[P, R]], Kernel[P, R]]:
    """Make a kernel of a function; options go to the compiler."""
    return lambda function: Kernel(function, options)


def _is_frozen(part: object) -> bool:
    """Whether the compiler copies what a global name stands for into the machine code."""
    return isinstance(part, (Kernel, bool, int, float, str, tuple))


def _linked(function: Callable[..., Any], digest: str) -> Callable[..., Any]:
    """Copy a function so that the kernels it calls are their compiled twins, under a name that tells versions apart.

    The compiler's own cache looks at the file of the function alone, and would miss a change in a kernel it calls.
    """
    scope = dict(function.__globals__)
    for name in function.__code__.co_names:
        if isinstance(scope.get(name), Kernel):
            machine = scope[name].machine
            scope[name] = getattr(machine, "dispatcher", machine)
    twin = types.FunctionType(function.__code__, scope, function.__name__, function.__defaults__)
    twin.__qualname__ = f"{function.__qualname__}_{digest}"
    twin.__module__ = function.__module__
    return twin


def _announced(dispatcher: Any, name: str) -> Callable[..., Any]:
    """Say so, once, when a call has to wait for the compiler because nothing is cached yet."""
    called = False

    def call(*args: Any) -> Any:
        nonlocal called
        if not called:  # asking the dispatcher at every call would cost more than many calls do
            called = True
            if not dispatcher.signatures and not _is_cached(dispatcher):
                log.info("compiling %s, once on this machine ...", name)
        return dispatcher(*args)

    call.dispatcher = dispatcher  # type: ignore[attr-defined]
    return call


def _is_cached(dispatcher: Any) -> bool:
    """Whether the compiler's disk cache holds this function, judged by the names of its files."""
    folder = Path(getattr(dispatcher._cache, "cache_path", ""))
    stem = f"{Path(dispatcher.py_func.__code__.co_filename).stem}.{dispatcher.py_func.__qualname__}-"
    return folder.is_dir() and any(entry.name.startswith(stem) for entry in folder.glob("*.nbi"))
