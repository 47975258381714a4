"""How the pages are built: ``sphinx-build -W docs docs/_build``, with no network."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import pages  # noqa: E402

import negsim  # noqa: E402

project = "negsim"
author = "The negsim authors"
copyright = (
    "2026, the negsim authors. Payoffs are illustrative payoffs (assumption), not estimates; no prediction, no advice"
)
version = release = negsim.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.doctest"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
default_role = "code"
suppress_warnings = [
    "ref.python",  # the name of a field is a link where several records have a field of that name
    "misc.highlighting_failure",  # outputs are shown as they are printed; a line that begins with # is no prompt
]

autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_attr_annotations = False
napoleon_use_ivar = True
napoleon_use_rtype = False

html_theme = "pydata_sphinx_theme"
html_title = "negsim"
html_static_path = ["_static"]
html_css_files = ["wide.css"]  # terminal output of 100 columns fits without scrolling
html_show_sourcelink = False
html_theme_options = {
    "navbar_align": "left",
    "show_prev_next": True,
    "secondary_sidebar_items": ["page-toc"],
    "footer_start": ["copyright"],
    "footer_end": [],
}


def setup(app) -> None:
    """Write the pages that follow from the registries before Sphinx looks for pages."""
    app.connect("builder-inited", lambda _: pages.write(HERE / "generated"))
