"""Pictures of the data, as Altair charts to restyle, combine and save (extra ``charts``).

Every function gives an Altair chart with its data inside. JupyterLab and Notebook draw it with the
Vega that they bring along, so nothing is fetched, and it is drawn in a notebook that is not trusted
too. With the extra ``images`` (vl-convert) the notebook also keeps a picture of it, for pages that
draw no Vega, and ``chart.save("chart.png")`` and ``chart.save("chart.html", inline=True)``, which
puts Vega into the page, work; ``chart.save("chart.html")`` works without, but its page fetches Vega
when it is opened.

A renderer that you enable is used instead of all this. It also draws what ``|``, ``&`` and ``+``
make of charts, for that is Altair's own; Altair's default fetches Vega from another host, and
``altair.renderers.enable("png")`` works without the network (extra ``images``).

``chart.properties(width="container")`` makes a chart fit the place it stands in. Colours can be
told apart by the colour-blind and hold on light and dark.

>>> from sco_data import charts
>>> charts.memberships().properties(width=300).to_dict()["width"]
300
"""

from __future__ import annotations

from ._blocks import documents, outcomes
from ._status import memberships, status_map

__all__ = ["documents", "memberships", "outcomes", "status_map"]
