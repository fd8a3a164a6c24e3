"""The Shanghai Cooperation Organisation as typed, dated and cited records.

Who was what when: :func:`members`, :func:`states`, :func:`state`, :func:`status`,
:func:`memberships`, :func:`panel`, :func:`dyads`, and :func:`annotate` for a table of yours.
What was set out, written and done: :func:`chairmanship`, :func:`priorities`,
:func:`documents`, :func:`documents_by_area`, :func:`initiatives`, :func:`outcomes`,
:func:`events`, :func:`bodies`, :func:`office_holders`, :func:`projects`, :func:`indicators`.
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
    from ._cite import cite
    from ._evidence import conflicts, facts
    from ._frames import annotate
    from ._panel import dyads, panel
    from ._payload import files, from_json
    from ._releases import data_version, diff, releases
    from ._verbs.chairmanship import (
        chairmanship,
        chairmanships,
        initiative,
        initiatives,
        outcomes,
        priorities,
    )
    from ._verbs.documents import document, documents, documents_by_area, participation
    from ._verbs.memberships import applications, members, memberships, states, status
    from ._verbs.organisation import bodies, events, indicators, office_holders, projects
    from ._verbs.sources import get, search, source, sources
    from ._verbs.states import state
    from .errors import DataError, NotFoundError, ScoDataError

    __version__: str
else:
    _HOME = {
        "_cite": "cite",
        "_evidence": "conflicts facts",
        "_frames": "annotate",
        "_panel": "dyads panel",
        "_payload": "files from_json",
        "_releases": "data_version diff releases",
        "_verbs.chairmanship": "chairmanship chairmanships initiative initiatives outcomes "
        "priorities",
        "_verbs.documents": "document documents documents_by_area participation",
        "_verbs.organisation": "bodies events indicators office_holders projects",
        "_verbs.sources": "get search source sources",
        "_verbs.memberships": "applications members memberships states status",
        "_verbs.states": "state",
        "errors": "DataError NotFoundError ScoDataError",
    }
    _HOME = {name: home for home, names in _HOME.items() for name in names.split()}

    def __getattr__(name):
        if name == "__version__":
            from ._load import manifest

            return manifest()["version"]
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__():
        return sorted(__all__)
