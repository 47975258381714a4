"""Reports in a browser: no errors, no requests, and sliders whose numbers are those that Python finds."""

from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
from importlib import resources

import numpy as np
import pytest

import negsim
from negsim.scenario.load import load_text
from negsim.solvers.extensive.backward_induction import BackwardInduction
from negsim.studies.overview import overview
from negsim.studies.predicted import predicted
from negsim.views.report.page import page, sections, written
from negsim.views.wording import number

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs a chromium in the path")

SCENARIO, FORM = "missile_nondeployment", "extensive"  # a tree, play over time, presets, and a form that is left out
BAD = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"


@pytest.fixture(scope="module")
def found():
    return overview(SCENARIO)


@pytest.fixture(scope="module")
def place(found, tmp_path_factory):
    file = tmp_path_factory.mktemp("report") / "report.html"
    file.write_text(written(found, sections(found)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def chromium():
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, place):
    """Open a page as wide as asked for; return it with what it told the console and what it asked for."""
    pages = []

    def call(width: int = 1280, file=place):
        sheet = chromium.new_page(viewport={"width": width, "height": 800})
        pages.append(sheet)
        told, asked = [], []
        sheet.on("console", lambda message: told.append(message.text))
        sheet.on("pageerror", lambda error: told.append(str(error)))
        sheet.on("request", lambda request: asked.append(request.url))
        sheet.goto(f"file://{file}")
        return sheet, told, asked

    yield call
    for sheet in pages:
        sheet.close()


def test_a_page_tells_no_errors_and_asks_for_nothing(opened, place):
    _, told, asked = opened()
    assert told == [] and asked == [f"file://{place}"]


@pytest.mark.parametrize("width", [1280, 360, 320])
def test_a_page_is_never_wider_than_the_screen(opened, width):
    sheet, _, _ = opened(width)
    assert sheet.evaluate("document.documentElement.scrollWidth") <= width
    over = sheet.evaluate(
        """() => [...document.querySelectorAll("main *")].filter((part) =>
             !part.closest(".scroll, .formula, svg") && part.getBoundingClientRect().right > innerWidth + 1).length"""
    )
    assert over == 0


def test_sixty_positions_of_the_sliders_show_what_python_finds(opened, found):
    sheet, told, _ = opened()
    scenario, axes = found.scenario, found.grid.axes
    drawn = random.Random(6)
    for _ in range(60):
        places = [drawn.randrange(len(values)) for values in axes.values()]
        shown = moved(sheet, places)
        values = {name: axes[name][k] for name, k in zip(axes, places, strict=True)}
        outcomes, payoffs = expected(scenario, values)
        assert shown["values"] == [number(value) for value in values.values()]
        assert shown["outcomes"] == outcomes and shown["payoffs"] == payoffs
    assert told == []


def expected(scenario, values) -> tuple[list[list[str]], list[list[str]]]:
    """What the page has to show: solved afresh, one game at a time, with the scenario's own numbers."""
    solution = negsim.solve(scenario.with_values(**values), FORM, BackwardInduction(every=True))  # ties: all answers
    shares = predicted(scenario, solution).shares
    low, high = shares.min(0), shares.max(0)
    paid = np.array([list(row.payoffs.values()) for row in solution])
    outcomes = [
        [scenario.outcome_label(int(k)), number(float(low[k])), number(float(high[k]))] for k in np.flatnonzero(high)
    ]
    payoffs = [
        [name, number(float(column.min())), number(float(column.max()))]
        for name, column in zip(solution[0].payoffs, paid.T, strict=True)
    ]
    return sorted(outcomes), payoffs


def moved(sheet, places: list[int]) -> dict[str, list]:
    """Move the sliders, and read what stands below them."""
    return sheet.evaluate(
        """(places) => {
          places.forEach((place, axis) => {
            const input = document.getElementById(`slider-${axis}`);
            input.value = String(place);
            input.dispatchEvent(new Event("input", { bubbles: true }));
          });
          const rows = (id) => [...document.querySelectorAll(`#${id} tr`)].map((row) =>
            [...row.cells].slice(0, 3).map((cell) => cell.textContent));
          return {
            values: [...document.querySelectorAll("output")].map((output) => output.textContent),
            outcomes: rows("outcomes").sort((a, b) => (a[0] < b[0] ? -1 : 1)),
            payoffs: rows("payoffs"),
            verdict: document.getElementById("verdict").textContent,
          };
        }""",
        places,
    )


def test_the_page_starts_with_what_it_says_without_its_script(chromium, place, found):
    quiet = chromium.new_page(java_script_enabled=False)
    quiet.goto(f"file://{place}")
    lively = chromium.new_page()
    lively.goto(f"file://{place}")
    texts = [
        [sheet.locator(part).inner_text() for part in ("#verdict", "#outcomes", "#payoffs", "#value-0")]
        for sheet in (quiet, lively)
    ]
    quiet.close()
    lively.close()
    assert texts[0] == texts[1] and all(texts[0])


def test_arrow_keys_move_a_slider_and_say_its_value(opened, found):
    sheet, _, _ = opened()
    first = sheet.locator("#slider-0")
    first.focus()
    start, values = found.grid.start[0], next(iter(found.grid.axes.values()))
    way, step = ("ArrowLeft", -1) if start else ("ArrowRight", 1)
    first.press(way)
    assert first.get_attribute("aria-valuetext") == number(values[start + step])
    assert sheet.locator("#value-0").inner_text() == number(values[start + step])
    sheet.locator("#reset").press("Enter")
    assert sheet.locator("#value-0").inner_text() == number(values[start])


def test_the_verdict_says_when_the_headline_is_another(opened, found):
    sheet, _, _ = opened()
    home = found.grid.found.headlines[found.grid.cell(found.grid.start)]
    shape = [len(values) for values in found.grid.axes.values()]
    told = set()
    for cell in range(0, found.grid.found.points, 97):
        places = [int(k) for k in np.unravel_index(cell, shape)]
        same = found.grid.found.headlines[cell] == home
        told.add(same)
        assert ("the same as" in moved(sheet, places)["verdict"]) is same
    assert told == {True, False}


def test_numbers_are_written_as_python_writes_them(opened):
    sheet, _, _ = opened()
    script = resources.files("negsim.views.report").joinpath("templates", "report.js").read_text(encoding="utf-8")
    function = re.search(r"const number = (.*?\n  \};)", script, re.DOTALL)[1]
    drawn = random.Random(1)
    values = [drawn.uniform(-1, 1) * 10.0 ** drawn.randint(-9, 9) for _ in range(2000)]
    values += [k / 64 for k in range(-2000, 2000, 7)]  # many of them lie midway between two shown numbers
    values += [0.0, -0.0, 1e-13, 9999.5, 99995.0, 0.00099995, 1e-5, 12345.0, 1062.5, 1063.5, 2.0005, 1 / 3, 1e15]
    assert sheet.evaluate(f"(values) => values.map({function.rstrip(';')})", values) == [number(v) for v in values]


def test_the_data_can_be_saved_and_is_what_the_page_was_made_of(opened, found, tmp_path):
    sheet, told, asked = opened()
    with sheet.expect_download() as waiting:
        sheet.locator('button[data-part="sliders"]').click()
    rows = list(csv.reader(io.StringIO(waiting.value.path().read_text(encoding="utf-8"))))
    answers = found.grid.found
    assert rows[0][: len(found.grid.axes)] == list(found.grid.axes) and len(rows) == len(answers.point) + 1
    paid = np.array([[float(cell) for cell in row[-len(answers.players) :]] for row in rows[1:]])
    assert (paid == answers.payoff).all()
    with sheet.expect_download() as waiting:
        sheet.locator('button[data-part=""]').click()
    assert json.loads(waiting.value.path().read_text(encoding="utf-8"))["sliders"]["parameters"] == list(
        found.grid.axes
    )
    assert told == [] and not [url for url in asked if url.startswith("http")]


def test_a_page_prints(opened):
    sheet, _, _ = opened()
    data = sheet.pdf()
    assert data.startswith(b"%PDF") and len(re.findall(rb"/Type\s*/Page\b", data)) >= 3


def test_scripts_in_names_are_shown_as_text(opened, tmp_path):
    text = (
        "negsim: 1\ntitle: TITLE\nquestion: TITLE\nactors: {a: {name: TITLE}, b: {name: B}}\n"
        "moves:\n  m: {actor: a, name: TITLE, levels: {x: {name: TITLE}, y: {name: Y}}}\n"
        "  n: {actor: b, levels: [x, y]}\n"
        "parameters:\n  p: {name: TITLE, value: 1, low: 0, high: 2, assumption: TITLE, unit: TITLE}\n"
        "payoffs: {a: p*m.y - n.y, b: n.y - m.y}\n"
        "overrides: {q: {note: TITLE, p: 2}}\n"
    ).replace("TITLE", json.dumps(BAD))
    file = tmp_path / "bad.html"
    file.write_text(page(load_text(text)), encoding="utf-8")
    sheet, told, asked = opened(file=file)
    moved(sheet, [0])
    assert sheet.title().startswith("<script>") and sheet.locator("h1").inner_text() == BAD
    assert sheet.evaluate("document.scripts.length") == 2 and sheet.locator("img").count() == 0
    assert told == [] and asked == [f"file://{file}"]


def test_text_stands_out_from_what_is_behind_it(opened):
    sheet, _, _ = opened()
    weak = sheet.evaluate(
        """() => {
          const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
          const light = ([r, g, b]) => {
            const line = [r, g, b].map((p) => (p <= 10 ? p / 3294.6 : ((p / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2];
          };
          const behind = (part) => {
            for (let at = part; at; at = at.parentElement) {
              const colour = parts(getComputedStyle(at).backgroundColor);
              if (colour.length === 3 || colour[3] > 0) return colour;
            }
            return [255, 255, 255];
          };
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const held = [...document.querySelectorAll("body *")].filter((part) =>
            !part.closest("svg, script") && [...part.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim()));
          return held.filter((part) => ratio(parts(getComputedStyle(part).color), behind(part)) < 4.5)
            .map((part) => part.outerHTML.slice(0, 80));
        }"""
    )
    assert weak == []


def test_every_control_has_a_name(opened):
    sheet, _, _ = opened()
    for slider in sheet.locator("input[type=range]").all():
        assert sheet.locator(f"label[for={slider.get_attribute('id')}]").inner_text()
    assert all(button.inner_text().strip() for button in sheet.locator("button").all())
    assert sheet.evaluate("document.documentElement.lang") == "en"


def test_what_cannot_be_told_is_told_so(found, place):
    assert "stochastic" in found.untold
    assert f"stochastic: {found.untold['stochastic']}" in place.read_text(encoding="utf-8").replace("&#39;", "'")
