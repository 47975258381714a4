"""What `negsim show` tells of an agenda, of issues, of forms of a promise, and of an agreement kept over periods."""

from __future__ import annotations

import json

import jsonschema
import pytest

from negsim.cli.commands.schema import schema
from negsim.cli.main import main
from negsim.scenario.load import load_text
from negsim.views.tables.dynamics import dynamics
from tests.strait import BASE, FULL


def shown(games):
    scenario = load_text(f"{BASE}games:{games}", name="strait.yaml")
    return {table.title: table for table in dynamics(scenario)}


def test_every_part_of_a_negotiation_has_a_table():
    tables = shown(FULL)
    assert list(tables) == [
        "On the table (bargaining form)",
        "Issues",
        "Forms of a promise",
        "Ratification",
        "An agreement that nobody enforces (repeated play)",
    ]
    told = dict(tables["On the table (bargaining form)"].rows)
    assert told["off the agenda"] == "answer stands at mirror, drill stands at none"
    assert told["without agreement"] == "russia: 0.3; nato: -share"
    assert told["numbers of pause"] == "from 0 to 100 in steps of 2.5"
    assert told["who must agree"] == "2 votes of 2.5 (nato 1.5, russia 1); nothing without russia"
    assert told["disagreement is worth to russia, which alone knows"] == "from 0.1 to share"
    assert (told["offers"], told["first offer"]) == ("at most 10", "russia")
    assert tables["Issues"].rows == (("weapons", "missiles"), ("membership", "pause"))
    assert tables["Forms of a promise"].rows[0] == ("word", "", "1", "0.2", "russia: 1", "")
    assert tables["Ratification"].rows == (("treaty", "Senate", "100", "seats", "share", "0.2"),)


@pytest.mark.parametrize(
    ("block", "what", "how"),
    [
        ("{}", "without agreement", "nothing on the agenda changes"),
        ("{disagreement: ever/hold/none/large}", "without agreement", "the outcome ever / hold / none / large"),
        ("{disagreement: {equilibrium: strategic}}", "without agreement", "an equilibrium of the strategic form"),
        ("{}", "who must agree", "all"),
        ("{rule: majority}", "who must agree", "2 votes of 3 (russia 1, nato 1, norway 1)"),
        ("{talks: {discount: 0.9}}", "offers", "without end"),
    ],
)
def test_what_is_left_out_is_told_in_words(block, what, how):
    tables = shown(f"\n  bargaining: {block}\n")
    assert list(tables) == ["On the table (bargaining form)"]
    assert dict(tables["On the table (bargaining form)"].rows)[what] == how


def test_punishment_without_end_is_said_to_be_that():
    line = "\n  repeated: {agreement: none/hold/none/none, punishment: ever/deploy/mirror/large, discount: share}\n"
    (table,) = shown(line).values()
    told = dict(table.rows)
    assert (told["periods of punishment"], told["worth of the next period today"]) == ("all that follow", "share")


def test_the_blocks_are_part_of_what_is_shown_as_data(tmp_path, capsys):
    path = tmp_path / "strait.yaml"
    path.write_text(f"{BASE}games:{FULL}")
    assert main(["show", str(path), "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, schema("show"))
    assert found["games"]["bargaining"]["linkage"]["unbundler"] == "russia"
    assert main(["show", str(path)]) == 0
    assert "Forms of a promise" in capsys.readouterr().out
