"""The page on choosing a solver tells of every solver, under its form, for as many players as it takes."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from negsim.errors import NotApplicable
from negsim.games.extensive import ExtensiveGame
from negsim.solvers.base import form_of, solvers
from negsim.testing.games import samples
from negsim.testing.trees import Decision, written
from tests.docs.markdown import ROOT

PAGE = (ROOT / "docs/how-to/choose_a_solver.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| `(?P<solver>\w+)` \| (?P<finds>[^|]+) \| (?P<players>[^|]+) \|", re.MULTILINE)
SECTIONS = [(part.splitlines()[0], part) for part in PAGE.split("\n## ")[1:]]
ROWS = [(heading, row["solver"], row["players"]) for heading, part in SECTIONS for row in ROW.finditer(part)]


def three_in_turn() -> ExtensiveGame:
    last = Decision("c", "third", {"stay": (0, 1, 2), "go": (3, 0, 1)})
    return written(
        ["a", "b", "c"], Decision("a", "first", {"out": (1, 1, 1), "in": Decision("b", "second", {"on": last})})
    )


def of_three(form: str, solver: str) -> list:
    """Games of three players and more, of kinds that a solver of the form may ask for."""
    games = [game for game in samples(form).values() if len(game.players) > 2]
    if form == "extensive":
        games.append(three_in_turn())
    if solver == "finite_horizon":
        games = [game.until(3) for game in games]
    return games


def takes(solver: str, game) -> bool:
    try:
        solvers[solver](max_steps=1).solve(game)
    except NotApplicable:
        return False
    return True


def test_every_solver_has_one_row():
    told = Counter(solver for _, solver, _ in ROWS)
    assert told == Counter(name for name in solvers if form_of(solvers[name]))


@pytest.mark.parametrize(("heading", "solver"), [(heading, solver) for heading, solver, _ in ROWS])
def test_a_solver_stands_under_its_form(heading, solver):
    assert f"`{form_of(solvers[solver])}`" in heading


@pytest.mark.parametrize(("solver", "players"), [(solver, players) for _, solver, players in ROWS])
def test_players_are_told_rightly(solver, players):
    form = form_of(solvers[solver])
    assert players in {"any", "two"}
    assert any(takes(solver, game) for game in of_three(form, solver)) == (players == "any")


def test_every_name_exists():
    forms = {form_of(solvers[name]) for name in solvers}
    words = {"precision", "every", "status", "facts"}
    named = set(re.findall(r"`([a-z_]+)`", PAGE))
    assert named <= set(solvers) | forms | words


def test_what_auto_takes_is_told():
    chosen = re.findall(r"^\| `(\w+)` \| [^|]+ \| (.+) \|$", PAGE.split("\n## ")[0], re.MULTILINE)
    told = {(form, name) for form, cell in chosen for name in re.findall(r"`(\w+)`", cell)}
    used = set()
    for form in {form_of(solvers[name]) for name in solvers} - {""}:
        for game in samples(form).values():
            try:
                solution = solvers["auto"](max_steps=1).solve(game.take(slice(0, 1)))
            except NotApplicable:  # unknown preferences: there the solvers differ in what they make of them
                continue
            name = next(name for name in solvers if solvers[name] is type(solution.solver))
            used |= {(form, name)} if name != "auto" else {(form, str(each)) for each in solution.facts["solver"]}
    assert used <= told
    assert len(used) >= 9  # the samples are small: what is taken for large games only is not among them
