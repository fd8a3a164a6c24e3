"""The Shanghai Cooperation Organisation as typed, dated and cited records.

Who was what when: :func:`members`, :func:`states`, :func:`state`, :func:`status`,
:func:`memberships`, :func:`panel`, :func:`dyads`, and :func:`annotate` for a table of yours, with
:func:`unmatched` for what was not found in it.
What was set out, written and done: :func:`chairmanship`, :func:`priorities`,
:func:`documents`, :func:`documents_by_area`, :func:`initiatives`, :func:`outcomes`,
:func:`events`, :func:`bodies`, :func:`office_holders`, :func:`attendance`, :func:`projects`,
:func:`indicators`.
Who says so: :func:`facts`, :func:`conflicts`, :func:`sources`, :func:`cite`.
Any of these: :func:`get`, :func:`search`.
Which data: :func:`data_version`, :func:`releases`, :func:`diff`, :func:`files`, :func:`verify`,
and :func:`export` for other tools.

Every verb that reads data takes ``as_of=`` where time matters and ``release=``. The classes and
vocabularies are in :mod:`sco_data.model`. Importing this package loads nothing.

>>> import sco_data as sco
>>> len(sco.members(as_of="2017-06-10"))
8
"""

from __future__ import annotations

# Type checkers take it for true; importing it from typing costs time.
TYPE_CHECKING = False

__all__ = [
    "DataError",
    "NotFoundError",
    "ScoDataError",
    "UnmatchedWarning",
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
    "export",
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
    "unmatched",
    "verify",
]

if TYPE_CHECKING:
    from ._annotate.frames import annotate
    from ._annotate.unmatched import unmatched
    from ._json.payload import from_json
    from ._show.export import export
    from ._verbs.chairmanship import (
        chairmanship,
        chairmanships,
        initiative,
        initiatives,
        outcomes,
        priorities,
    )
    from ._verbs.cite import cite
    from ._verbs.documents import (
        document,
        documents,
        documents_by_area,
        participation,
    )
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
    from ._verbs.releases import data_version, diff, files, releases, verify
    from ._verbs.search import search
    from ._verbs.sources import get, source, sources
    from ._verbs.states import members, state, states, status
    from .errors import DataError, NotFoundError, ScoDataError, UnmatchedWarning

    __version__: str
else:

    def _make_getattr(namespace, names_by_module):
        """The ``__getattr__`` of a package: each name is imported when it is first used.

        ``namespace`` is the package's own, where a name stands from then on.
        """
        package = namespace["__name__"]
        module_of = {}
        for module, names in names_by_module.items():
            module_of.update(dict.fromkeys(names.split(), module))

        def import_name(name):
            if name not in module_of:
                raise AttributeError(
                    f"module {package!r} has no attribute {name!r}"
                )

            # Up here it would be loaded with the package, which loads nothing.
            from importlib import import_module

            value = getattr(import_module(f"{package}.{module_of[name]}"), name)
            namespace[name] = value
            return value

        return import_name

    _NAMES_BY_MODULE = {
        "_annotate.frames": "annotate",
        "_annotate.unmatched": "unmatched",
        "_json.payload": "from_json",
        "_show.export": "export",
        "_verbs.chairmanship": "chairmanship chairmanships initiative initiatives outcomes "
        "priorities",
        "_verbs.cite": "cite",
        "_verbs.documents": "document documents documents_by_area participation",
        "_verbs.evidence": "conflicts facts",
        "_verbs.memberships": "applications memberships",
        "_verbs.organisation": "attendance bodies events indicators office_holders projects",
        "_verbs.panel": "dyads panel",
        "_verbs.releases": "data_version diff files releases verify",
        "_verbs.search": "search",
        "_verbs.sources": "get source sources",
        "_verbs.states": "members state states status",
        "errors": "DataError NotFoundError ScoDataError UnmatchedWarning",
    }
    _import_name = _make_getattr(globals(), _NAMES_BY_MODULE)

    def __getattr__(name):
        # The version is in no module: it stands in the data.
        if name == "__version__":
            from ._rows.bundle import manifest

            return manifest()["version"]

        return _import_name(name)

    def __dir__():
        return sorted(__all__)
