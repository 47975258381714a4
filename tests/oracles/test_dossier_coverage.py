"""What the dossier of the five texts indexes is in the catalog or in a scenario, or on a short list of reasons."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from negsim import catalog, load
from negsim.catalog.shipped import mentions
from negsim.scenario.dump import contents

DATA = Path(__file__).parent / "data"
INDEX = json.loads((DATA / "dossier_index.json").read_text(encoding="utf-8"))
REASONS = yaml.safe_load((DATA / "dossier_reasons.yaml").read_text(encoding="utf-8"))
SAID = ("aims", "red_lines", "constraints", "beliefs", "outside_options", "capabilities")


@pytest.fixture(scope="module")
def shipped():
    return {name: load(name) for name in catalog.scenarios()}


def places(thing) -> list[str]:
    return [str(citation) for citation in thing.sources]


def in_file(scenario, path: str) -> bool:
    """Whether a dotted path leads to something in a scenario's file."""
    found: Any = contents(scenario)
    for part in path.split("."):
        if not isinstance(found, dict) or part not in found:
            return False
        found = found[part]
    return True


def test_the_index_is_the_whole_dossier():
    counts = {kind: len(part) for kind, part in INDEX.items() if kind != "provenance"}
    assert counts == {
        "paragraphs": 5,
        "actors": 27,
        "options": 93,
        "facts": 48,
        "disagreements": 20,
        "numbers": 32,
        "timeline": 38,
        "ambiguities": 22,
        "parameters": 142,
        "scenarios": 14,
    }


def test_texts_have_the_paragraphs_that_were_counted():
    assert {name: dict(source.paragraphs) for name, source in catalog.sources().items()} == INDEX["paragraphs"]


@pytest.mark.parametrize("kind", ["actors", "facts", "disagreements", "numbers", "timeline", "ambiguities"])
def test_every_entry_of_the_dossier_is_in_the_catalog_and_no_other(kind):
    assert list(getattr(catalog, kind)()) == list(INDEX[kind])


def test_every_option_is_a_move_with_all_that_is_said_of_it():
    moves = catalog.moves()
    assert set(moves) == set(INDEX["options"])
    differing = {}
    for name, expected in INDEX["options"].items():
        move = moves[name]
        found = {
            "actor": list(move.actors),
            "category": expected["category"] if move.category in expected["category"] else [move.category],
            "form": len(move.form),
            "needs": len(move.precondition),
            "basis": move.reversible_basis.split()[0],
            "gives": sorted(move.gives),
            "costs": sorted(move.costs),
            "feasible": [sorted(places(one)) for one in move.feasible],
            "provokes": list(move.provokes),
            "extent": len(move.extent),
            "source": places(move),
        }
        if found != expected and name not in REASONS["options"]:
            differing[name] = {key: (found[key], expected[key]) for key in expected if found[key] != expected[key]}
    assert not differing


def test_every_statement_on_an_actor_is_there_with_its_paragraphs():
    for name, expected in INDEX["actors"].items():
        actor = catalog.actors()[name]
        assert {key: [places(one) for one in getattr(actor, key)] for key in SAID} == expected, name


def test_every_fact_has_its_statics_and_paragraphs():
    for name, expected in INDEX["facts"].items():
        fact = catalog.facts()[name]
        assert [[s.parameter, s.quantity, s.sign] for s in fact.statics] == expected["statics"], name
        assert (fact.tier, list(fact.parameters), places(fact)) == (
            expected["tier"],
            expected["params"],
            expected["source"],
        )


def test_every_number_and_event_and_open_point_stands_as_it_was_found():
    for name, expected in INDEX["numbers"].items():
        number = catalog.numbers()[name]
        assert (number.value, places(number)) == (expected["value"], expected["source"]), name
    for name, expected in INDEX["timeline"].items():
        event = catalog.timeline()[name]
        found = {"date": event.date, "actors": list(event.actors), "options": list(event.moves)}
        assert found | {"source": places(event)} == expected, name
    for name, expected in INDEX["ambiguities"].items():
        assert places(catalog.ambiguities()[name]) == expected, name


