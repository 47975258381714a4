"""In which share of the assumed ranges each outcome is predicted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from negsim.games.base import Array
from negsim.studies.play.intervals import wilson
from negsim.studies.robustness.record import LensShares, Share
from negsim.studies.robustness.viewpoint import Headlines, Viewpoint, solver_name


def shares(view: Viewpoint, points: Mapping[str, Array]) -> LensShares:
    """Count at how many points of a sample each outcome is a headline, and at how many the default's headline holds.

    Parameters
    ----------
    view
        What is asked.
    points
        Parameter -> shape (point,); drawn independently, so that the confidence intervals mean something.

    Raises
    ------
    NotApplicable
        If there is no headline at the defaults.
    """
    return counted(view, view.headline, view.at(points))


def counted(view: Viewpoint, headline: tuple[str, ...], found: Headlines) -> LensShares:
    """Count headlines that are known.

    Parameters
    ----------
    view, headline
        What was asked, and the headline at the defaults.
    found
        The headlines of a sample.
    """
    size = len(found)
    some = Counter(name for names in found.told for name in names)
    every = Counter(name for names in found.told if len(names) == 1 for name in names)
    holds = float(found.same(headline).mean())
    return LensShares(
        lens=view.name,
        form=view.form,
        solver=solver_name(view.solver),
        headline=headline,
        holds=holds,
        interval=_interval(holds, size),
        outcomes=tuple(
            Share(
                outcome=name,
                some=some[name] / size,
                every=every[name] / size,
                interval=_interval(some[name] / size, size),
            )
            for name in sorted(some, key=lambda name: (-some[name], -every[name], name))
        ),
        points=size,
        unsolved=sum(not names for names in found.told),
    )


def _interval(share: float, size: int) -> tuple[float, float]:
    low, high = wilson(share, size)
    return float(low), float(high)
