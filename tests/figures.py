"""What is written on a figure, and whether it can be read."""

from __future__ import annotations

from itertools import combinations

import pytest
from matplotlib.text import Text


def words(figure):
    """The texts that are drawn, with their boxes in pixels."""
    drawn, draw = [], Text.draw

    def record(text, *args, **more):
        drawn.append(text)
        return draw(text, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Text, "draw", record)
        figure.draw_without_rendering()
    seen = [text for text in drawn if text.get_visible() and text.get_text().strip()]
    return [(text.get_text(), Text.get_window_extent(text)) for text in seen]  # without the lines of annotations


def check_legible(figure):
    """Fail if a text covers another or leaves the page."""
    page = figure.bbox
    found = words(figure)
    for text, box in found:
        assert box.x0 >= -1, text
        assert box.y0 >= -1, text
        assert box.x1 <= page.width + 1, text
        assert box.y1 <= page.height + 1, text
    for (one, a), (other, b) in combinations(found, 2):
        across = min(a.x1, b.x1) - max(a.x0, b.x0)
        along = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert across <= 2 or along <= 2, f"{one!r} covers {other!r}"
