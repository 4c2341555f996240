#!/usr/bin/env python3
"""Lists the crates in the program, and collects their licences: sbom.py TARGET SBOM LICENCES

The list is CycloneDX 1.5 in JSON. It has the crates that are linked, not those that only tests or build scripts use.
"""

import json
import os
import subprocess
import sys
import time
import tomllib
import uuid
from pathlib import Path

target, sbom_file, licence_file = sys.argv[1:]
metadata = json.loads(
    subprocess.check_output(
        ["cargo", "metadata", "--locked", "--format-version", "1", "--filter-platform", target]
    )
)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = metadata["resolve"]["root"]
checksums = {
    (package["name"], package["version"]): package.get("checksum")
    for package in tomllib.loads(Path("Cargo.lock").read_text())["package"]
}


def linked(node):
    """Returns the packages that the package uses at run time."""
    uses = [dep["pkg"] for dep in node["deps"] if any(kind["kind"] is None for kind in dep["dep_kinds"])]
    return sorted(uses, key=reference)


def reference(identity):
    package = packages[identity]
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(identity):
    package = packages[identity]
    found = {
        "type": "application" if identity == root else "library",
        "bom-ref": reference(identity),
        "name": package["name"],
        "version": package["version"],
        "purl": reference(identity),
    }
    if package["license"]:
        # Cargo's old separator is not SPDX.
        found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    checksum = checksums[(package["name"], package["version"])]
    if checksum:
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["description"]:
        found["description"] = " ".join(package["description"].split())
    if package["repository"]:
        found["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    return found


def is_licence(path):
    start = path.name.lower().split(".")[0].replace("_", "-")
    return path.is_file() and start.split("-")[0] in ("license", "licence", "copying", "notice", "unlicense", "copyright")


seen, todo = set(), [root]
while todo:
    identity = todo.pop()
    if identity not in seen:
        seen.add(identity)
        todo += [use for use in linked(nodes[identity]) if "proc-macro" not in packages[use]["targets"][0]["kind"]]
crates = sorted(seen - {root}, key=reference)

moment = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))
contents = {
    "components": [component(identity) for identity in crates],
    "dependencies": [
        {"ref": reference(identity), "dependsOn": [reference(use) for use in linked(nodes[identity]) if use in seen]}
        for identity in [*crates, root]
    ],
}
sbom = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    # The number follows from the contents, so it is the same for the same commit.
    "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([target, *moment, contents]))}",
    "version": 1,
    "metadata": {
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", moment),
        "component": component(root),
        "properties": [{"name": "target", "value": target}],
    },
    **contents,
}
Path(sbom_file).write_text(json.dumps(sbom, indent=2, ensure_ascii=False) + "\n")

# One text that many crates share is printed once, after the names of the crates.
texts = {}
for identity in crates:
    folder = Path(packages[identity]["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if is_licence(path) or path.name.startswith("THIRD-PARTY"))
    name = f"{packages[identity]['name']} {packages[identity]['version']} ({packages[identity]['license']})"
    if not files:
        texts.setdefault("The package has no text of its own. The licence is named in brackets.\n", []).append(name)
    for path in files:
        texts.setdefault(path.read_text(errors="replace").strip() + "\n", []).append(name)
with open(licence_file, "w") as out:
    out.write("Aloud contains these libraries. Their licences follow.\n")
    for text, names in sorted(texts.items(), key=lambda entry: entry[1]):
        out.write("\n" + "=" * 78 + "\n" + "\n".join(sorted(set(names))) + "\n" + "-" * 78 + "\n" + text)
