"""Tables and the ways to show them."""

from __future__ import annotations

import csv
import dataclasses
import functools
import importlib.util
import io
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from negsim.errors import NegsimError, NotApplicable
from negsim.games.strategic import StrategicGame
from negsim.scenario.load import load
from negsim.solvers.base import solvers
from negsim.studies.explain import explain
from negsim.studies.sweep import sweep
from negsim.studies.tipping import tipping
from negsim.views.plots.base import label_of as plot_label
from negsim.views.remarks import pareto, security
from negsim.views.renderers.comma_separated import comma_separated
from negsim.views.renderers.html import html
from negsim.views.renderers.plain import plain
from negsim.views.renderers.terminal import terminal
from negsim.views.table import Table, table
from negsim.views.tables.scenario import sections
from negsim.views.wording import mixture, number

HOSTILE = "<script>alert(1)</script>"
LABEL = "illustrative payoff (assumption), not an estimate"


@functools.cache
def things():
    scenario = load("baseline_impasse")
    game = StrategicGame.from_scenario(scenario)
    coordination = StrategicGame.bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    return {
        "scenario": scenario,
        "game": game,
        "three players": StrategicGame(payoffs=[[[[[1, 0], [0, 2]], [[0, 0], [1, 1]]]] * 3]),
        "nash": solvers["all_nash"]().solve(coordination),
        "row": solvers["all_nash"]().solve(coordination)[2],
        "correlated": solvers["correlated"]().solve(coordination),
        "outcomes": solvers["pareto_frontier"]().solve(game),
        "survivors": solvers["iterated_dominance"]().solve(game),
        "nothing": solvers["pure_nash"]().solve(StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]])),
        "sweep": sweep(scenario, vary={"audience_cost_R": (0, 6, 5)}),
        "tipping": tipping(scenario, "confidence_q"),
        "no tipping": (),
    }


@pytest.mark.parametrize("name", things())
def test_every_thing_has_a_table_that_every_renderer_shows(name):
    found = table(things()[name])
    assert found.title
    assert len(plain(found, 100).splitlines()) < 100
    assert all(len(line) <= 100 for line in plain(found, 100).splitlines())
    rows = list(csv.reader(io.StringIO(comma_separated(found))))
    assert rows[0] == list(found.columns)
    assert len(rows) == len(found) + 1
    ElementTree.fromstring(html(found))
    assert "\x1b[" in terminal(found, width=100)
    assert found.to_dict()["columns"] == list(found.columns)


@pytest.mark.parametrize("name", [name for name in things() if name != "nothing"])
def test_every_table_says_what_the_payoffs_are(name):
    assert LABEL in table(things()[name]).notes


def test_what_has_no_table_says_what_has():
    with pytest.raises(NotApplicable, match="use a scenario"):
        table(3)


def test_mixed_strategies_are_told_by_name():
    found = table(things()["nash"])
    assert found.column("player 1") == ("1", "2", "1 0.6667, 2 0.3333")


def test_best_replies_are_starred():
    found = table(things()["game"])
    assert found.rows[0] == ("insist", "10*, -12", "0*, 0*", "-1*, -1")


def test_no_answer_comes_with_advice():
    assert any("mixed" in note for note in table(things()["nothing"]).notes)


def test_labels_are_escaped():
    game = StrategicGame.bimatrix([[1]], [[1]], players=[HOSTILE, "b"], strategies=[[HOSTILE], ["[red]x[/red]"]])
    found = table(solvers["pure_nash"]().solve(game))
    assert "<script" not in html(found)
    assert "[red]x[/red]" in re.sub(r"\x1b\[[0-9;]*m", "", terminal(found, width=300))


def test_labels_cannot_move_the_cursor():
    game = StrategicGame.bimatrix([[1]], [[1]], players=["a\x1b[2J", "b"], strategies=[["x\ry"], ["z"]])
    found = table(solvers["pure_nash"]().solve(game))
    assert "\x1b" not in plain(found)
    assert "\r" not in plain(found)


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_tables_fit_the_width_and_lose_nothing(width):
    for part in sections(load("baseline_impasse")):
        text = plain(part, width)
        assert max(map(len, text.splitlines())) <= max(width, 64)
        together = re.sub(r"\s", "", text)
        for row in part.rows:
            for cell in row:
                if isinstance(cell, str) and " " not in cell and len(cell) < 7:
                    assert cell in together


