"""How the site is built: Sphinx, furo and MyST-NB, every notebook run at build, warnings are errors."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))
os.environ["PYTHONPATH"] = str(HERE / "_ext")  # the notebooks find site_charts there,
os.environ["PATH"] = os.pathsep.join(
    [str(Path(sys.executable).parent), os.environ["PATH"]]
)  # sco-data here
os.environ["COLUMNS"] = "92"

import sco_data

project = "sco_data"
author = "The sco_data authors"
copyright = "the sco_data authors. Code: MIT. Data: CC-BY-4.0"
version = release = sco_data.__version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
extensions += ["sco_pages", "json_ld", "others"]
exclude_patterns = ["_build", "_generated", "_ext", "audit.md", "jupyter_execute"]

myst_enable_extensions = ["colon_fence", "deflist", "attrs_block", "attrs_inline"]
myst_heading_anchors = 3
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True
nb_execution_in_temp = True

autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_member_order = "bysource"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 80
nitpick_ignore_regex = [
    # Nothing is looked up on other sites, so what is not ours has no page to point to.
    (r"py:.*", r"(?!sco_data).*"),
    (r"py:.*", r"sco_data\.[\w.]+\.(?:[A-Z]|\w+_co)"),  # type variables
]

html_theme = "furo"
html_title = f"sco_data {release}"
html_static_path = ["_static", "_generated/static"]
html_extra_path = ["_generated/site"]
html_css_files = ["site.css"]
html_js_files = [("charts.js", {"type": "module"})]
html_show_sphinx = False
html_copy_source = False
html_theme_options = {"navigation_with_keys": True}
pygments_style = "friendly"
pygments_dark_style = "github-dark"


def _signature(
    app: Any, what: str, name: str, thing: Any, options: Any, given: str, back: str
) -> Any:
    """Records are got from verbs, not built by hand: the fields stand in the data dictionary."""
    if what == "class" and name.startswith("sco_data.model."):
        return "", back
    return None


def _prose(app: Any, what: str, name: str, thing: Any, options: Any, lines: list[str]) -> None:
    """Enumerations inherit a docstring for nothing: leave out what is not ours."""
    if what == "class" and lines and lines[0].startswith("str(object="):
        del lines[:]
    lines[:] = [
        re.sub(r":func:`(?!~|sco_data)(\w+)`", r":func:`sco_data.\1`", line) for line in lines
    ]


def setup(app: Any) -> None:
    """Hook the two above into autodoc."""
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _prose)
