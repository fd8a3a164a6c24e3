"""The Shanghai Cooperation Organisation as typed, dated and cited records.

Who was what when: :func:`members`, :func:`states`, :func:`state`, :func:`status`,
:func:`memberships`, :func:`panel`, :func:`dyads`, and :func:`annotate` for a table of yours.
What was set out, written and done: :func:`chairmanship`, :func:`priorities`,
:func:`documents`, :func:`documents_by_area`, :func:`initiatives`, :func:`outcomes`,
:func:`events`, :func:`bodies`, :func:`office_holders`, :func:`attendance`, :func:`projects`,
:func:`indicators`.
Who says so: :func:`facts`, :func:`conflicts`, :func:`sources`, :func:`cite`.
Which data: :func:`data_version`, :func:`releases`, :func:`diff`, :func:`files`.

Every verb that reads data takes ``as_of=`` where time matters and ``release=``. The classes and
vocabularies are in :mod:`sco_data.model`. Importing this package loads nothing.

>>> import sco_data as sco
>>> len(sco.members(as_of="2017-06-10"))
8
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers take it for true; importing typing costs time

__all__ = [
    "DataError",
    "NotFoundError",
    "ScoDataError",
    "__version__",
    "annotate",
    "applications",
    "attendance",
    "bodies",
    "chairmanship",
    "chairmanships",
    "cite",
    "conflicts",
    "data_version",
    "diff",
    "document",
    "documents",
    "documents_by_area",
    "dyads",
    "events",
    "facts",
    "files",
    "from_json",
    "get",
    "indicators",
    "initiative",
    "initiatives",
    "members",
    "memberships",
    "office_holders",
    "outcomes",
    "panel",
    "participation",
    "priorities",
    "projects",
    "releases",
    "search",
    "source",
    "sources",
    "state",
    "states",
    "status",
]

if TYPE_CHECKING:
    from ._annotate.frames import annotate
    from ._json.payload import from_json
    from ._verbs.chairmanship import (
        chairmanship,
        chairmanships,
        initiative,
        initiatives,
        outcomes,
        priorities,
    )
    from ._verbs.cite import cite
    from ._verbs.documents import document, documents, documents_by_area, participation
    from ._verbs.evidence import conflicts, facts
    from ._verbs.memberships import applications, memberships
    from ._verbs.organisation import (
        attendance,
        bodies,
        events,
        indicators,
        office_holders,
        projects,
    )
    from ._verbs.panel import dyads, panel
    from ._verbs.releases import data_version, diff, files, releases
    from ._verbs.sources import get, search, source, sources
    from ._verbs.states import members, state, states, status
    from .errors import DataError, NotFoundError, ScoDataError

    __version__: str
else:
    _NAMES = {
        "_annotate.frames": "annotate",
        "_json.payload": "from_json",
        "_verbs.chairmanship": "chairmanship chairmanships initiative initiatives outcomes "
        "priorities",
        "_verbs.cite": "cite",
        "_verbs.documents": "document documents documents_by_area participation",
        "_verbs.evidence": "conflicts facts",
        "_verbs.memberships": "applications memberships",
        "_verbs.organisation": "attendance bodies events indicators office_holders projects",
        "_verbs.panel": "dyads panel",
        "_verbs.releases": "data_version diff files releases",
        "_verbs.sources": "get search source sources",
        "_verbs.states": "members state states status",
        "errors": "DataError NotFoundError ScoDataError",
    }
    _MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}

    def __getattr__(name):
        if name == "__version__":
            from ._rows.bundle import manifest

            return manifest()["version"]
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value

    def __dir__():
        return sorted(__all__)
