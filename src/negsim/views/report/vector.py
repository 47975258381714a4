"""A figure as SVG to stand inside a page: no style attributes, names of its own, a title and a description."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
WRITTEN = {"svg.fonttype": "none", "svg.hashsalt": "negsim"}  # text stays text, and the same figure has the same names
COLOUR = re.compile("#[0-9a-fA-F]{6}")
FONT = re.compile(r"(?P<rest>.*?)(?P<size>[\d.]+)px (?P<family>.+)")
PIXELS = 1.2  # on the screen for a point of the figure
LARGE = 1500  # pixels: a figure so wide would be too small to read if it were made to fit
CONTRAST = 4.5  # of text against white, as accessibility guidelines ask for
LIGHT = 0.7  # luminance from which a colour is that of text on something dark


def svg(figure: Figure, prefix: str, title: str, described: str) -> str:
    """Return a figure as an ``<svg>`` element.

    Parameters
    ----------
    figure
        Of matplotlib.
    prefix
        Begins every name inside, so that figures of one page do not share any.
    title, described
        What it shows, in a few words and in a sentence, for those who do not see it.
    """
    root = ElementTree.fromstring(_drawn(figure))
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag.rpartition("}")[2] in ("metadata", "style"):
                parent.remove(child)
    for element in root.iter():
        _restyle(element)
        _rename(element, prefix)
    _label(root, prefix, title, described)
    ElementTree.register_namespace("", SVG)
    ElementTree.register_namespace("xlink", LINK)
    return ElementTree.tostring(root, encoding="unicode")


def _drawn(figure: Figure) -> str:
    from matplotlib import rc_context

    out = io.StringIO()
    with rc_context(WRITTEN):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _restyle(element: ElementTree.Element) -> None:
    """Write a style attribute, which a strict page forbids, as the attributes that it stands for."""
    for part in element.attrib.pop("style", "").split(";"):
        name, mark, value = (text.strip() for text in part.partition(":"))
        if not mark:
            continue
        if name == "font" and (match := FONT.fullmatch(value)):
            element.set("font-size", match["size"])
            element.set("font-family", "DejaVu Sans, Verdana, sans-serif")
            if "bold" in match["rest"] or re.search(r"[6-9]00", match["rest"]):
                element.set("font-weight", "bold")
            if "italic" in match["rest"]:
                element.set("font-style", "italic")
        else:
            element.set(name, value)
    colour = element.get("fill", "")
    if element.tag == f"{{{SVG}}}text" and COLOUR.fullmatch(colour):
        element.set("fill", readable(colour))


def readable(colour: str) -> str:
    """Return a colour in which text can be read on white: the same, or darker.

    Parameters
    ----------
    colour
        Such as ``"#d55e00"``; one so light that it must stand on something dark is left as it is.
    """
    parts = [int(colour[k : k + 2], 16) for k in (1, 3, 5)]
    if _luminance(parts) >= LIGHT:
        return colour
    while 1.05 / (_luminance(parts) + 0.05) < CONTRAST:
        parts = [part * 19 // 20 for part in parts]
    return "#" + "".join(f"{part:02x}" for part in parts)


def _luminance(parts: Sequence[int]) -> float:
    linear = [(p / 255) / 12.92 if p <= 10 else ((p / 255 + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _rename(element: ElementTree.Element, prefix: str) -> None:
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name.endswith("href") and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        elif "url(#" in value:
            element.set(name, value.replace("url(#", f"url(#{prefix}-"))


def _label(root: ElementTree.Element, prefix: str, title: str, described: str) -> None:
    """Say what the figure shows, and how large it is to be on a screen."""
    _, _, *size = map(float, root.get("viewBox", "0 0 0 0").split())
    for name, points in zip(("width", "height"), size, strict=True):
        root.set(name, f"{points * PIXELS:.0f}")
    root.set("class", "large" if size[0] * PIXELS > LARGE else "usual")
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-text")
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    for place, (tag, name, words) in enumerate((("title", "title", title), ("desc", "text", described))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{name}"})
        element.text = words
        root.insert(place, element)
