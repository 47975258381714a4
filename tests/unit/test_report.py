"""Reports: what a page holds, what it never does, and the formulas, pictures and numbers in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest

import negsim
from negsim.errors import NotApplicable, ScenarioError, UnknownName
from negsim.scenario.expression import Expression
from negsim.scenario.load import load_text
from negsim.solvers.strategic.all_nash import AllNash
from negsim.studies.assumptions.answers import answers
from negsim.studies.assumptions.grid import answer_grid
from negsim.studies.assumptions.presets import presets
from negsim.studies.assumptions.whole_numbers import spaced, takes_whole
from negsim.studies.overview import overview
from negsim.studies.robustness.robustness import robustness
from negsim.views.report.blocks import Sheet
from negsim.views.report.figures import picture
from negsim.views.report.mathml import summands
from negsim.views.report.page import embedded, page
from negsim.views.report.sliders import of_unit
from negsim.views.report.vector import readable
from negsim.views.tables.base import Table

LABEL = "illustrative payoff (assumption), not an estimate"
CHICKEN = """
negsim: 1
title: Two on a road
question: Who gives way?
actors: {row: {name: Row}, column: {name: Column}}
moves:
  left: {actor: row, levels: [give_way, go_on]}
  right: {actor: column, levels: [give_way, go_on]}
parameters:
  crash: {value: 4, low: 0, high: 8, unit: points, assumption: illustrative}
  pride: {value: 1, low: 0, high: 2, unit: points, assumption: illustrative}
payoffs:
  row: pride*(left.go_on - right.go_on) - crash*left.go_on*right.go_on
  column: pride*(right.go_on - left.go_on) - crash*left.go_on*right.go_on
overrides:
  calm: {note: nobody minds, pride: 0.0}