def test_every_disagreement_has_its_views_and_presets():
    for name, expected in INDEX["disagreements"].items():
        found = catalog.disagreements()[name]
        assert [places(view) for view in found.views] == expected["views"], name
        assert (list(found.parameters), list(found.scenarios)) == (expected["params"], expected["scenarios"]), name
        ours = {json.dumps(dict(preset), sort_keys=True) for preset in found.presets.values()}
        theirs = {json.dumps(preset, sort_keys=True) for preset in expected["presets"].values()}
        assert {json.dumps(json.loads(p), sort_keys=True) for p in ours} == ours
        assert sorted(map(numbers_of, ours)) == sorted(map(numbers_of, theirs)), name


def numbers_of(preset: str) -> str:
    """A preset with every number as a float, so that 1 and 1.0 are the same."""
    values = {key: float(v) if isinstance(v, (int, float)) else v for key, v in json.loads(preset).items()}
    return json.dumps(values, sort_keys=True)


def uses(shipped, name):
    return {key: scenario.parameters[name] for key, scenario in shipped.items() if name in scenario.parameters}


def test_every_parameter_is_in_a_scenario_or_has_a_reason(shipped):
    missing = [name for name in INDEX["parameters"] if not uses(shipped, name)]
    assert sorted(missing) == sorted([*REASONS["stands_as"], *REASONS["left_out"]])


def test_a_parameter_has_the_number_and_the_range_of_the_dossier_somewhere(shipped):
    differing = set()
    for name, expected in INDEX["parameters"].items():
        found = [(p.value, [p.low, p.high]) for p in uses(shipped, name).values()]
        wanted = [expected["default"]] if isinstance(expected["default"], (int, float)) else [p[0] for p in found]
        if found and not any((value, expected["range"]) in found for value in wanted):
            differing.add(name)
    assert differing == set(REASONS["differs"])


def test_every_paragraph_behind_a_parameter_is_cited_for_it(shipped):
    lacking = {}
    for name, expected in INDEX["parameters"].items():
        found = uses(shipped, name)
        cited = {place for parameter in found.values() for place in places(parameter)}
        if found and (left := set(expected["source"]) - cited):
            lacking[name] = sorted(left)
    assert not lacking


def test_what_stands_for_a_parameter_is_there(shipped):
    for name, (path, why) in REASONS["stands_as"].items():
        scenario, _, place = path.partition(".")
        assert in_file(shipped[scenario], place), f"{name}: {path}"
        assert len(why.split()) >= 4, name
    assert all(len(why.split()) >= 4 for part in ("left_out", "differs", "facts") for why in REASONS[part].values())


def test_every_scenario_of_the_dossier_is_shipped_with_its_variants(shipped):
    assert set(INDEX["scenarios"]) <= set(shipped)
    overrides = {name for scenario in shipped.values() for name in scenario.overrides}
    known = set(shipped) | overrides
    named = {f"{key}.{v}": v for key, entry in INDEX["scenarios"].items() for v in entry["variants"]}
    missing = {key for key, variant in named.items() if variant not in known}
    assert missing == set(REASONS["variants"])
    for key, told in REASONS["variants"].items():
        scenario, _, place = told[0].partition(".")
        assert in_file(shipped[scenario], place) if place else scenario in shipped, key


def test_every_preset_is_an_override_that_takes_a_side(shipped):
    """A preset's value is set by an override of its name, in a scenario of its disagreement or a relative of one."""
    missing = set()
    for name, entry in catalog.disagreements().items():
        for preset, values in entry.presets.items():
            sides = [
                scenario.overrides[preset]
                for scenario in shipped.values()
                if preset in scenario.overrides and name in scenario.overrides[preset].disagreements
            ]
            for parameter, value in values.items():
                if not any(override.values.get(parameter) == value for override in sides):
                    missing.add(f"{name}.{preset}.{parameter}")
    assert missing == set(REASONS["presets"])


def test_every_disagreement_has_a_side_to_take():
    assert set(INDEX["disagreements"]) - set(mentions().disagreements) == set(REASONS["views"])


def test_every_fact_is_tested_by_a_claim_or_has_a_reason():
    untested = set(INDEX["facts"]) - set(mentions().facts)
    assert untested == set(REASONS["facts"])
    core = {name for name, fact in INDEX["facts"].items() if fact["tier"] == "core"}
    assert not untested & core


def test_the_list_of_reasons_is_short():
    """Below a twentieth of the dossier's entries: what grows beyond is a gap."""
    entries = sum(len(part) for kind, part in INDEX.items() if kind not in ("provenance", "paragraphs"))
    assert sum(map(len, REASONS.values())) < entries / 20
