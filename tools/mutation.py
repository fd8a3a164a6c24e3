"""Change the code in one place at a time and see whether a test notices.

`tools/mutation.py [--seconds N] [--part 1/2] [MODULE...]` works on a copy of the tree. It prints,
for each module, how many changes were noticed, and on stderr every change that was not. The changes
are those of cosmic-ray; the tests run in a fork of a process that has the libraries loaded already.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "src/sco_data/"
TESTS = {
    "errors.py": "names states strict",
    "model/base.py": "base as_of",
    "model/declare.py": "base",
    "model/plain.py": "base",
    "model/records.py": "base tables",
    "model/time.py": "time base",
    "model/history.py": "base documents as_of",
    "model/memberships.py": "as_of",
    "model/chairmanship.py": "chairmanship as_of",
    "model/documents.py": "documents as_of",
    "model/organisation.py": "organisation as_of",
    "model/treaties.py": "documents as_of",
    "_input.py": "names states documents",
    "_names.py": "names states",
    "_records/as_of.py": "at as_of documents",
    "_records/find.py": "find documents organisation",
    "_records/load.py": "load find threads damage",
    "_rows/bundle.py": "load releases damage",
    "_rows/hashes.py": "releases damage",
    "_rows/once.py": "load threads",
    "_rows/releases.py": "releases",
    "_timeline/caveats.py": "timeline as_of panel",
    "_timeline/statuses.py": "timeline states",
    "_json/payload.py": "payload",
    "_json/strict.py": "strict payload",
    "_show/html.py": "html",
    "_show/layout.py": "layout html",
    "_show/tables.py": "tables",
    "_show/text.py": "html layout cli",
    "model/wording.py": "wording html evidence",
    "_verbs/_evidence.py": "surface evidence cite",
    "_verbs/_shared.py": "documents chairmanship organisation load",
    "_verbs/chairmanship.py": "surface chairmanship",
    "_verbs/cite.py": "cite",
    "_verbs/documents.py": "surface documents",
    "_verbs/evidence.py": "surface evidence",
    "_verbs/memberships.py": "surface states",
    "_verbs/organisation.py": "surface organisation",
    "_verbs/panel.py": "surface panel",
    "_verbs/releases.py": "releases",
    "_verbs/sources.py": "surface load organisation",
    "_verbs/states.py": "surface states",
    "_engines.py": "engines",
    "_annotate/ask.py": "lookup frames",
    "_annotate/columns.py": "lookup frames",
    "_annotate/days.py": "lookup annotate_days frames",
    "_annotate/lookup.py": "lookup frames",
    "_annotate/day_table.py": "lookup frames",
    "_annotate/arrays.py": "lookup annotate_days frames",
    "_annotate/arrow_tables.py": "lookup annotate_days frames",
    "_annotate/pandas_tables.py": "lookup annotate_days frames",
    "_annotate/polars_tables.py": "lookup annotate_days frames",
    "_annotate/frames.py": "lookup frames",
    "_annotate/joins.py": "frames",
    "_annotate/likeness.py": "unmatched",
    "_annotate/unmatched.py": "unmatched",
    "_annotate/files.py": "annotate_files cli",
    "_annotate/csv_rows.py": "annotate_files cli",
    "_annotate/target.py": "annotate_files",
    "charts/_blocks.py": "charts",
    "charts/_marks.py": "charts",
    "charts/_status.py": "charts",
    "cli/_brief.py": "cli",
    "cli/_commands.py": "cli",
    "cli/_output.py": "cli",
}
"""Every module that is changed, and the tests that should notice, with its own examples."""

FIRST = {
    "_annotate/ask.py": "not every_row and not duckdb and not ibis",
    "_annotate/columns.py": "not every_row and not duckdb and not ibis and not dask",
    "_annotate/days.py": "not every_row and not duckdb and not ibis and not dask",
    "_annotate/lookup.py": "not every_row and not duckdb and not ibis and not dask",
    "_annotate/day_table.py": "not every_row and not duckdb and not ibis and not dask",
    "_annotate/arrays.py": "not every_row and not duckdb and not ibis",
    "_annotate/arrow_tables.py": "not every_row and not duckdb and not ibis",
    "_annotate/pandas_tables.py": "not every_row and not duckdb and not ibis",
    "_annotate/polars_tables.py": "not every_row and not duckdb and not ibis",
    "_annotate/frames.py": "not every_row and not duckdb and not ibis",
    "_annotate/joins.py": "not every_row and (duckdb or ibis)",
}
"""Where all tests take long: those that run before the others."""

SAME = ("BinaryOperator_BitOr", "Operator_Is_Eq", "Operator_IsNot_NotEq")
"""Changes that mean the same: of types, such as `str | None`, which are not evaluated, and equality
for identity, which is only asked of members of a vocabulary and of what there is one of."""

LIBRARIES = ("attrs", "cattrs", "click", "hypothesis", "importlib_resources", "pytest", "rich")
ENGINES = ("pandas", "pyarrow.compute", "polars", "duckdb", "narwhals", "ibis", "dask.dataframe")


def changes(source: str) -> Iterator[str]:
    """The source with each change, as often as it means something else."""
    seen = {_meaning(source)}
    for name in sorted(operator_names()):
        if any(part in name for part in SAME):
            continue
        for place in range(10_000):
            try:
                changed = mutate_code(source, get_operator(name)(), place)
            except TypeError:  # an operator that wants arguments
                break
            if changed is None:
                break
            meaning = _meaning(changed)
            if meaning not in seen:
                seen.add(meaning)
                yield changed


def _meaning(source: str) -> str:
    """The code without what only type checkers read; as it stands, where it is none."""
    try:
        return ast.dump(_Run().visit(ast.parse(source)))
    except SyntaxError:
        return source


class _Run(ast.NodeTransformer):
    """Drops annotations, overloads and what is imported for types."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST | None:
        node.returns = None
        overload = [ast.unparse(line) for line in node.body] == ["..."]
        return None if overload else self.generic_visit(node)

    def visit_If(self, node: ast.If) -> ast.AST | None:
        return None if ast.unparse(node.test) == "TYPE_CHECKING" else self.generic_visit(node)


