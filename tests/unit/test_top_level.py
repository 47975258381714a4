"""The names users meet first."""

from __future__ import annotations

import subprocess
import sys

import pytest

import negsim

HEAVY = {"numba", "scipy", "matplotlib", "nashpy", "quantecon", "pandas", "rich", "jinja2", "sympy"}


def loaded_by(code: str) -> set[str]:
    code = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return set(told.split())


def test_importing_negsim_loads_not_even_numpy():
    assert not loaded_by("import negsim") & (HEAVY | {"numpy", "pydantic", "yaml"})


def test_a_textbook_answer_needs_nothing_heavy():
    code = (
        "import negsim; s = negsim.load('baseline_impasse'); row = negsim.solve(s)[0]; row.payoffs; row.residual\n"
        "negsim.explain(row); negsim.tipping(s, 'audience_cost_R'); negsim.cite(s)"
    )
    assert not loaded_by(code) & HEAVY


def test_the_names_others_rely_on():
    from negsim import games, load, solve, solvers, sweep  # noqa: F401

    assert solvers["pure_nash"] is negsim.solvers["pure_nash"]
    assert negsim.games.strategic.StrategicGame is games["strategic"]
    assert set(negsim.__all__) <= set(dir(negsim))
    assert all(hasattr(negsim, name) for name in negsim.__all__)


def test_questions_about_conflicts_are_found_though_not_listed():
    assert negsim.why("baseline_impasse", "insist / offer_menu").stable["nash"]["russia"]
    assert negsim.inverse("baseline_impasse", "insist / offer_menu").needs[0].stable
    assert negsim.ways("baseline_impasse").start == negsim.game("baseline_impasse", "conflict").start


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'solvee'"):
        negsim.solvee  # noqa: B018


SHELL = """
import sys, types
class Formatter(dict):
    def for_type_by_name(self, module, name, show):
        self[module, name] = show
formatters = {kind: Formatter() for kind in ("text/html", "text/plain", "image/png")}
shell = types.SimpleNamespace(display_formatter=types.SimpleNamespace(formatters=formatters))
sys.modules["IPython"] = types.SimpleNamespace(get_ipython=lambda: %s)
import negsim
print("shows", len(formatters["text/html"]))
"""


@pytest.mark.parametrize(("shell", "count"), [("None", 0), ("shell", 1)])
def test_displays_are_set_up_where_a_notebook_is_running(shell, count):
    told = subprocess.run([sys.executable, "-c", SHELL % shell], capture_output=True, text=True, check=True).stdout
    assert (int(told.split()[-1]) > 0) == bool(count)
