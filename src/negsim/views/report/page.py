"""The report: one page that holds everything there is to say about a scenario, and needs nothing besides itself."""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
import math
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from negsim import __version__
from negsim.errors import NotApplicable
from negsim.scenario.model import Scenario
from negsim.studies.assumptions.presets import Reload
from negsim.studies.overview import Overview, overview
from negsim.views.report import about, lenses, methods, rests
from negsim.views.report.blocks import Downloads, Panel, Section
from negsim.views.report.compared import compared
from negsim.views.report.downloads import tables
from negsim.views.report.sliders import sliders as of_sliders
from negsim.views.report.tried import tried

DISCLAIMER = (
    "No prediction, no advice. This page tells what follows from assumed preferences under the definitions of game "
    "theory; none of it says what will happen, or what anybody should do. An equilibrium is not thereby right, fair or "
    "recommended. The conflict is real and people died in it. Law and morals are to be asked separately."
)


def report(scenario: Scenario | str | Path, *, to: str | Path, sliders: Sequence[str] = ()) -> None:
    """Write one self-contained page about a scenario: question, moves, formulas, answers, sliders, sources.

    The page opens offline, in any browser, on a phone and in print. The same scenario gives the same page.

    Parameters
    ----------
    scenario
        A scenario, its path or its name.
    to
        Where to write the page: a file whose name ends in ``.html``.
    sliders
        Parameters to have a slider, at most four; when left out, those on which the answer depends most.

    Raises
    ------
    UnknownName
        If there is no such scenario, or a slider is no parameter.
    NotApplicable
        If there are too many sliders, or the file does not end in ``.html``.

    Examples
    --------
    >>> import negsim, tempfile, pathlib
    >>> place = pathlib.Path(tempfile.mkdtemp()) / "report.html"
    >>> negsim.report("baseline_impasse", to=place)
    >>> place.read_text(encoding="utf-8").startswith("<!doctype html>")
    True
    """
    place = checked(to)
    place.write_text(page(scenario, sliders), encoding="utf-8", newline="\n")


def checked(to: str | Path) -> Path:
    """Return where to write, or say what is wrong with it.

    Parameters
    ----------
    to
        A path.

    Raises
    ------
    NotApplicable
        If it does not end in ``.html``, or its folder does not exist.
    """
    place = Path(to)
    if place.suffix.lower() not in (".html", ".htm"):
        raise NotApplicable(f"{place}: a report is a page. Use a name that ends in .html")
    if not place.parent.is_dir():
        raise NotApplicable(f"{place}: there is no folder {place.parent}. Make it first, or write elsewhere")
    return place


def page(scenario: Scenario | str | Path, sliders: Sequence[str] = (), reload: Reload | None = None) -> str:
    """Return the page as text.

    Parameters
    ----------
    scenario, sliders
        As in `report`.
    reload
        Reads the scenario again with an override, by name; not needed for a path or a name.
    """
    found = overview(scenario, sliders, reload)
    return written(found, sections(found))


def sections(found: Overview) -> tuple[Section, ...]:
    """Return the parts of the page that hold something, in order.

    Parameters
    ----------
    found
        What was found about a scenario.
    """
    scenario = found.scenario
    parts = (
        about.question(scenario),
        about.parties(scenario),
        about.moves(scenario),
        about.numbers(scenario),
        about.formulas(scenario),
        of_sliders(found),
        compared(found),
        lenses.lenses(found),
        rests.over_time(found),
        rests.tipping(found),
        tried(found),
        rests.assumptions(found),
        methods.citations(found),
    )
    return tuple(part for part in parts if part.blocks)


def written(found: Overview, parts: Sequence[Section]) -> str:
    """Return the page with these parts.

    Parameters
    ----------
    found
        What was found about a scenario.
    parts
        The sections to write.
    """
    import jinja2

    sheets = tables(found)
    panel = next((block for part in parts for block in part.blocks if isinstance(block, Panel)), None)
    data = {"sliders": panel.record if panel else None, "tables": {name: _plain(each) for name, each in sheets.items()}}
    downloads = Downloads(parts={name: each.title for name, each in sheets.items()})
    end = Section(id="data", title="Data of this page", blocks=(downloads,))
    style, script = _text("report.css"), _text("report.js")
    template = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text), autoescape=True, trim_blocks=True, lstrip_blocks=True,
        undefined=jinja2.StrictUndefined, keep_trailing_newline=True,
    ).get_template("report.html.j2")  # fmt: skip
    safe = importlib.import_module("markupsafe").Markup
    return template.render(
        scenario=found.scenario,
        sections=(*parts, end),
        panel=panel,
        policy=_policy(style, script),
        style=safe(style),
        script=safe(script),
        data=safe(embedded(data)),
        safe=safe,
        version=__version__,
        disclaimer=DISCLAIMER,
    )


def embedded(data: Any) -> str:
    """Return data as JSON that can stand inside a page: nothing in it ends the element that holds it.

    Parameters
    ----------
    data
        Dictionaries, lists, texts and numbers; numbers that are not finite become null.
    """
    text = json.dumps(_finite(data), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _finite(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _finite(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(part) for part in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(sheet: Any) -> dict[str, Any]:
    return {"title": sheet.title, "columns": list(sheet.columns), "rows": [list(row) for row in sheet.rows]}


def _policy(style: str, script: str) -> str:
    """What the page may load and run: its own style and script, known by what they hold, and maps inside figures."""
    parts = ["default-src 'none'", "img-src data:", f"style-src {_hash(style)}", f"script-src {_hash(script)}"]
    return "; ".join([*parts, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _text(name: str) -> str:
    return resources.files("negsim.views.report").joinpath("templates", name).read_text(encoding="utf-8")