def passes(words: list[str], limit: float = resource.RLIM_INFINITY) -> float | None:
    """The seconds of a processor that the tests take in a fork; ``None`` if they fail.

    What takes more than the limit fails: it does not end.
    """
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit)))
        signal.alarm(1200)
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        import hypothesis
        import pytest

        hypothesis.settings.register_profile(
            "mutation", max_examples=30, derandomize=True, database=None, deadline=None
        )
        hypothesis.settings.load_profile("mutation")
        quiet = ["-x", "-q", "-p", "no:cacheprovider"]
        quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # loaded before the fork
        os._exit(0 if pytest.main([*quiet, *words]) == 0 else 1)
    _, failed, used = os.wait4(child, 0)
    return None if failed else used.ru_utime + used.ru_stime


def mutate(module: str, seconds: float, part: slice) -> tuple[int, int, list[str]]:
    """How many changes there are and were tried, and those not noticed as differences."""
    path = Path(SOURCE, module)
    words = [f"tests/test_{name}.py" for name in TESTS[module].split()] + [str(path)]
    whole = path.read_text("utf-8")
    rounds = [[*words, "-k", FIRST[module]]] if module in FIRST else []
    rounds.append(words)
    usual = [passes(asked) for asked in rounds]
    if None in usual:
        raise SystemExit(f"the tests of {module} fail as it is")
    limits = [10 + 3 * took for took in usual if took]
    every = list(changes(whole))
    random.Random(module).shuffle(every)  # so that a part of them is a fair sample
    end = time.monotonic() + seconds
    tried, missed = 0, list[str]()
    for changed in every[part]:
        if time.monotonic() > end:
            break
        path.write_text(changed, "utf-8")
        tried += 1
        if all(map(passes, rounds, limits)):
            lines = difflib.unified_diff(
                whole.splitlines(), changed.splitlines(), module, "", n=1, lineterm=""
            )
            missed.append("\n".join(lines))
            print(missed[-1], "\n", file=sys.stderr, flush=True)
    path.write_text(whole, "utf-8")
    return len(every), tried, missed


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", default=list(TESTS), metavar="MODULE")
    parser.add_argument("--seconds", type=float, default=3600.0, help="at most, for each module")
    parser.add_argument("--part", default="1/1", help="1/2 and 2/2 share the work of two processes")
    asked = parser.parse_args()
    which, parts = map(int, asked.part.split("/"))
    part = slice(which - 1, None, parts)
    worst = 1.0
    print("| module | changes | tried | noticed | seconds |", flush=True)
    print("| --- | ---: | ---: | ---: | ---: |", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "tree")
        junk = shutil.ignore_patterns("__pycache__", ".*", "_build", "dist", "node_modules")
        shutil.copytree(ROOT, place, ignore=junk)
        os.chdir(place)
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        os.environ["PYTHONPATH"] = str(place / "src")  # for processes that tests start
        sys.path[:0] = [str(place / "src")]
        for library in (*LIBRARIES, *(ENGINES if FIRST.keys() & {*asked.modules} else ())):
            importlib.import_module(library)
        for module in asked.modules:
            start = time.monotonic()
            total, tried, lost = mutate(module, asked.seconds, part)
            share = 1 - len(lost) / tried if tried else 0.0
            worst = min(worst, share)
            took = round(time.monotonic() - start)
            print(f"| {module} | {total} | {tried} | {share:.1%} | {took} |", flush=True)
        os.chdir(ROOT)
    return 0 if worst >= 0.95 else 1


if __name__ == "__main__":
    sys.exit(main())
