"""Words on a map: each region's name where it fits, marks with numbers beside them, nothing over anything else."""

from __future__ import annotations

from typing import Any

from negsim.views.drawing.canvas import INK
from negsim.views.drawing.placement import Regions, best_place

SIDES = {  # where the words of a mark may stand, in points from it, the best first
    "default": ((10, 10), (-10, 10), (10, -12), (-10, -12)),
    "across": ((0, -13), (0, 13), (8, -13), (-8, -13), (8, 13), (-8, 13)),
    "up": ((9, 8), (9, -9), (-9, 8), (-9, -9)),
}


class Writing:
    """Writes on a map that is laid out already.

    Parameters
    ----------
    axes
        Of matplotlib, with their final place on the page.
    regions
        The map.
    """

    def __init__(self, axes: Any, regions: Regions):
        self.axes, self.regions = axes, regions
        self.boxes: list[Any] = []

    def name(self, regime: int, words: str, colour: Any) -> bool:
        """Write a name on one line, on two, or upright, whichever fits; off the ruled lines if it can be.

        Parameters
        ----------
        regime, words, colour
            The region, its name, and the colour behind it.

        Returns
        -------
        bool
            Whether there was a place for it.
        """
        text = self.axes.text(
            0, 0, words, ha="center", va="center", fontsize=11, color=INK, fontweight="bold", zorder=6,
            bbox={"facecolor": colour, "edgecolor": "none", "pad": 2.5},
        )  # fmt: skip
        for off_lines in (True, False):
            for form, turn in ((words, 0), (words.replace(" / ", " /\n"), 0), (words, 90)):
                text.set_text(form)
                text.set_rotation(turn)
                place = best_place(self.regions, regime, self._size(text), off_lines=off_lines)
                if place is not None:
                    text.set_position(place)
                    self.regions.occupy(place, self._size(text))
                    return True
        text.remove()
        return False

    def mark(self, x: float, y: float, words: str, kind: str) -> None:
        """Mark a point; its words are left out where they would cover others.

        Parameters
        ----------
        x, y, words
            Where, and what to write beside it.
        kind
            ``default``, or a tipping point on the line ``across`` or ``up`` through it.
        """
        is_default = kind == "default"
        if is_default:
            self.regions.rule(x, y)
            for draw, at in ((self.axes.axhline, y), (self.axes.axvline, x)):
                draw(at, color=INK, linewidth=0.9, linestyle=(0, (2, 2)), zorder=3)
        self.axes.plot(
            [x], [y], "o" if is_default else "D", color="white" if is_default else INK, markeredgecolor=INK,
            markeredgewidth=1.8, markersize=9 if is_default else 5.5, zorder=5.5 if is_default else 5, clip_on=False,
        )  # fmt: skip
        self.regions.occupy((x, y), self._points(12))
        for side in SIDES[kind]:
            if self._beside(x, y, words, side):
                return

    def _beside(self, x: float, y: float, words: str, side: tuple[int, int]) -> bool:
        text = self.axes.annotate(
            words, (x, y), xytext=side, textcoords="offset points", va="center", fontsize=9.5, color=INK, zorder=6,
            ha="left" if side[0] > 8 else "right" if side[0] < -8 else "center",
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.2},
        )  # fmt: skip
        box, map_box = text.get_window_extent(), self.axes.get_window_extent()
        inside = map_box.x0 <= box.x0 and box.x1 <= map_box.x1 and map_box.y0 <= box.y0 and box.y1 <= map_box.y1
        if not inside or any(box.overlaps(other.padded(2)) for other in self.boxes):
            text.remove()
            return False
        self.boxes.append(box)
        centre = self.axes.transData.inverted().transform([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2])
        self.regions.occupy((float(centre[0]), float(centre[1])), self._size(text))
        return True

    def _size(self, text: Any) -> tuple[float, float]:
        """The width and height of a text on the map with some room around it, in the units of the axes."""
        box = text.get_window_extent()
        return self._units(1.1 * box.width, 1.35 * box.height)

    def _points(self, size: float) -> tuple[float, float]:
        pixels = size * self.axes.figure.dpi / 72
        return self._units(pixels, pixels)

    def _units(self, width: float, height: float) -> tuple[float, float]:
        (x0, y0), (x1, y1) = self.axes.transData.inverted().transform([[0, 0], [width, height]])
        return float(x1 - x0), float(y1 - y0)