def test_wide_signs_count_double():
    found = Table(title="t", columns=("a", "b"), rows=(("漢字", "x"), ("abcd", "y")))
    lines = plain(found).splitlines()
    assert [line.rstrip()[-1] for line in lines[-2:]] == ["x", "y"]
    assert len(lines[-2]) + 2 == len(lines[-1])


def test_long_tables_say_how_much_is_left_out():
    found = Table(title="t", columns=("a",), rows=tuple((k,) for k in range(451)))
    assert "... 431 more, use --all" in plain(found.head(20, "use --all"))
    assert found.head(None) is found
    assert "... 431 more" in html(found)


@pytest.mark.skipif(importlib.util.find_spec("pandas") is not None, reason="pandas is installed")
def test_without_pandas_a_data_frame_says_what_to_install():
    with pytest.raises(NegsimError, match="pip install pandas"):
        table(things()["nash"]).to_dataframe()


@pytest.mark.parametrize(
    ("value", "text"), [(0.0, "0"), (-0.0, "0"), (1 / 3, "0.3333"), (12345.678, "1.235e+04"), (float("inf"), "inf")]
)
def test_numbers_are_short(value, text):
    assert number(value) == text


def test_a_mixture_leaves_out_what_is_nearly_never_played():
    assert mixture({"a": 1.0}) == "a"
    assert mixture({"a": 0.25, "b": 0.75}) == "a 0.25, b 0.75"
    assert mixture({"a": 1 - 1e-20, "b": 1e-20}) == "a 1"


def test_remarks_on_the_prisoners_dilemma():
    game = StrategicGame.bimatrix([[3, 0], [5, 1]], [[3, 5], [0, 1]], strategies=[["c", "d"], ["c", "d"]])
    (row,) = solvers["pure_nash"]().solve(game)
    assert pareto(row) == "Not Pareto efficient: c / c gives every player more (player 1 3, player 2 3)."
    assert security(game) == "security levels in pure strategies: player 1 1, player 2 1"


def test_an_efficient_answer_is_said_to_be_one():
    (row,) = solvers["pure_nash"]().solve(StrategicGame.bimatrix([[2, 0], [0, 0]], [[1, 0], [0, -1]]))
    assert pareto(row).startswith("Pareto efficient")


@pytest.mark.parametrize("name", things())
def test_a_table_is_printed_as_text_and_named_in_one_line(name):
    shown = table(things()[name])
    assert str(shown).startswith(plain(shown)[:40])
    assert len(str(shown).splitlines()) < 100
    assert repr(shown).startswith("<Table: ")
    assert "\n" not in repr(shown)


def test_what_a_game_file_says_of_itself_does_not_replace_the_label():
    """A comment of a file from elsewhere is not a statement about what its payoffs are."""
    game = StrategicGame.bimatrix([[4, 0], [3, 2]], [[4, 3], [0, 2]])
    told = dataclasses.replace(game, comment="The true payoffs, as measured.")
    solution = solvers["pure_nash"]().solve(told)
    assert LABEL in table(told).notes
    assert LABEL in table(solution).notes
    assert LABEL in explain(solution)
    assert plot_label(told) == LABEL
    assert "textbook payoffs" in table(dataclasses.replace(game, comment="textbook payoffs")).notes


@pytest.mark.parametrize("name", ["all_nash", "correlated", "pareto_frontier", "iterated_dominance"])
def test_large_games_and_results_are_named_in_a_few_lines(name):
    game = StrategicGame(payoffs=np.random.default_rng(0).normal(size=(40, 2, 6, 6)))
    found = solvers[name]().solve(game)
    assert repr(game) == "<StrategicGame: 40 games of player 1, player 2; 6 x 6 strategies>"
    for thing in (game, found, found[0], found.result):
        assert len(repr(thing).splitlines()) < 20


def test_a_complete_list_of_none_is_said_to_be_none():
    notes = table(solvers["pure_nash"]().solve(StrategicGame.bimatrix([[1, -1], [-1, 1]], [[-1, 1], [1, -1]]))).notes
    assert "complete: there are none that pure_nash looks for" in notes


def test_numbers_side_by_side_stay_apart_as_html():
    shown = html(Table(title="", columns=("points", "share"), rows=((3, 0.25),)))
    cells = re.findall(r"<td style=\"([^\"]*)\">", shown)
    assert len(cells) == 2 and all("padding: 0.1em 0.6em" in cell for cell in cells)
