"""A figure as SVG to stand inside a page: no style attributes, names of its own, a title and a description."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SVG, LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
WRITTEN = {"svg.fonttype": "none", "svg.hashsalt": "negsim"}  # text stays text, and the same figure has the same names
FONT = re.compile(r"(?P<rest>.*?)(?P<size>[\d.]+)px (?P<family>.+)")
FAINT, DARKER = "#777777", "#595959"  # small print must stand out enough to be read


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
    if element.tag == f"{{{SVG}}}text" and element.get("fill") == FAINT:
        element.set("fill", DARKER)


def _rename(element: ElementTree.Element, prefix: str) -> None:
    for name, value in element.attrib.items():
        if name == "id":
            element.set(name, f"{prefix}-{value}")
        elif name.endswith("href") and value.startswith("#"):
            element.set(name, f"#{prefix}-{value[1:]}")
        elif "url(#" in value:
            element.set(name, value.replace("url(#", f"url(#{prefix}-"))


def _label(root: ElementTree.Element, prefix: str, title: str, described: str) -> None:
    """Say what the figure shows, and let it shrink with the page."""
    wide = float(root.get("viewBox", "0 0 0 0").split()[2])
    for name in ("width", "height"):
        root.attrib.pop(name, None)
    root.set("role", "img")
    root.set("aria-labelledby", f"{prefix}-title {prefix}-text")
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    root.set("class", "wide" if wide > 640 else "narrow")
    for place, (tag, name, words) in enumerate((("title", "title", title), ("desc", "text", described))):
        element = ElementTree.Element(f"{{{SVG}}}{tag}", {"id": f"{prefix}-{name}"})
        element.text = words
        root.insert(place, element)
