"""Fuzz the targets, guided by coverage: `fuzz/run.py --inputs 1000000 --seconds 900 [NAME...]`.

Each target runs in a process of its own until it had so many inputs or so many seconds. A table of
the figures comes at the end; a crash is an exit code of 1 and the input that made it.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent)]
NAMES = ["state", "when", "as_of", "from_json", "html", "annotate", "search", "cli"]
SKIPPED = ("sco_data.__main__", "sco_data.charts")
UNWATCHED = {"html": ["sco_data._verbs._evidence", "sco_data.model.organisation"]}
"""What is imported before the watching starts, with what it imports: watching takes most time."""
LONGEST = {"html": 48, "annotate": 128, "search": 64, "cli": 96}
LONG = 512  # bytes of an input to the others; that longer ones take linear time is a test


def fuzz(name: str, arguments: list[str]) -> None:
    """Run one target in this process; libFuzzer ends it."""
    import atheris

    for module in UNWATCHED.get(name, []):
        importlib.import_module(module)
    with atheris.instrument_imports(include=["sco_data"]):
        import sco_data

        # All at once: a module that is loaded on first use would not be watched.
        for module in pkgutil.walk_packages(sco_data.__path__, "sco_data."):
            if not module.name.startswith(SKIPPED):
                importlib.import_module(module.name)
    from fuzz.targets import TARGETS, seeds

    target = TARGETS[name]
    for text in seeds(name):
        target(text)

    def one(data: bytes) -> None:
        target(data.decode("utf-8", "surrogateescape"))

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def dictionary() -> str:
    """The words as libFuzzer reads them: one on a line, in quotation marks, each byte escaped."""
    from fuzz.targets import words

    lines = []
    for word in words():
        escaped = "".join(f"\\x{byte:02x}" for byte in word.encode())
        lines.append(f'"{escaped}"\n')

    return "".join(lines)


def start(name: str, inputs: int, seconds: int) -> tuple[int, str]:
    """Run one target in a new process: its exit code and what it wrote."""
    from fuzz.targets import seeds

    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place, "corpus")
        corpus.mkdir()
        for number, text in enumerate(seeds(name)):
            (corpus / str(number)).write_bytes(text.encode("utf-8", "replace"))
        Path(place, "words").write_text(dictionary(), "ascii")
        limits = [
            f"-runs={inputs}",
            f"-max_total_time={seconds}",
            f"-max_len={LONGEST.get(name, LONG)}",
        ]
        limits += ["-timeout=20", "-rss_limit_mb=4096", f"-dict={place}/words"]
        found = subprocess.run(
            [sys.executable, __file__, "--one", name, *limits, str(corpus)],
            cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        return found.returncode, found.stdout.decode("utf-8", "backslashreplace")


def main() -> int:
    """Run what the command line asks for."""
    if sys.argv[1:2] == ["--one"]:
        fuzz(sys.argv[2], sys.argv[3:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("targets", nargs="*", default=NAMES, metavar="NAME")
    parser.add_argument("--inputs", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=900)
    asked = parser.parse_args()
    faults = 0
    print(f"Python {platform.python_version()}")
    print("| target | inputs | of at most bytes | seconds | edges and features reached | result |")
    print("| --- | ---: | ---: | ---: | ---: | --- |", flush=True)
    for name in asked.targets:
        code, text = start(name, asked.inputs, asked.seconds)
        done = re.search(r"Done (\d+) runs in (\d+) second", text)
        reached = re.findall(r"cov: (\d+) ft: (\d+)", text) or [("0", "0")]
        runs, took = done.groups() if done else ("?", "?")
        result = f"FAILED, exit code {code}" if code or not done else "no fault"
        figures = [name, runs, LONGEST.get(name, LONG), took, " and ".join(reached[-1]), result]
        print("|", " | ".join(map(str, figures)), "|", flush=True)
        if result != "no fault":
            faults += 1
            print(text[-6000:], file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
