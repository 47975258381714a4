"""The committed table of robustness: a row for every shipped scenario, made from its file as it stands."""

from __future__ import annotations

import pytest

from negsim import load
from negsim.studies.robustness.robustness import robustness
from tests.docs.robustness import CORE, PAGE, committed, digest, others, own_cells, page

AGAIN = "out of date: run make robustness, or python -m tests.docs.robustness"


@pytest.fixture(scope="module")
def rows():
    return committed()


def test_every_shipped_scenario_has_a_row(rows):
    assert len(CORE) == 14 and set(rows) == {*CORE, *others()}, AGAIN


@pytest.mark.parametrize("name", [*CORE, *others()])
def test_rows_are_made_from_the_files_as_they_stand(rows, name):
    assert rows[name]["digest"] == f"`{digest(load(name))}`", f"{AGAIN} {name}"


@pytest.mark.parametrize("name", ["deadline_ultimatum", "minsk_first_three", "missile_nondeployment", "launcher_swap"])
def test_rows_say_what_is_found_today(rows, name):
    told = own_cells(robustness(load(name), parts=("nearest",)))
    assert {column: rows[name][column] for column in told} == told, f"{AGAIN} {name}"


def test_the_words_around_the_rows_are_current(rows):
    assert PAGE.read_text(encoding="utf-8") == page(rows), AGAIN
