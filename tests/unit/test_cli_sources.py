"""From a number to its paragraph and back, and what the catalog lists, on the command line."""

from __future__ import annotations

import csv
import io
import json

import jsonschema
import pytest

from negsim import catalog, load
from negsim.catalog import citing
from negsim.catalog.shipped import mentions
from negsim.cli.commands.schema import schema


def test_a_number_is_traced_to_title_author_outlet_date_and_paragraph(typed):
    code, out, _ = typed("sources", "baseline_impasse", "--csv")
    assert code == 0
    rows = [row for row in csv.DictReader(io.StringIO(out)) if row["id"] == "audience_cost_R"]
    assert [row["kind"] for row in rows] == ["parameter"] * len(rows) and rows
    first = next(row for row in rows if row["paragraph"] == "P14")
    assert first["value"] == "4.0" and first["unit"] == "points" and first["assumption"]
    assert first["title"] == "Can Russia and NATO Come to an Agreement?"
    assert first["author"] == "Vladimir Frolov"
    assert first["outlet"].startswith("The Moscow Times") and first["date"] == "2021-12-22"


def test_every_number_and_move_of_a_scenario_is_told(typed):
    code, out, _ = typed("sources", "form_and_ratification", "--format", "json")
    found = json.loads(out)
    jsonschema.validate(found, schema("sources"))
    assert code == 0 and found["scenario"]["id"] == "form_and_ratification"
    scenario = load("form_and_ratification")
    told = {(use["kind"], use["id"]) for use in found["uses"]}
    assert {("parameter", name) for name in scenario.parameters} <= told
    assert {("move", name) for name in scenario.moves} <= told
    assert {("claim", claim.id) for claim in scenario.claims} <= told
    used = [(f"{move.id}.{level.id}", level.use) for move in scenario.moves.values() for level in move.levels]
    assert {(name, use) for name, use in used if use} <= {(use["id"], use["option"]) for use in found["uses"]}
    texts = {source["id"] for source in found["sources"]}
    assert all(use["source"] in texts for use in found["uses"] if use["source"])


def test_what_an_override_changes_is_told_with_its_value(typed):
    _, out, _ = typed("sources", "baseline_impasse", "--override", "frolov", "--json")
    found = json.loads(out)
    assert found["scenario"]["overrides"] == ["frolov"]
    assert {use["value"] for use in found["uses"] if use["id"] == "face_cost_W"} == {0.5}


def test_what_cites_a_paragraph_is_found_in_catalog_and_scenarios(typed):
    code, out, _ = typed("sources", "trenin-2022#WN3", "--json")
    found = json.loads(out)
    jsonschema.validate(found, schema("sources"))
    assert code == 0 and found["scenario"] is None
    assert {use["source"] + use["paragraph"] for use in found["uses"]} == {"trenin-2022WN3"}
    told = {(use["kind"], use["id"]) for use in found["uses"]}
    assert {("documented move", "CON.MORATORIUM"), ("fact", "SF07"), ("number", "N03")} <= told
    assert {("disagreement", "G11"), ("open point", "Q09"), ("documented actor", "USA.PRES")} <= told
    assert "moratorium_length" in {use["where"] for use in found["uses"]}


def test_the_uses_of_a_text_are_those_of_its_paragraphs():
    whole = citing.of_source("blog-2022")
    paragraph = [use for use in whole if use.citation.paragraph == "B5"]
    assert paragraph == list(citing.of_source("blog-2022#B5")) and len(whole) > len(paragraph) > 3


def test_a_text_is_shown_with_what_is_uncertain_about_it(typed):
    code, out, _ = typed("sources", "blog-2022#B5")
    assert code == 0 and "Its author could not be confirmed" in " ".join(out.split())


def test_texts_are_listed_when_nothing_is_named(typed):
    code, out, _ = typed("sources", "--json")
    found = json.loads(out)
    jsonschema.validate(found, schema("sources"))
    assert code == 0 and [source["id"] for source in found["sources"]] == list(catalog.sources())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("frolov-2022",), "unknown text 'frolov-2022'; did you mean 'frolov-2021'?"),
        (("no_such_thing",), "no shipped scenario of that name"),
        (("frolov-2021", "--set", "p=1"), "is a text: it has no overrides"),
    ],
)
def test_what_is_neither_a_file_nor_a_text_is_told(typed, words, told):
    code, _, err = typed("sources", *words)
    assert code == 2 and told in err


@pytest.mark.parametrize(
    ("kind", "count", "first"),
    [
        ("moves", 93, "AID.ARMS"),
        ("actors", 27, "RUS"),
        ("facts", 48, "SF01"),
        ("disagreements", 20, "G01"),
        ("numbers", 32, "N01"),
        ("timeline", 38, "T01"),
        ("ambiguities", 22, "Q01"),
    ],
)
def test_what_the_texts_document_is_listed(typed, kind, count, first):
    code, out, _ = typed("list", kind, "--format", "json")
    found = json.loads(out)
    jsonschema.validate(found, schema("list"))
    assert code == 0 and len(found) == count and next(iter(found[0].values())) == first


def test_moves_of_a_category_are_listed(typed):
    code, out, _ = typed("list", "moves", "--category", "countermeasure", "--json")
    found = {row["move"]: row for row in json.loads(out)}
    assert code == 0 and {row["category"] for row in found.values()} == {"countermeasure"}
    assert found["CTR.ZIRKON"]["of"] == "RUS" and found["CTR.ZIRKON"]["source"] == "trenin-2022#LP4"
    assert {"CTR.BUILDUP", "DET.ROBUST", "AID.ARMS"} <= set(found) and "CON.MORATORIUM" not in found


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("move moratorium", "Ryabkov: only never [trenin-2022#WN3]"),
        ("move Moratorium", "years_10, years_20, years_25, years_49, years_69, never"),
        ("fact sf14", "audience_cost_R: zone_of_agreement falls"),
        ("fact SF17", "demand_extremity: net_gain_of_chip may rise or fall"),
        ("disagreement G03", "nato_official: face_cost_W = 4, principle_cost_W = 8"),
        ("actor UKR", "no Ukrainian voice is quoted"),
        ("actor UKR", "NEI.SEEK"),
        ("number N06", "two thirds of US senators"),
        ("event T29", "STA.OPENDOOR, STA.MENU, FMT.CONTINUE"),
        ("ambiguity Q16", "without naming any"),
    ],
)
def test_one_thing_is_shown(typed, words, told):
    code, out, _ = typed("show", *words.split())
    assert code == 0 and told in " ".join(out.split())


def test_a_part_of_an_id_that_several_moves_have_is_told(typed):
    code, _, err = typed("show", "move", "osce")
    assert code == 2 and "EXT.OSCE, FMT.OSCE" in err


def test_the_shipped_scenarios_are_found_that_mention_an_entry():
    found = mentions()
    for name in ("baseline_impasse", "moratorium_length"):
        scenario = load(name)
        told = {claim for fact in found.facts.values() for claim in fact.get(name, ())}
        assert told == {claim.id for claim in scenario.claims if claim.id.startswith("SF")}
        for each, scenarios in found.disagreements.items():
            sides = [key for key, override in scenario.overrides.items() if each in override.disagreements]
            assert list(scenarios.get(name, ())) == sides
    assert set(found.facts) <= set(catalog.facts()) and set(found.disagreements) <= set(catalog.disagreements())
    assert "moratorium_length" in found.moves["CON.MORATORIUM"] and set(found.moves) <= set(catalog.moves())
