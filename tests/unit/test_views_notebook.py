"""What notebooks show; with the real IPython where it is installed, else with a stand-in for its registry."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import types
import xml.etree.ElementTree as ElementTree

import pytest

from negsim import catalog
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers
from negsim.studies.claims.evaluate import claims
from negsim.studies.tipping import tipping
from negsim.views.notebook import SHOWN, as_html, as_png, as_text, install
from negsim.views.show import show
from negsim.views.table import table

GAME = StrategicGame.bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])


class Formatter(dict):
    def for_type_by_name(self, module, name, function):
        self[f"{module}.{name}"] = function


def stand_in(monkeypatch):
    formatters = {kind: Formatter() for kind in ("text/html", "text/plain", "image/png")}
    shell = types.SimpleNamespace(display_formatter=types.SimpleNamespace(formatters=formatters))
    monkeypatch.setitem(sys.modules, "IPython", types.SimpleNamespace(get_ipython=lambda: shell))
    return formatters


def test_outside_a_notebook_nothing_happens(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert install() is False


def test_every_name_that_is_shown_exists(monkeypatch):
    formatters = stand_in(monkeypatch)
    assert install() is True
    for module, name in SHOWN:
        assert isinstance(getattr(__import__(module, fromlist=[name]), name), type)
        assert f"{module}.{name}" in formatters["text/html"]
    assert "matplotlib.figure.Figure" in formatters["image/png"]


@pytest.mark.parametrize(
    "thing", [GAME, solvers["all_nash"]().solve(GAME), solvers["all_nash"]().solve(GAME)[0], table(GAME)]
)
def test_things_are_shown_as_tables(thing):
    assert "<table>" in as_html(thing)
    ElementTree.fromstring(as_html(thing))
    assert len(as_text(thing).splitlines()) < 20


def test_a_scenario_is_shown_with_everything_that_explains_it():
    page = ElementTree.fromstring(f"<div>{as_html(load('baseline_impasse'))}</div>")
    told = " ".join(page.itertext())
    assert all(
        word in told for word in ("Parties", "Moves", "Parameters", "kortunov-2022", "not at the table: Ukraine")
    )


def test_tipping_points_found_together_are_one_table_and_other_tuples_are_left_alone(monkeypatch):
    formatters = stand_in(monkeypatch)
    install()
    shown = formatters["text/html"]["builtins.tuple"]
    found = shown(tipping(load("baseline_impasse"), "audience_cost_R"))
    assert found.count("<table>") == 1
    assert "16/5" in found
    assert shown((1, 2)) is None
    assert shown(()) is None


def test_findings_of_claims_are_one_table_too(monkeypatch):
    formatters = stand_in(monkeypatch)
    install()
    found = formatters["text/html"]["builtins.tuple"](claims("baseline_impasse"))
    assert found.count("<table>") == 1
    assert "SF14" in found


@pytest.mark.parametrize(
    ("thing", "told"),
    [(catalog.move("FMT.PACKAGE"), "Lavrov"), (catalog.facts()["SF14"], "SF14"), (catalog.actors()["UKR"], "Ukraine")],
    ids=["move", "fact", "actor"],
)
def test_entries_of_the_catalog_are_shown_as_sheets(thing, told):
    assert told in as_html(thing)


def test_figures_are_shown_as_pictures():
    assert as_png(show(GAME)).startswith(b"\x89PNG")


@pytest.mark.skipif(importlib.util.find_spec("IPython") is None, reason="IPython is not installed")
def test_ipython_shows_tipping_points_though_their_table_was_not_asked_for_before():
    code = (
        "from IPython.testing.globalipapp import start_ipython; shell = start_ipython()\n"
        "import negsim; found = negsim.tipping('baseline_impasse', 'audience_cost_R')\n"
        "print(shell.display_formatter.format(found)[0]['text/plain'])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "16/5" in told


@pytest.mark.skipif(importlib.util.find_spec("IPython") is None, reason="IPython is not installed")
def test_ipython_shows_a_solution_as_a_table():
    code = (
        "from IPython.testing.globalipapp import start_ipython; shell = start_ipython()\n"
        "shell.display_formatter.active_types = shell.display_formatter.format_types\n"
        "import negsim; found = negsim.solve('prisoners_dilemma')\n"
        "print(shell.display_formatter.format(found)[0]['text/html'])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "<table>" in told
    assert "defect" in told
