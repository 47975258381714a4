"""Players who look ahead or move together, asked for on the command line."""

from __future__ import annotations

import json

import pytest

from negsim.cli.main import main


@pytest.fixture
def told(capsys):
    def tell(*words, code=0):
        assert main(["solve", *words]) == code
        return capsys.readouterr()

    return tell


def test_the_solver_for_more_players_is_named_as_it_is_typed(told):
    refused = told("elmira", "--form", "conflict", "--solver", "limited_move", code=2).err
    assert refused.endswith("this game has 3. Use --solver multilateral_limited_move.\n")


def test_parties_are_coalitions(told):
    found = told("elmira", "--form", "conflict", "--solver", "coalition_stability", "-O", "smallest=2", "--json").out
    stable = json.loads(found)["stable"]["cnash"]
    assert list(stable) == [
        "ministry + company",
        "ministry + town",
        "company + town",
        "ministry + company + town",
    ]
    assert "keep / delay / insist" not in stable["ministry + company"]


def test_an_answer_ends_with_who_could_leave_together(told):
    """The coalition of three that could do without membership and pressure."""
    seen = " ".join(told("neighbours_membership", "--form", "conflict", "--solver", "coalition_stability").out.split())
    assert "Russia, Ukraine and Georgia could together leave 'pressure / apply / apply / words'" in seen
