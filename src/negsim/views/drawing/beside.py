"""Words beside points of a picture: on the first side where they cover nothing that is written already."""

from __future__ import annotations

from typing import Any

from negsim.views.drawing.canvas import INK, literal

SIDES = ((6, 5), (7, 0), (0, 8), (-7, 0), (0, -8), (-6, 5), (6, -5), (-6, -5))  # in points from the point


class Beside:
    """Writes beside points of axes that are laid out already.

    Parameters
    ----------
    axes
        Of matplotlib, with their final place on the page.
    """

    def __init__(self, axes: Any):
        self.axes = axes
        self.boxes: list[Any] = []

    def keep_free(self, x: float, y: float, size: float = 9.0) -> None:
        """Let no words cover the mark of a point.

        Parameters
        ----------
        x, y
            Where it is.
        size
            How wide the mark is, in points.
        """
        from matplotlib.transforms import Bbox

        across, along = self.axes.transData.transform([x, y])
        half = size * self.axes.figure.dpi / 144
        self.boxes.append(Bbox([[across - half, along - half], [across + half, along + half]]))

    def keep_line(self, x: float, end: float, y: float, size: float = 9.0) -> None:
        """Let no words cover a line that goes across from a point, as an interval does.

        Parameters
        ----------
        x, end, y
            From where to where it goes, at which height.
        size
            How wide the mark of the point is, in points; the line is kept free from there on.
        """
        from matplotlib.transforms import Bbox

        (start, along), (stop, _) = self.axes.transData.transform([[x, y], [end, y]])
        half = size * self.axes.figure.dpi / 144
        if abs(stop - start) > half:
            near, far = (start + half, stop) if stop > start else (stop, start - half)
            self.boxes.append(Bbox([[near, along - 1], [far, along + 1]]))

    def write(self, x: float, y: float, words: str, **look: Any) -> bool:
        """Write beside a point if there is room.

        Parameters
        ----------
        x, y, words
            Where, and what.
        look
            How, as matplotlib has it.

        Returns
        -------
        bool
            Whether there was room.
        """
        own = [box for box in self.boxes if box.contains(*self.axes.transData.transform([x, y]))]
        frame = self.axes.get_window_extent()
        for side in SIDES:
            text = self.axes.annotate(
                literal(words), (x, y), xytext=side, textcoords="offset points", zorder=7,
                ha=("right", "center", "left")[1 + (side[0] > 0) - (side[0] < 0)],
                va=("top", "center", "bottom")[1 + (side[1] > 0) - (side[1] < 0)],
                bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.6},
                **{"fontsize": 8.5, "color": INK, **look},
            )  # fmt: skip
            box = text.get_window_extent()
            inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
            if inside and not any(box.overlaps(other) for other in self.boxes if other not in own):
                self.boxes.append(box)
                return True
            text.remove()
        return False
