"""Take the numbers and proper names out of the five founding texts, paragraph by paragraph.

    python tools/paragraphs.py DIRECTORY

`DIRECTORY` holds the texts as `000_….txt` to `004_….txt`. What is written is facts alone: numbers,
years and capitalised words, no prose. A paragraph is a line that is not blank.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

TEXTS = {
    "000": "akorda-speech-2024",
    "001": "kazinform-priorities-2024",
    "002": "perspective-2024",
    "003": "csc-results-2024",
    "004": "noor-2024",
}
WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "first": 1, "second": 2, "third": 3, "fourth": 4, "one-third": 33.3,
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5,
}  # fmt: skip
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August"]
MONTHS += ["September", "October", "November", "December"]


def numbers(text: str) -> list[float]:
    """Every number in a text, in figures or in words."""
    found = {float(each.replace(",", "")) for each in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}
    for word in re.findall(r"[a-z]+(?:-third)?", text.lower()):
        if word in WORDS:
            found.add(float(WORDS[word]))
    return sorted(int(each) if each.is_integer() else each for each in found)


def names(text: str) -> list[str]:
    """Every word with a capital letter, as it is written."""
    return sorted(set(re.findall(r"[^\W\d_]*[A-ZА-Я][\w’'-]*", text)))


def paragraphs(directory: Path) -> dict[str, dict[str, dict[str, list[float] | list[str]]]]:
    """The facts of every paragraph by source and number."""
    found: dict[str, dict[str, dict[str, list[float] | list[str]]]] = {}
    for start, source in TEXTS.items():
        (path,) = directory.glob(f"{start}*.txt")
        lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
        found[source] = {
            str(number): {"numbers": numbers(line), "names": names(line)}
            for number, line in enumerate(lines, 1)
        }
    return found


if __name__ == "__main__":
    rows = paragraphs(Path(sys.argv[1]))
    target = Path(__file__).resolve().parent.parent / "tests" / "data" / "paragraphs.json"
    body = ",\n".join(
        f' "{source}": {{\n'
        + ",\n".join(
            f'  "{n}": {json.dumps(row, ensure_ascii=False)}' for n, row in rows[source].items()
        )
        + "\n }"
        for source in rows
    )
    target.write_text("{\n" + body + "\n}\n", "utf-8")
