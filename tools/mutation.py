"""Change the code in one place at a time and see whether a test notices.

`tools/mutation.py [--most N] [--jobs N] [MODULE...]` works on copies of the tree. It measures which
test runs which line, makes the changes of cosmic-ray (of each module at most N, drawn by its name),
and runs the tests of the changed line: those first that run little else. They run in a fork of a
process that has the libraries loaded already. It prints, for each module, how many changes were
noticed, and on stderr every change that was not.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import importlib
import itertools
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import coverage
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).resolve().parent.parent
SOURCE = Path("src", "sco_data")
NOT_COPIED = [".git", ".nox", ".venv", "__pycache__", "_build", "dist", "node_modules"]
EXAMPLES = ["-m", "not once"]

SAME = ("BinaryOperator_BitOr", "Operator_Is_Eq", "Operator_IsNot_NotEq")
"""Changes that mean the same: of types, such as `str | None`, which are not evaluated, and equality
for identity, which is only asked of members of a vocabulary and of what there is one of."""

ENOUGH = 0.95

ROUNDS = [slice(0, 30), slice(30, 400)]
"""Of the tests that run a line, those that run the fewest others notice most."""

SECONDS = [20, 120]
"""So much of a processor each round may take; what takes more does not end."""

LIBRARIES = (
    "attrs",
    "cattrs",
    "click",
    "hypothesis",
    "importlib_resources",
    "narwhals",
    "numpy",
    "pandas",
    "polars",
    "pyarrow.compute",
    "pytest",
    "rich",
)

TestsOfLine = dict[int, list[str]]


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


def measure(modules: list[Path]) -> dict[Path, TestsOfLine]:
    """For each line of the modules the tests that run it, those first that run little else.

    The run also leaves the tests compiled for those that follow.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", *EXAMPLES]
    command += ["--cov", "--cov-context=test", "--cov-report=", "--cov-fail-under=0"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    data = coverage.CoverageData(".coverage")
    data.read()

    breadth: Counter[str] = Counter()
    tests_of_file: dict[str, TestsOfLine] = {}
    for path in data.measured_files():
        tests_of_file[path] = {}
        for line, contexts in data.contexts_by_lineno(path).items():
            tests = [text.removesuffix("|run") for text in contexts if text.endswith("|run")]
            tests_of_file[path][line] = tests
            breadth.update(tests)

    for tests_of_line in tests_of_file.values():
        for tests in tests_of_line.values():
            tests.sort(key=lambda test: (breadth[test], test))

    return {module: _with_all_lines(module, tests_of_file[str(module)]) for module in modules}


def _with_all_lines(module: Path, tests_of_line: TestsOfLine) -> TestsOfLine:
    """After the tests of a line come all others of the module.

    What runs once, at the import or because its answer is kept, ran in one test and matters to all.
    """
    all_tests = list(itertools.chain.from_iterable(tests_of_line.values()))
    lines = range(1, 1 + len(module.read_text("utf-8").splitlines()))
    return {line: list(dict.fromkeys([*tests_of_line.get(line, ()), *all_tests])) for line in lines}


def passes(tests: list[str], seconds: int) -> bool:
    """Whether the tests pass, in a fork; what takes more than these seconds does not."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        signal.alarm(60 * seconds)  # for what waits and does not compute
        for stream in (1, 2):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
        import pytest

        quiet = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
        quiet += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # loaded before the fork
        os._exit(0 if pytest.main([*quiet, *tests]) == 0 else 1)

    return os.wait4(child, 0)[1] == 0


def is_noticed(tests: list[str]) -> bool:
    """Whether a test fails; a line that no test runs is not noticed."""
    for chosen, seconds in zip(ROUNDS, SECONDS, strict=True):
        if tests[chosen] and not passes(tests[chosen], seconds):
            return True

    return False


def mutate(module: Path, tests: TestsOfLine, most: int) -> tuple[int, int, int]:
    """How many changes there are, were tried, and were noticed."""
    whole = module.read_text("utf-8")
    # The compiled form is told from the source by the second, so a change would not be seen.
    for compiled in module.parent.glob(f"__pycache__/{module.stem}.*"):
        compiled.unlink()

    every = list(changes(whole))
    random.Random(module.as_posix()).shuffle(every)
    tried = every[:most]
    noticed = 0
    for changed in tried:
        module.write_text(changed, "utf-8")
        was, now = whole.splitlines(), changed.splitlines()
        same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False))
        if is_noticed(tests[1 + sum(1 for _ in same)]):
            noticed += 1
            continue

        shown = difflib.unified_diff(was, now, str(module), "", n=1, lineterm="")
        print("\n".join(shown), "\n", file=sys.stderr, flush=True)

    module.write_text(whole, "utf-8")
    return len(every), len(tried), noticed


def work(tests_of_module: dict[Path, TestsOfLine], most: int) -> bool:
    """Whether enough changes of each module are noticed; a row of the table for each."""
    is_enough = True
    for module, tests in tests_of_module.items():
        start = time.monotonic()
        total, tried, noticed = mutate(module, tests, most)
        if tried:
            is_enough &= noticed / tried >= ENOUGH
            name = module.relative_to(SOURCE).as_posix()
            cells = [name, total, tried, f"{noticed / tried:.1%}", round(time.monotonic() - start)]
            print("|", " | ".join(map(str, cells)), "|", flush=True)

    return is_enough


def main() -> int:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="model/time.py, ...; all")
    parser.add_argument("--most", type=int, default=400, help="changes of one module")
    parser.add_argument("--jobs", type=int, default=2, help="so many at once")
    asked = parser.parse_args()

    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*NOT_COPIED))
        os.chdir(tree)
        os.environ["PYTHONPATH"] = str(tree / "src")  # for processes that tests start, too
        modules = [SOURCE / module for module in asked.modules] or sorted(SOURCE.rglob("*.py"))
        tests = list(measure(modules).items())

        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        for library in LIBRARIES:
            importlib.import_module(library)

        print("| module | changes | tried | noticed | seconds |", flush=True)
        print("| --- | ---: | ---: | ---: | ---: |", flush=True)
        children = []
        for job in range(asked.jobs):
            # Each has a tree of its own, so that no other's change is in it.
            own_tree = shutil.copytree(tree, Path(folder, f"tree-{job}"))
            child = os.fork()
            if not child:
                os.chdir(own_tree)
                sys.path.insert(0, str(own_tree / "src"))
                os.environ["PYTHONPATH"] = str(own_tree / "src")
                os._exit(0 if work(dict(tests[job :: asked.jobs]), asked.most) else 1)
            children.append(child)

        failed = [os.waitpid(child, 0)[1] for child in children]
        os.chdir(ROOT)

    return 1 if any(failed) else 0


if __name__ == "__main__":
    sys.exit(main())
