"""Draw the picture of the first page: `python tools/pictures.py`, which needs the extra `charts`.

What comes out are two files in docs/_static, for light and for dark pages. They are drawn anew with
the site, and kept, because the README shows them where nothing is built.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sco_data import charts

STATIC = Path(__file__).resolve().parent.parent / "docs" / "_static"
INK = {"light": "#1f2328", "dark": "#e6edf3"}
LINES = {"light": "#d0d7de", "dark": "#30363d"}


def draw(theme: str) -> str:
    """The chart of promises and outcomes as SVG, on no ground of its own."""
    import vl_convert

    chart: dict[str, Any] = charts.outcomes().to_dict()
    for of_readers in ("tooltip", "href"):  # A picture cannot be pointed at.
        del chart["encoding"][of_readers]
    # Whoever shows it has other fonts; in the widest, labels need a fifth more than here.
    chart["padding"] = {"left": 32, "right": 12, "top": 5, "bottom": 5}
    ink, lines = INK[theme], LINES[theme]
    chart["config"] = {
        "background": "transparent",
        "title": {"color": ink},
        "axis": {"labelColor": ink, "gridColor": lines, "domainColor": lines, "tickColor": lines},
        "legend": {"labelColor": ink},
        "view": {"stroke": lines},
    }
    return str(vl_convert.vegalite_to_svg(json.dumps(chart)))


def main() -> None:
    """Write both files."""
    for theme in INK:
        (STATIC / f"outcomes-{theme}.svg").write_text(draw(theme) + "\n", "utf-8")


if __name__ == "__main__":
    main()
