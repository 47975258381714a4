"""Kernels run as plain Python until the work is worth a compiler, and notice when what they call has changed."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import textwrap

import numpy as np

from negsim.kernels.compiled import WORTH_COMPILING, Kernel, compiled


@compiled()
def doubled(values):
    return values * 2


@compiled()
def total(values):
    return doubled(values).sum()


def test_small_work_is_interpreted_and_much_of_it_compiled():
    kernel = Kernel(lambda values: values, {})
    assert kernel.sized(10) is kernel.function
    for _ in range(4):
        chosen = kernel.sized(WORTH_COMPILING / 4)
    assert chosen is not kernel.function


def test_a_compiled_kernel_gives_the_same_as_the_plain_one():
    values = np.arange(5.0)
    assert total(values) == total.machine(values) == 20.0


def test_small_work_imports_no_compiler():
    code = """
        import sys
        import numpy as np
        from negsim.games.strategic import StrategicGame
        from negsim.solvers.strategic.all_nash import AllNash
        from negsim.solvers.strategic.pure_nash import PureNash
        game = StrategicGame(payoffs=np.random.default_rng(0).normal(size=(3, 2, 4, 4)))
        print(len(AllNash().solve(game)), len(AllNash(exact=True).solve(game)), len(PureNash().solve(game)))
        assert not {"numba", "scipy"} & set(sys.modules)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, capture_output=True)


def load(path):
    spec = importlib.util.spec_from_file_location("some_kernels", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_kernel_is_another_one_when_a_kernel_or_number_it_uses_changes(tmp_path):
    source = textwrap.dedent("""
        from negsim.kernels.compiled import compiled
        STEP = 1
        @compiled()
        def inner(x):
            return x + STEP
        @compiled()
        def outer(x):
            return inner(x)
    """)
    digests = set()
    for number, text in enumerate([source, source.replace("STEP = 1", "STEP = 2"), source.replace("x + S", "x - S")]):
        path = tmp_path / f"version{number}.py"
        path.write_text(text)
        digests.add(load(path).outer.digest)
    assert len(digests) == 3
