"""An answer as Arrow tables: made from the fields of its class, whichever question it is of.

A field that holds records is a table of its name, one that holds a single record is a table of
one row or none, and what else an answer says of itself is the one row of the table `about`.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import asdict, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    import pyarrow as pa

ABOUT = "about"
"""The table of what an answer says of itself beside its records."""

_APART = ("kind", "query")
"""Fields of an answer that are no part of what it says."""

_WHY_NOT = ("refused", "no_ranks")
"""Fields that hold, where they hold anything, the reason why something is not answered."""


def columns(kind: type[Any]) -> Mapping[str, Any]:
    """Return the fields of a record's class with their types, in order."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def tables(answer: Any) -> "dict[str, pa.Table]":
    """Return all that an answer holds as Arrow tables, by name.

    Names and columns depend on the question alone: a table without rows has its columns and
    their types too. Days that the record gives stay EDTF text, since "2020-08" is no day.

    Args:
        answer: What a question returned: an `Answer`, a `Dossier`, a `Digest`.

    Returns:
        `rows` first, where the answer has rows; then the others in the order of its fields.
        Each table's schema carries, as JSON, under `dragoman.basis` what the answer rests on,
        under `dragoman.query` what was asked (empty where the question was not asked through
        `dragoman`), and under `dragoman.refused` the reasons for what was not answered.
    """
    metadata = metadata_of(answer)
    found: dict[str, pa.Table] = {}
    about: dict[str, Any] = {}
    for name, hint in columns(type(answer)).items():
        value = getattr(answer, name)
        record = answer.kind if name == "rows" else _record(hint)
        if name in _APART:
            continue
        if record is None:
            about[name] = hint
        elif isinstance(value, Sequence):
            found[name] = table(columns(record), value, metadata)
        else:
            found[name] = table(columns(record), () if value is None else (value,), metadata)
    if about:
        found[ABOUT] = table(about, (answer,), metadata)
    return found


def table(
    hints: Mapping[str, Any], records: Sequence[Any], metadata: Mapping[str, str]
) -> "pa.Table":
    """Return records as a table with a column for each of the fields named in `hints`."""
    import pyarrow as pa

    kinds = {name: _arrow_type(hint) for name, hint in hints.items()}
    return pa.Table.from_arrays(
        [
            pa.array([_cell(getattr(one, name), kind) for one in records], kind)
            for name, kind in kinds.items()
        ],
        schema=pa.schema(list(kinds.items()), metadata=dict(metadata)),
    )


def metadata_of(answer: Any) -> dict[str, str]:
    """Return what rides along with every table of an answer, each part as JSON."""
    basis = getattr(answer, "basis", None)
    parts = {
        "basis": asdict(basis) if basis else {},
        "query": dict(getattr(answer, "query", {})),
        "refused": list(dict.fromkeys(refusals(answer))),
    }
    return {f"dragoman.{name}": json.dumps(p, ensure_ascii=False) for name, p in parts.items()}


def refusals(answer: Any) -> Iterator[str]:
    """Yield why parts of an answer were refused, as it words them."""
    for field in fields(answer):
        value = getattr(answer, field.name)
        if field.name in _WHY_NOT and value:
            yield value
        for one in value if isinstance(value, tuple) else (value,):
            if is_dataclass(one) and not isinstance(one, type):
                yield from refusals(one)


def _record(hint: Any) -> type[Any] | None:
    """Return the class of the records that a field holds, one or several; None: it holds none."""
    hint = _present(hint)
    if (get_origin(hint) is tuple and get_args(hint)[1:] == (...,)) or get_origin(hint) is Sequence:
        hint = get_args(hint)[0]
    return hint if isinstance(hint, type) and is_dataclass(hint) else None


def _present(hint: Any) -> Any:
    """Return what a field holds where it is not None."""
    if get_origin(hint) in (Union, UnionType):
        held = [one for one in get_args(hint) if one is not NoneType]
        return held[0] if len(held) == 1 else hint
    return hint


def _arrow_type(hint: Any) -> "pa.DataType":
    """Return the Arrow type of a field.

    Several of a kind are a list; a record is a struct, and so is a tuple of known length, whose
    parts are called by their place; a mapping is a list of keys with their values.

    Raises:
        TypeError: The hint is of none of the kinds that answers are made of.
    """
    import pyarrow as pa

    hint = _present(hint)
    origin, parts = get_origin(hint) or hint, get_args(hint)
    scalars = {
        bool: pa.bool_(),
        int: pa.int64(),
        float: pa.float64(),
        str: pa.string(),
        date: pa.date32(),
    }
    if origin in scalars:
        return scalars[origin]
    if origin is tuple and parts[1:] != (...,):
        return pa.struct([(str(n), _arrow_type(part)) for n, part in enumerate(parts)])
    if origin is tuple or (isinstance(origin, type) and issubclass(origin, AbstractSet)):
        return pa.list_(_arrow_type(parts[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (_arrow_type(part) for part in parts)
        return pa.list_(pa.struct([("key", key), ("value", value)]))
    if isinstance(origin, type) and issubclass(origin, Enum):
        return pa.string()
    if isinstance(origin, type) and is_dataclass(origin):
        return pa.struct([(name, _arrow_type(one)) for name, one in columns(origin).items()])
    raise TypeError(f"{hint!r} has no Arrow type; records hold words, numbers, days and records")


def _cell(value: Any, kind: "pa.DataType") -> Any:
    """Return a value as Arrow takes it for a type that `_arrow_type` gave."""
    import pyarrow as pa

    if value is None:
        return None
    if pa.types.is_list(kind):
        held = value.items() if isinstance(value, Mapping) else value
        held = sorted(value) if isinstance(value, AbstractSet) else held
        return [_cell(one, kind.value_type) for one in held]
    if pa.types.is_struct(kind):
        parts = value if isinstance(value, tuple) else [getattr(value, f.name) for f in kind]
        return {f.name: _cell(part, f.type) for f, part in zip(kind, parts, strict=True)}
    return str(value) if isinstance(value, Enum) else value
