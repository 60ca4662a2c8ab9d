"""A JSON object with one long list in it, written entry by entry."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


def write_entries(
    path: Path, head: Mapping[str, Any], name: str, entries: Iterable[Mapping[str, Any]]
) -> int:
    """Write an object with the fields of `head` and a last one, a list; return its length."""
    n = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        begun = json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
        file.write(f"{begun},\n {json.dumps(name)}: [")
        for n, entry in enumerate(entries, 1):
            file.write("," if n > 1 else "")
            file.write(f"\n  {json.dumps(_filled(entry), ensure_ascii=False)}")
        file.write("\n ]\n}\n")
    return n


def _filled(value: Any) -> Any:
    """Return a value without the fields that hold nothing; a list of one is that one."""
    if isinstance(value, Mapping):
        found = {name: _filled(part) for name, part in value.items()}
        return {name: part for name, part in found.items() if part not in (None, "", [], {})}
    if isinstance(value, (list, tuple)):
        parts = [_filled(part) for part in value]
        return parts[0] if len(parts) == 1 else parts
    return value


def web_address(url: str | None) -> str | None:
    """Return an address that leads to a page; None for any other.

    >>> web_address("https://x.example/a"), web_address("javascript:alert(1)")
    ('https://x.example/a', None)
    """
    return url if url and url.startswith(("https://", "http://")) and " " not in url else None
