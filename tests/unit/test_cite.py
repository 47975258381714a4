"""Citations of methods, definitions, scenarios and negsim itself."""

from __future__ import annotations

import re

import pytest

import negsim
from negsim.concepts.base import Concept, concepts
from negsim.errors import NotApplicable, UnknownName
from negsim.formats.base import formats
from negsim.reductions.base import reductions
from negsim.solvers.base import solvers
from negsim.studies.bibliography import WORKS
from negsim.studies.cite import cite
from negsim.studies.solve import solve


@pytest.mark.parametrize("name", [*solvers, *concepts, *reductions, *formats])
def test_everything_registered_can_be_cited(name):
    assert re.search(r"\(\d{4}\)\.", cite(name))
    entry = cite(name, "bibtex")
    assert re.match(r"@\w+\{[a-z]+\d{4},\n", entry)
    assert entry.count("{") == entry.count("}")


@pytest.mark.parametrize("name", ["all_nash", "lemke_howson", "logit", "correlated", "iterated_dominance"])
def test_works_are_cited_in_full(name):
    entry = cite(name, "bibtex")
    assert "title = " in entry
    assert "note = " not in entry


def test_a_work_that_is_not_filed_is_cited_by_what_is_known():
    new = Concept("new", "A sentence.", "Somebody and Else (2031), page 3", lambda game, result: result.item)
    assert cite(new) == "Somebody and Else (2031). page 3."
    assert "@misc{somebody2031,\n  author = {Somebody and Else}" in cite(new, "bibtex")


def test_a_scenario_cites_its_sources():
    told = cite("baseline_impasse")
    assert "Dmitri Trenin (2022). What a Week of Talks Between Russia and the West Revealed." in told
    assert "Talks Impasse? The Moscow Times" in told
    assert "@misc{trenin-2022," in cite(negsim.load("baseline_impasse"), "bibtex")


def test_a_solution_cites_program_method_and_definition():
    solution = solve("prisoners_dilemma", solver="pure_nash")
    assert cite(solution) == cite(solution[0])
    assert cite(solution).splitlines() == [cite(), cite("pure_nash")]
    assert negsim.__version__ in cite()
    assert cite("negsim") == cite()


def test_what_has_no_source_is_told():
    with pytest.raises(NotApplicable, match="Use a solver"):
        cite(3)
    with pytest.raises(UnknownName, match="bibtex"):
        cite("pure_nash", "bibtxt")


def test_works_are_named_as_they_are_filed():
    for name, (_, fields) in WORKS.items():
        assert fields["year"] in name
        surname = re.sub(r" and .*|,.*| \(.*", "", name)
        assert fields["author"].startswith(surname), name
