"""The claims that scenarios ship: each can be read, they cover the facts, and the command tells of them."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest

import negsim
from negsim import catalog, load
from negsim.scenario.files import shipped
from negsim.studies.claims.coverage import coverage
from negsim.studies.claims.evaluate import changed
from negsim.studies.claims.line import Line
from negsim.studies.claims.record import FAILS, HOLDS, PARTLY

HIDDEN = {"bayesian", "spatial"}  # forms that are not built


@pytest.fixture(scope="module")
def scenarios():
    return {name: load(name) for name in shipped()}


@pytest.fixture(scope="module")
def few():
    return negsim.claims(["three_demands", "deadline_ultimatum"])


@pytest.mark.parametrize("name", sorted(shipped()))
def test_every_claim_can_be_read(name, scenarios):
    shared = {}
    for claim in scenarios[name].claims:
        about = changed(scenarios[name], claim.overrides, shared)
        line = Line(scenario=about, claim=claim, shared=shared.setdefault(("answers", claim.overrides), {}))
        places = np.array([0.5] if claim.form == "stochastic" else [0.0, 1.0] if claim.step else [0.0, 0.5, 1.0])
        lowest, highest = line.at(places)
        assert (lowest <= highest).any(), (claim.id, line.why_not(places))


def test_every_claim_is_of_a_fact_and_says_who_asserts_it(scenarios):
    known = catalog.facts()
    for name, scenario in scenarios.items():
        for claim in scenario.claims:
            assert claim.id[:4] in known and claim.sources and claim.says, (name, claim.id)


def test_core_facts_are_claimed_and_most_of_the_others_too(scenarios):
    claimed = {claim.id[:4] for scenario in scenarios.values() for claim in scenario.claims}
    core = {name for name, fact in catalog.facts().items() if fact.tier == "core" and not set(fact.forms) <= HIDDEN}
    assert len(catalog.facts()) == 48
    assert not core - claimed
    assert len(claimed) >= 35


def test_coverage_sorts_findings_by_facts(few):
    told = {each.fact: each for each in coverage(few)}
    assert list(told) == list(catalog.facts()) and not told["SF08"].findings
    assert set(told["SF03"].verdicts) == {"three_demands"} and told["SF03"].tier == "core"
    assert sum(len(each.findings) for each in told.values()) == len(few)


def test_claims_may_be_picked_by_fact_or_by_themselves():
    assert {each.fact for each in negsim.claims("three_demands", ids=["SF17"])} == {"SF17"}
    (first, *_) = negsim.claims(load("three_demands"), ids=["SF03b"])
    assert first.claim.id == "SF03b"


def test_a_folder_stands_for_its_scenarios(tmp_path):
    (tmp_path / "one.yaml").write_text("extends: missile_inspection\n", encoding="utf-8")
    assert {each.scenario for each in negsim.claims(tmp_path)} == {"one"}


def test_the_table_tells_verdicts_and_explains_what_does_not_hold(few):
    told = negsim.table(few)
    assert len(told) == len(few)
    odd = [each for each in few if each.verdict != HOLDS]
    assert odd and all(any(f"Claim {each.claim.id} of" in note for note in told.notes) for each in odd)
    assert negsim.table(few[0]).column("claim") == (few[0].claim.id,)
    assert negsim.table(()).title == "No tipping point"


def test_the_json_is_as_the_schema_says(read):
    found = read("claims", "missile_inspection", "--id", "SF28")
    first = found[0]
    assert {each["verdict"] for each in found} <= {HOLDS, FAILS, PARTLY}
    assert len(first["measured"]) == 33 and first["range"] == {"inspection_quality": [0.0, 1.0]}
    assert first["measured"][-1]["inspection_quality"] == 1.0
    covered = read("claims", "missile_inspection", "--coverage")
    assert covered["covered"] == 1 and len(covered["facts"]) == 48


def test_the_csv_has_a_row_for_each_point_or_each_fact(typed):
    rows = list(csv.DictReader(io.StringIO(typed("claims", "missile_inspection", "--id", "SF28", "--csv")[1])))
    assert len(rows) == 33 * len({row["claim"] for row in rows}) and float(rows[-1]["lowest"]) == pytest.approx(0.2)
    rows = list(csv.reader(io.StringIO(typed("claims", "missile_inspection", "--coverage", "--csv")[1])))
    assert rows[0] == ["fact", "missile_inspection"] and len(rows) == 49
