"""Charts that a notebook draws by itself: with no network, and also where it is not trusted.

Altair's own way fetches Vega from another host, and its ``mimetype`` renderer sends a type that
JupyterLab does not draw yet. JupyterLab and Notebook bring along a Vega that draws the type sent
here. This module imports Altair, so import it only where a chart is made.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

try:
    import altair
except ImportError as error:
    raise ImportError(
        "charts need Altair: pip install 'sco-data[charts]'"
    ) from error

alt: Any = altair
"""What charts are made of; Altair's own types do not know all that it takes."""

if TYPE_CHECKING:
    _Base = altair.TopLevelMixin
else:
    _Base = object

_MIME_TYPE = "application/vnd.vegalite.v5+json"
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
"""What JupyterLab 4 and Notebook 7 draw by themselves; our charts need nothing newer."""

_EMBED_OPTIONS = {"loader": {"target": "_blank"}}
"""A click opens the source beside the page and not in its stead."""


class _DrawnOffline(_Base):
    """What is the same for charts of one layer and of several."""

    def to_dict(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The specification; only that of a whole chart says how links open.

        A part of another chart must not say it, or ``|``, ``&`` and ``+`` would fail.
        """
        is_whole = (kwargs.get("context") or {}).get("top_level", True)
        spec: dict[str, Any] = super().to_dict(*args, **kwargs)
        if is_whole:
            spec.setdefault("usermeta", {"embedOptions": _EMBED_OPTIONS})

        return spec

    def save(self, *args: Any, **kwargs: Any) -> None:
        """As in Altair; the error of what it lacks names the extra."""
        try:
            super().save(*args, **kwargs)
        # Altair raises either for want of it.
        except (ImportError, ValueError) as error:
            if "vl-convert" not in str(error):
                raise

            raise ImportError(
                "images, and pages with inline=True, need vl-convert: "
                "pip install 'sco-data[images]'"
            ) from error

    def _repr_mimebundle_(self, *args: Any, **kwargs: Any) -> Any:
        """What a notebook keeps and draws; what the user's renderer gives, if one is enabled."""
        if alt.renderers.active != "default":
            return super()._repr_mimebundle_(*args, **kwargs)

        picture: Any = ({}, {})
        if find_spec("vl_convert") is not None:
            # A page that draws no Vega, as that of a code host, shows the picture.
            with alt.renderers.enable("png"):
                picture = super()._repr_mimebundle_(*args, **kwargs)

        data, metadata = picture
        spec = {**self.to_dict(), "$schema": _SCHEMA}
        return {**data, _MIME_TYPE: spec}, metadata

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: save it, or show it in a notebook>"


class OfflineChart(_DrawnOffline, altair.Chart):
    """A chart of one layer."""


class OfflineLayerChart(_DrawnOffline, altair.LayerChart):
    """A chart of several layers."""
