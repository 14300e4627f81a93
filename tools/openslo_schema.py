"""Hold the sample agreements' OpenSLO against the JSON schema that the OpenSLO project published: `make openslo SCHEMA=DIR`.

DIR is `schemas/v1` of github.com/OpenSLO/OpenSLO as it was before the schema was taken out again (the parent of commit 525dc60). It is no part of this
project. It is older than the text of the specification, which the test suite follows: it knows neither RatioTimeslices nor ratios that come ready-made.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
import json
from pathlib import Path
import sys

from jsonschema import Draft7Validator
from referencing import Registry, Resource
import yaml

from slagen.core.errors import NotFoundError
from slagen.formats.files import Folder
from slagen.workspace.load import load
from slagen.workspace.monitoring import openslo

ROOT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 1)


def validator(folder: Path) -> Draft7Validator:
    """The schema of a folder, its parts found by their ids."""
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.rglob("*.schema.json"))]
    registry: Registry[object] = Registry().with_resources((one["$id"], Resource.from_contents(one)) for one in schemas)
    return Draft7Validator(next(one for one in schemas if one["$id"].endswith("/openslo.schema.json")), registry=registry)


def faults(schema: Draft7Validator) -> Iterator[tuple[str, int, list[str]]]:
    """For each sample agreement with service levels, how many objects it gives and what is wrong with them."""
    loaded = load(Folder(ROOT))
    for name in sorted(loaded.agreements):
        try:
            objects = list(yaml.safe_load_all(openslo(loaded, name, on=DAY, version="draft").text))
        except NotFoundError:
            continue
        yield name, len(objects), [f"{one['kind']} {one['metadata']['name']}: {error.message}" for one in objects for error in schema.iter_errors(one)]


def main(folder: Path) -> int:
    """Print the result; 1 where anything is wrong."""
    if not list(folder.rglob("openslo.schema.json")):
        print(f"There is no openslo.schema.json in {folder}.", file=sys.stderr)
        return 2
    found = list(faults(validator(folder)))
    for name, count, wrong in found:
        print(f"{name}: {count} objects, {'valid' if not wrong else '; '.join(wrong)}")
    return int(any(wrong for _, _, wrong in found))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if sys.argv[1:] else "schemas")))
