"""The parts list that the wheel carries, in CycloneDX: `python tools/sbom.py write` or `check`.

It is made from pyproject.toml and the manifest of the data alone, so the same sources give the same
bytes. Nothing is bundled: each library stands as what it is, an external part and its range.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sco-data.cdx.json"
_EXTRAS = {"frames", "charts", "cli", "images"}


def sbom(project: dict[str, Any], manifest: dict[str, Any]) -> dict[str, Any]:
    """The whole document."""
    name, version = project["name"], project["version"]
    own = f"pkg:pypi/{name}@{version}"
    data = {
        "type": "data",
        "bom-ref": f"{own}#data",
        "name": "sco_data/data",
        "version": manifest["release"],
        "description": "Facts about the Shanghai Cooperation Organisation, with their sources.",
        "licenses": [{"license": {"id": "CC-BY-4.0"}}],
        "properties": [{"name": "sco-data:sha256", "value": manifest["sha256"]}],
    }
    extras = project["optional-dependencies"]
    needs = [(text, "required") for text in project["dependencies"]]
    needs += [(text, "optional") for extra in sorted(_EXTRAS) for text in extras[extra]]
    parts = {_name(text): _part(text, scope) for text, scope in reversed(needs)}
    required = sorted(parts[_name(text)]["bom-ref"] for text in project["dependencies"])
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.7.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.7",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, own + manifest['sha256'])}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "library",
                "bom-ref": own,
                "name": name,
                "version": version,
                "description": project["description"],
                "licenses": [{"license": {"id": "MIT"}}],
                "purl": own,
            }
        },
        "components": [data, *(parts[key] for key in sorted(parts))],
        "dependencies": [{"ref": own, "dependsOn": [data["bom-ref"], *required]}],
    }


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None, requirement
    return found[0]


def _part(requirement: str, scope: str) -> dict[str, Any]:
    name = _name(requirement)
    wanted = re.sub(r"\s", "", requirement.removeprefix(name)).replace(",", "|")
    part = {"type": "library", "bom-ref": f"pkg:pypi/{name}", "name": name, "scope": scope}
    return part | {
        "versionRange": f"vers:pypi/{wanted or '*'}",
        "isExternal": True,
        "purl": f"pkg:pypi/{name}",
    }


def main(task: str) -> int:
    """Write the file, or say whether it is as it should be."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    manifest = json.loads((ROOT / "src/sco_data/data/manifest.json").read_text("utf-8"))
    text = json.dumps(sbom(project, manifest), indent=1, ensure_ascii=False) + "\n"
    if task == "write":
        FILE.write_text(text, "utf-8")
    elif not FILE.exists() or FILE.read_text("utf-8") != text:
        print(f"{FILE.name} is out of date: python tools/sbom.py write", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