"""


class Outline(HTMLParser):
    """What a page is made of: its headings in order, ids, links, and what each element says."""

    def __init__(self):
        super().__init__()
        self.levels, self.ids, self.links, self.tags = [], [], [], []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags.append((tag, found))
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if "id" in found:
            self.ids.append(found["id"])
        if tag == "a":
            self.links.append(found["href"])


def outline(text: str) -> Outline:
    found = Outline()
    found.feed(text)
    return found


@pytest.fixture(scope="module")
def impasse() -> str:
    return page("baseline_impasse")


@pytest.fixture(scope="module")
def road():
    return load_text(CHICKEN, name="road")


def test_a_page_holds_every_part_that_was_asked_for(impasse):
    for title in (
        "The question", "Who is at the table, and who is not", "Moves", "Numbers assumed", "Payoffs as formulas",
        "Try other numbers", "Where lenses agree and differ", "What every lens shows", "Where the answer tips",
        "What the sources claim", "How far this depends on the numbers", "Sources and methods", "Data of this page",
    ):  # fmt: skip
        assert f">{title}</h2>" in impasse
    scenario = negsim.load("baseline_impasse")
    text = impasse.replace("&#39;", "'")
    for said in (
        scenario.question,
        scenario.note,
        *scenario.absent.values(),
        *(o.note for o in scenario.overrides.values()),
    ):
        assert said in text
    for source in scenario.sources.values():
        assert source.title in text and source.author in text
    for move in scenario.moves.values():
        assert all(level.name in text for level in move.levels)


def test_the_label_stands_at_the_top_and_in_the_footer_with_no_prediction_and_no_advice(impasse):
    head, _, foot = impasse.partition("<nav")[0], None, impasse.partition("<footer>")[2]
    assert LABEL in head and LABEL in foot
    assert "No prediction, no advice." in foot and "The conflict is real and people died in it." in foot
    assert impasse.count(LABEL) > 10


def test_headings_follow_each_other_in_order(impasse):
    levels = outline(impasse).levels
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_names_are_used_once_and_links_lead_somewhere(impasse):
    found = outline(impasse)
    assert len(found.ids) == len(set(found.ids))
    assert {link for link in found.links if link.startswith("#")} == set(found.links)
    assert {link[1:] for link in found.links} <= set(found.ids)


def test_a_page_loads_nothing_and_runs_only_what_it_names(impasse):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', impasse)[1]
    assert "default-src &#39;none&#39;" in policy and "unsafe" not in policy
    for tag, attrs in outline(impasse).tags:
        assert "style" not in attrs and not any(name.startswith("on") for name in attrs)
        assert tag not in ("img", "link", "iframe", "object", "form")
        assert not str(attrs.get("src", "")) and not str(attrs.get("href", "#")).startswith("http")
        assert not str(attrs.get("xlink:href", "#")).startswith("http")


def test_every_figure_says_what_it_shows(impasse):
    found = re.findall(r"<svg.*?</svg>", impasse, re.DOTALL)
    assert len(found) >= 2
    for svg in found:
        root = ElementTree.fromstring(svg)
        first, second, *_ = root
        assert first.tag.endswith("title") and second.tag.endswith("desc")
        assert len(first.text) > 10 and len(second.text) > 20
        assert root.get("aria-labelledby").split() == [first.get("id"), second.get("id")]


def test_every_table_has_a_caption_and_heads(impasse):
    tables = re.findall(r"<table>.*?</table>", impasse, re.DOTALL)
    assert len(tables) > 8
    for table in tables:
        assert re.search(r"<caption>[^<]+</caption>", table) and '<th scope="col"' in table


def test_why_lenses_differ_is_told_of_lenses_of_several_forms(impasse):
    told = impasse.partition(">Why lenses differ<")[2].partition("<h3")[0]
    assert "Under quantal response it is predicted" in told and "Under GMR stability it is predicted" in told


def test_columns_are_set_by_what_they_hold():
    long = "what is said at some length, and more than that, so that it needs a wide column"
    rows = [
        ["frolov-2021#P14, frolov-2021#P15", "holds", "between short and long", long, 3.2],
        ["", "fails", "", "", 1],
    ]
    found = Sheet(
        table=Table(
            title="claims", columns=("source", "verdict", "tried as", "said", "tips at"), rows=tuple(map(tuple, rows))
        )
    )
    assert found.sides == ["text cites", "text short", "text", "text long", "number"]


def test_a_citation_is_never_broken_and_its_text_stays_as_it_is(impasse):
    assert "<span>trenin-2022#LP1</span>, <span>blog-2022#P3</span>" in impasse


@pytest.mark.parametrize(
    ("unit", "said"),
    [("points", ", in points"), ("per stage", ", per stage"), ("0-1", ""), ("0-3", ""), ("weight", ""), ("", "")],
)
def test_units_are_said_behind_the_names_of_sliders_where_they_say_something(unit, said):
    assert of_unit(unit) == said


def test_the_same_file_gives_the_same_page_to_the_byte(road):
    assert page(road, ["pride"]) == page(road, ["pride"])


def test_the_answers_that_a_page_holds_are_those_of_its_game(road):
    data = json.loads(re.search(r'id="page-data">(.*?)</script>', page(road, ["crash", "pride"]), re.DOTALL)[1])
    grid = data["sliders"]
    assert grid["parameters"] == ["crash", "pride"] and set(grid["players"]) == {"row", "column"}
    place = [grid["values"][0].index(4.0), grid["values"][1].index(1.0)]
    assert place == grid["start"]
    cell = grid["cells"][place[0] * len(grid["values"][1]) + place[1]]
    told = [{grid["names"][k]: share for k, share in grid["predictions"][kind]} for kind, *_ in cell]
    assert {"give_way / go_on": 1.0} in told and {"go_on / give_way": 1.0} in told
    mixed = next(each for each in told if len(each) == 4)  # each goes on with probability pride/crash = 1/4
    assert mixed["go_on / go_on"] == pytest.approx(1 / 16) and mixed["give_way / give_way"] == pytest.approx(9 / 16)
    (paid,) = [paid for kind, *paid in cell if len(grid["predictions"][kind]) == 4]
    assert paid == pytest.approx([-1 / 4, -1 / 4])


def test_a_grid_has_the_default_among_its_values_and_refuses_too_many(road):
    grid = answer_grid(road, "strategic", AllNash(), {"crash": [0.0, 8.0]})
    assert grid.axes == {"crash": (0.0, 4.0, 8.0)} and grid.start == (1,)
    assert grid.found.points == 3 and grid.found.residual < 1e-9
    with pytest.raises(NotApplicable, match="cells"):
        answer_grid(road, "strategic", AllNash(), {name: list(np.linspace(0, 2, 90)) for name in ("crash", "pride")})
    with pytest.raises(UnknownName, match="crash"):
        answer_grid(road, "strategic", AllNash(), {"crush": [0.0]})


def test_the_headline_is_the_likeliest_outcome_of_every_answer(road):
    found = answers(road, "strategic", AllNash(), {"pride": np.array([1.0, 3.9])})
    assert (
        found.headlines[0] == ("give_way / go_on", "go_on / give_way", "give_way / give_way")[:0] + found.headlines[0]
    )
    assert set(found.headlines[0]) == {"give_way / go_on", "go_on / give_way", "give_way / give_way"}
    assert set(found.headlines[1]) == {"give_way / go_on", "go_on / give_way", "go_on / go_on"}  # mixed at 3.9 of 4


def test_shares_of_ranges_are_counted_as_the_definition_says():
    text = CHICKEN.replace("value: 4, low: 0, high: 8", "value: 4, low: 0, high: 10")
    found = robustness(load_text(text), "strategic", AllNash(), values=11, samples=50)
    crash, pride = found.alone
    # the mixed answer goes on with probability pride/crash: above 1/2 its likeliest outcome is a crash
    assert crash.values.tolist() == list(range(11))
    assert crash.holds.tolist()[3:] == [True] * 8 and crash.share == pytest.approx(np.mean(crash.holds))
    assert not crash.holds[0] and not crash.holds[1]
    assert pride.parameter == "pride" and 0 < found.own.holds < 1
    again = robustness(load_text(text), "strategic", AllNash(), values=11, samples=50)
    assert again.own.holds == found.own.holds


def test_numbers_that_must_be_whole_are_kept_whole():
    scenario = negsim.load("deadline_ultimatum")
    assert takes_whole(scenario, "screening", "rounds") and not takes_whole(scenario, "screening", "discount_factor")
    values = spaced(scenario, "rounds", 11, whole=True)
    assert (values == np.round(values)).all() and len(set(values)) == len(values)


def test_presets_solve_the_scenario_with_their_changes(road):
    (calm,) = presets(road)
    assert calm.name == "calm" and calm.headline and not calm.missing
    assert calm.payoffs["row"] == (0.0, 0.0)  # without pride the only loss is a crash, and no answer crashes

    def broken(name: str) -> object:
        raise ScenarioError([])

    (found,) = presets(road, broken)
    assert found.headline == () and found.payoffs == {}


def test_sliders_are_chosen_or_named(road):
    assert list(overview(road, ["pride"]).grid.axes) == ["pride"]
    with pytest.raises(UnknownName, match="pride"):
        overview(road, ["prize"])
    with pytest.raises(NotApplicable, match="at most 4"):
        overview(road, ["pride"] * 5)


def test_a_scenario_without_parameters_has_a_page_without_sliders():
    text = re.sub(r"parameters:.*?payoffs:", "payoffs:", CHICKEN, flags=re.DOTALL).partition("overrides:")[0]
    text = text.replace("pride", "1").replace("crash", "4")
    found = page(load_text(text))
    assert "Try other numbers" not in found and "Payoffs as formulas" in found


@pytest.mark.parametrize("bad", ["<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--", "\u2028&"])
def test_nothing_in_the_data_ends_the_element_that_holds_it(bad):
    text = embedded({"name": bad, "numbers": [1.5, float("nan"), float("inf")]})
    assert not set("<>&\u2028") & set(text)
    assert json.loads(text) == {"name": bad, "numbers": [1.5, None, None]}


def test_names_stay_text_wherever_they_stand(road):
    bad = "<script>alert(1)</script><b onclick=alert(1)>$x^2$"
    actors = {name: replace(actor, name=bad) for name, actor in road.actors.items()}
    named = replace(road, title=bad, question=bad, actors=actors)
    found = page(named)
    assert "<script>alert" not in found and "<b onclick" not in found
    assert sum(tag == "script" for tag, _ in outline(found).tags) == 2


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a + b - c", ["a", "+ b", "- c"]),
        ("-a*b + c", ["- a b", "+ c"]),
        ("a - (b - c)", ["a", "- ( b - c )"]),
        ("a - (b + c)", ["a", "- ( b + c )"]),
        ("a + (b - c)", ["a", "+ b", "- c"]),
        ("2*(a + b)", ["2 ( a + b )"]),
        ("a*(-b)", ["a ( - b )"]),
        ("-(a + b)", ["- ( a + b )"]),
        ("a/b*c", ["a b c"]),
        ("a <= b and not c", ["a ≤ b and not c"]),
        ("(a or b) and c", ["( a or b ) and c"]),
        ("(a + b)**2", ["( a + b ) 2"]),
        ("where(a > 1, b, c) + max(a, b)", ["b if a > 1 c otherwise", "+ max ( a , b )"]),
        ("m.high*3", ["[ m = high ] 3"]),
        ("1e-7*a", ["1 10 -7 a"]),
        ("sqrt(abs(a))", ["| a |"]),
    ],
)
def test_formulas_are_typeset_summand_by_summand(text, pieces):
    found = []
    for piece in summands(Expression(text).steps):
        root = ElementTree.fromstring(f"<math>{piece}</math>")
        words = " ".join(" ".join(part.split()) for part in root.itertext() if part.strip())
        found.append(words.replace("−", "-").replace("⋅", "").replace("  ", " ").strip())
    assert found == pieces


@pytest.mark.parametrize("scenario", ["four_track_grand_game", "moratorium_length", "three_demands"])
def test_formulas_of_shipped_scenarios_are_well_formed(scenario):
    found = negsim.load(scenario)
    for formula in (*found.payoffs.values(), *found.measures.values()):
        for piece in summands(formula.steps):
            ElementTree.fromstring(f"<math>{piece}</math>")


@pytest.mark.parametrize(
    ("colour", "dark"), [("#777777", True), ("#d55e00", True), ("#222222", False), ("#ffffff", False)]
)
def test_colours_of_text_are_darkened_until_they_can_be_read(colour, dark):
    assert (readable(colour) != colour) is dark
    if dark:
        assert contrast(readable(colour)) >= 4.5


def contrast(colour: str) -> float:
    """Against white, as the accessibility guidelines define it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def test_the_command_writes_the_page_that_python_writes(typed, tmp_path):
    (tmp_path / "road.yaml").write_text(CHICKEN, encoding="utf-8")
    code, out, err = typed("report", "road.yaml", "--slider", "crash", "-o", "road.html")
    assert (code, out, err) == (0, "", "wrote road.html\n")
    negsim.report("road.yaml", to=tmp_path / "python.html", sliders=["crash"])
    assert (tmp_path / "road.html").read_bytes() == (tmp_path / "python.html").read_bytes()


def test_the_command_says_what_is_wrong(typed):
    code, _, err = typed("report", "baseline_impasse", "-o", "page.txt")
    assert code == 2 and ".html" in err
    code, _, err = typed("report", "baseline_impasse", "-o", "no/such/page.html")
    assert code == 2 and "there is no folder" in err
    code, _, err = typed("report", "baseline_impasse", "--slider", "audience_cost", "-o", "page.html")
    assert code == 2 and "audience_cost_R" in err


def test_a_picture_that_is_too_large_is_named_and_left_out(monkeypatch, road):
    monkeypatch.setattr("negsim.views.report.figures.LARGEST", 1000)
    (found,) = picture("x", "payoff_matrix", road, "told")
    assert "negsim plot" in found.text and "--plot payoff_matrix" in found.text
