"""What is shown of any conflict is what was found in it, and no two states stand in one place."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import jsonschema
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from negsim.cli.commands.schema import schema
from negsim.cli.output import finite
from negsim.games.sheet import Sheet
from negsim.solvers.conflict.stability import Stability
from negsim.testing.conflicts import options
from negsim.testing.strategies import conflict_games
from negsim.views.drawing.conflict_map import conflict_map
from negsim.views.drawing.state_boxes import spread_out
from negsim.views.drawing.state_grid import state_grid
from negsim.views.plots.stability_graph import StabilityGraph
from negsim.views.records import answers
from negsim.views.table import table
from negsim.views.tables.solution import in_columns
from tests.figures import check_legible

SCHEMA = jsonschema.Draft202012Validator(schema("solve"))


@settings(max_examples=60, deadline=None)
@given(conflict_games())
def test_tables_json_and_csv_say_what_was_found(game):
    solution = Stability().solve(game.take(slice(0, 1)))
    result = solution.result
    record = finite(answers.of_solution(solution))
    SCHEMA.validate(record)
    shown = {row[1].removesuffix(" (start)"): row[2:] for row in table(solution).rows}
    flat = in_columns(solution)
    for c, concept in enumerate(result.concepts):
        held = {game.states[s] for s in np.flatnonzero(result.equilibria[0, c])}
        assert set(record["equilibria"][concept]) == held
        assert {state for state, cells in shown.items() if cells[c] == "all"} == held
        for p, party in enumerate(result.parties):
            stable = {game.states[s] for s in np.flatnonzero(result.stable[0, c, p])}
            assert set(record["stable"][concept][party]) == stable
            column = zip(flat.column("state"), flat.column(f"{concept}: {party}"), strict=True)
            assert {state for state, holds in column if holds} == stable


@settings(max_examples=40, deadline=None)
@given(conflict_games(), st.sampled_from(["all", "best", "none"]))
def test_places_on_the_page_are_numbers_and_differ(game, arrows):
    found = conflict_map(Stability().solve(game)[0], arrows, 1_000)
    boxes = spread_out(found, 0.0)
    apart = np.abs(boxes.centre[:, None] - boxes.centre[None, :])
    clear = (apart[..., 0] >= boxes.width) | (apart[..., 1] >= boxes.height)
    assert (clear | np.eye(len(boxes.centre), dtype=bool)).all()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(2, 4), min_size=1, max_size=4), st.data())
def test_a_grid_has_one_state_a_cell_and_names_its_levels(sizes, data):
    players = data.draw(st.integers(1, len(sizes)))
    owner = [*range(players), *(data.draw(st.integers(0, players - 1)) for _ in sizes[players:])]
    game = options(tuple(sizes), tuple(owner))
    labels = tuple(tuple(f"level {k}" for k in range(size)) for size in sizes)
    ids = tuple(f"option {k}" for k in range(len(sizes)))
    sheet = Sheet(
        options=ids,
        owner=np.array(owner),
        labels=labels,
        said=tuple(zip(ids, labels, strict=True)),
        levels=game.graph.levels,
    )
    game = replace(game, sheet=sheet)
    grid = state_grid(game)
    lines = [np.prod([size for size, who in zip(sizes, owner, strict=True) if who == k]) for k in range(players)]
    sides = [np.prod(part) for count in range(players + 1) for part in combinations(lines, count)]
    assert (grid is not None) == any(max(side, np.prod(sizes) // side) <= 40 for side in sides)
    if grid is None:
        return
    cells = list(zip(grid.row.tolist(), grid.column.tolist(), strict=True))
    assert len(set(cells)) == len(cells) == grid.rows * grid.columns
    for side, lines in ((grid.beside, grid.row), (grid.above, grid.column)):
        for heading in side:
            option = game.sheet.options.index(heading.option)
            assert [span[0] for span in heading.spans[1:]] == [span[1] for span in heading.spans[:-1]]
            for first, end, level in heading.spans:
                inside = (first <= lines) & (lines < end)
                assert {game.sheet.labels[option][k] for k in game.sheet.levels[inside, option]} == {level}


@settings(max_examples=8, deadline=None)
@given(conflict_games())
def test_pictures_are_legible(game):
    check_legible(StabilityGraph().draw(Stability().solve(game)))
