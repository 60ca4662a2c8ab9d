"""`datapackage.json`: what a folder of data files holds, as Frictionless Data describes it."""

import json
from collections.abc import Iterable, Mapping
from hashlib import file_digest
from pathlib import Path
from typing import Any

from dragoman.export.formats.about import About
from dragoman.export.formats.flat import DAY, FLAG, LIST, NUMBER, TEXT, Sheet

FILE = "datapackage.json"

_TYPES = {TEXT: "string", NUMBER: "integer", FLAG: "boolean", DAY: "date", LIST: "array"}
_MEDIA = {
    "csv": "text/csv",
    "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}


def describe(sheet: Sheet, file: str, *, lists: str = "array") -> dict[str, Any]:
    """Return the resource that a table is.

    Args:
        sheet: The table.
        file: Its file in the folder.
        lists: The type that a list has in this format.
    """
    fields = [
        {
            "name": column.name,
            "type": lists if column.kind == LIST else _TYPES[column.kind],
            "description": column.about
            + (' Joined by "; ".' if column.kind == LIST and lists == "string" else ""),
        }
        for column in sheet.columns
    ]
    links = [
        {"fields": [column], "reference": {"resource": other, "fields": [column]}}
        for column, other in sheet.links.items()
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(sheet.key)}
    if links:
        schema["foreignKeys"] = links
    return {"name": sheet.name, "path": file, "description": sheet.about, "schema": schema}


def write_package(
    folder: Path, resources: Iterable[Mapping[str, Any]], about: About, *, tabular: bool = True
) -> None:
    """Write the description of the data files in a folder, with their sizes and hashes.

    Args:
        folder: Has the files already.
        resources: What `describe` returned, one for each.
        about: Of the export.
        tabular: Whether the files are of a format that Frictionless counts as tables.
    """
    found = []
    for resource in resources:
        path = folder / resource["path"]
        kind = path.suffix[1:]
        with path.open("rb") as file:
            digest = file_digest(file, "sha256").hexdigest()
        found.append(
            {
                **resource,
                "profile": "tabular-data-resource" if tabular else "data-resource",
                "format": kind,
                "mediatype": _MEDIA[kind],
                "encoding": "utf-8",
                "bytes": path.stat().st_size,
                "hash": f"sha256:{digest}",
            }
        )
    whole = {
        "profile": "tabular-data-package" if tabular else "data-package",
        "name": "dragoman-events",
        "title": "Events of diplomacy, with what documents say of them",
        "description": about.text(),
        "sources": [{"title": about.citation}],
        "resources": found,
    }
    text = json.dumps(whole, ensure_ascii=False, indent=2) + "\n"
    (folder / FILE).write_text(text, encoding="utf-8", newline="\n")
