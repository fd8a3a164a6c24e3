"""Show Altair charts on the site: the chart as JSON, drawn by the site's own copy of Vega."""

from __future__ import annotations

import json
from typing import Any

import altair


def _show(spec: dict[str, Any], **_: Any) -> dict[str, str]:
    # `</` would end the script element early.
    text = json.dumps(spec).replace("</", "<\\/")
    return {
        "text/html": f'<div class="sco-chart"><script type="application/json">{text}</script></div>'
    }


altair.renderers.register("site", _show)
altair.renderers.enable("site")
