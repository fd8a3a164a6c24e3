"""No file is written, nothing of the machine is asked, no data is run."""

from __future__ import annotations

import ast
from pathlib import Path

from interpreters import ANSWERS, PACKAGE, fresh

AUDIT = """
import os
seen, read = [], []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC
FORBIDDEN = ("socket.", "subprocess.", "os.", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.",
             "sqlite3.", "ctypes.", "pickle.", "marshal.", "tempfile.", "webbrowser.", "winreg.", "syslog.")
ALLOWED = ("os.listdir", "os.scandir", "marshal.loads")  # what the import of a module does
def hook(event, args):
    if event == "open":
        path, mode, flags = args
        if flags & WRITES or set(mode or "") & set("wax+"):
            seen.append((event, path, mode, flags))
        read.append(str(path))
    elif event in ("compile", "exec"):
        frame = sys._getframe(1)
        caller = frame.f_globals.get("__name__", "")
        if caller.split(".")[0] == "sco_data":
            seen.append((event, caller, str(args)[:80]))
        if event == "compile" and args[0] is not None and caller.split(".")[0] != "importlib":
            source = args[0] if isinstance(args[0], str) else str(args[0])
            if "Kazakhstan" in source and not os.path.exists(str(args[1])):
                seen.append((event, caller, source[:80]))
    elif event.startswith(FORBIDDEN) and event not in ALLOWED:
        seen.append((event, *map(str, args)))
class Watched(type(os.environ)):
    def __getitem__(self, key):
        frame = sys._getframe(1)
        while frame.f_globals.get("__name__") in ("os", "collections.abc", "_collections_abc"):
            frame = frame.f_back
        seen.append(("environ", key, frame.f_globals.get("__name__")))
        return super().__getitem__(key)
    get = lambda self, key, default=None: self[key] if key in self else (self.__getitem__("PATH"), default)[1]
    def __iter__(self):
        seen.append(("environ", "all"))
        return super().__iter__()
os.environ.__class__ = Watched
sys.addaudithook(hook)
"""


def test_no_write_no_network_no_process_no_environment_no_evaluation(answers: str) -> None:
    # Two rounds: what is cached in the first is not asked for in the second.
    told = "\nprint(answers()); answers(); print(seen); print(sorted({p for p in read if p.endswith('.json')}))"
    said, seen, read = fresh(AUDIT + ANSWERS + told, "-B").splitlines()
    assert said == answers
    assert seen == "[]"
    places = {str(Path(path).parent) for path in ast.literal_eval(read)}
    assert places == {str(PACKAGE / "data")}


def test_the_watch_sees_what_it_watches_for() -> None:
    code = """
import subprocess, socket, tempfile
open(os.devnull, "w"); os.environ.get("HOME"); os.getenv("no such variable"); subprocess.run(["true"])
try: socket.create_connection(("127.0.0.1", 9), 0.1)
except OSError: pass
print(sorted({each[0] for each in seen}))
"""
    found = ast.literal_eval(fresh(AUDIT + code, "-B"))
    assert {"environ", "open", "socket.connect", "subprocess.Popen"} <= set(found)


def test_the_source_names_nothing_that_runs_data_or_asks_the_machine() -> None:
    bad = {
        "eval",
        "exec",
        "compile",
        "__import__",
        "environ",
        "getenv",
        "environb",
        "system",
        "popen",
    }
    libraries = {
        "pickle",
        "marshal",
        "shelve",
        "subprocess",
        "socket",
        "urllib",
        "http",
        "ctypes",
        "tempfile",
    }
    found = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [node.func.id]
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                names = [node.attr] if node.value.id in ("os", "builtins") else []
            elif isinstance(node, ast.Import):
                names = [alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                names = [
                    (node.module or "").partition(".")[0],
                    *(alias.name for alias in node.names),
                ]
            found += [(file.name, name) for name in names if name in bad | libraries]
    assert found == []
