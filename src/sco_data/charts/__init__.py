"""Pictures of the data, as Altair charts to restyle, combine and save (extra ``charts``).

Every function gives an Altair chart with its data inside, so nothing is fetched to draw it. What
draws it is Vega: Jupyter brings it along, and ``chart.save("chart.html", inline=True)`` puts it
into the page. ``chart.properties(width="container")`` makes a chart fit the place it stands in.
Colours can be told apart by the colour-blind and hold on light and dark.

>>> from sco_data import charts
>>> charts.memberships().properties(width=300).to_dict()["width"]
300
"""

from __future__ import annotations

from ._blocks import documents, outcomes
from ._status import memberships, status_map

__all__ = ["documents", "memberships", "outcomes", "status_map"]
