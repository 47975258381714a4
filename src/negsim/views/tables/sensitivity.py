"""The tables of sensitivity: every parameter with its share, effect or reach, the one that matters most first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from negsim.studies.sensitivity.record import Interval, Morris, Sobol, Tornado
from negsim.studies.sensitivity.regional import Regional
from negsim.studies.sentences.sensitivity import measure_of, sentences
from negsim.views.tables.base import Cell, Table, filled, table
from negsim.views.tables.regional import of_regional
from negsim.views.wording import number

INTERVAL = "95 % interval"


@table.register
def of_sobol(found: Sobol) -> Table:
    """List the shares of the variance that go back to each parameter.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="sobol")`` returned.
    """
    rows = [
        [
            *_named(found, k),
            _share(found.total, k),
            _share(found.first, k),
        ]
        for k in found.order
    ]
    columns = ("parameter", "name", f"has a part in ({INTERVAL})", f"explains alone ({INTERVAL})")
    return filled(_title(found, "Shares of the variance"), columns, rows, notes=_notes(found))


@table.register
def of_morris(found: Morris) -> Table:
    """List how far steps of each parameter move the measure.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="morris")`` returned.
    """
    size = found.absolute
    rows = [
        [
            *_named(found, k),
            f"{number(size.value[k], 3)} ({number(size.low[k], 3)} to {number(size.high[k], 3)})",
            number(found.mean[k], 3),
            number(found.deviation[k], 3),
        ]
        for k in found.order
    ]
    columns = ("parameter", "name", f"mean absolute effect ({INTERVAL})", "mean effect", "deviation")
    return filled(_title(found, "Effects of steps across whole ranges"), columns, rows, notes=_notes(found))


@table.register
def of_tornado(found: Tornado) -> Table:
    """List how far each parameter alone moves the measure.

    Parameters
    ----------
    found
        What ``negsim.sensitivity(..., method="tornado")`` returned.
    """
    rows = [
        [
            *_named(found, k),
            f"{number(found.values[k][0])} to {number(found.values[k][-1])}",
            number(found.at_low[k], 3),
            number(found.at_high[k], 3),
            number(found.lowest[k], 3),
            number(found.highest[k], 3),
            number(found.swing[k], 3),
        ]
        for k in found.order
    ]
    columns = ("parameter", "name", "range", "at the low end", "at the high end", "least", "most", "moves by")
    return filled(_title(found, "One parameter at a time"), columns, rows, notes=_notes(found))


def of_several(found: Sequence[Sobol | Morris | Tornado | Regional]) -> tuple[Table, ...]:
    """Return a table for each measure that was asked about.

    Parameters
    ----------
    found
        What `negsim.studies.sensitivity.sensitivity.sensitivities` returned.
    """
    return tuple(of_regional(each) if isinstance(each, Regional) else table(each) for each in found)


def each_parameter(found: Sequence[Sobol | Morris | Tornado | Regional]) -> Table:
    """List the numbers of every measure and parameter as they are, for other programs.

    Parameters
    ----------
    found
        As for `of_several`.
    """
    lines = [_numbers(each, k) for each in found for k in each.order]
    columns = tuple(lines[0])
    return Table(title="Sensitivity", columns=columns, rows=tuple(tuple(line.values()) for line in lines))


def _numbers(found: Sobol | Morris | Tornado | Regional, k: int) -> dict[str, Cell]:
    line: dict[str, Cell] = {"measure": found.asked.measure if found.asked else "", "parameter": found.parameters[k]}
    if isinstance(found, Sobol):
        return line | _three("total", found.total, k) | _three("first", found.first, k)
    if isinstance(found, Morris):
        rest = {"mean": float(found.mean[k]), "deviation": float(found.deviation[k])}
        return line | _three("absolute", found.absolute, k) | rest
    if isinstance(found, Regional):
        rest = {"at": float(found.at[k]), "critical": found.critical}
        return line | _three("distance", found.distance, k) | rest
    names = ("at_low", "at_high", "lowest", "highest", "swing")
    ends = {"low": float(found.values[k][0]), "high": float(found.values[k][-1])}
    return line | ends | {name: float(getattr(found, name)[k]) for name in names}


def _three(name: str, interval: Interval, k: int) -> dict[str, Cell]:
    low, high = float(interval.low[k]), float(interval.high[k])
    return {name: float(interval.value[k]), f"{name} from": low, f"{name} to": high}


def percent(share: float) -> str:
    """Write a share of the variance with one decimal.

    Parameters
    ----------
    share
        Mostly from 0 to 1; an estimate may lie a little outside.
    """
    return f"{100 * share:.1f} %".replace("-0.0 %", "0.0 %")


def _named(found: Sobol | Morris | Tornado, k: int) -> list[Any]:
    name = found.parameters[k]
    return [name, found.asked.scenario.parameters[name].name if found.asked is not None else ""]


def _share(interval: Interval, k: int) -> str:
    low, high = (percent(end[k]).removesuffix(" %") for end in (interval.low, interval.high))
    return f"{percent(interval.value[k])} ({low} to {high})"


def _title(found: Sobol | Morris | Tornado, what: str) -> str:
    if found.asked is None:
        return what
    measure = measure_of(found.asked).rstrip(",")
    return f"{found.asked.scenario.title}\n{what}: {measure}"


def _notes(found: Sobol | Morris | Tornado) -> tuple[str, ...]:
    return (*sentences(found), found.asked.scenario.basis if found.asked is not None else "")
