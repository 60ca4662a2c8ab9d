"""YAML as a tree that knows its lines.

Only what our files need: texts, lists, and maps with texts as keys. All scalars stay text
("no" is no truth value, "2020-08" no date); what a key wants to be is the schema's to say.
The parser's events are read one by one, so that a file can neither exhaust the stack
(depth) nor the memory (anchors repeated a billion times: aliases are refused).
"""

from dataclasses import dataclass

import yaml

DEPTH = 16  # lists in maps in lists; our deepest file has six
MOST = 1_000_000  # values of one file; our largest has some ten thousand

_NULL = ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Node:
    """A text, a list of nodes or a list of pairs; `value` is None where nothing is said."""

    line: int
    value: "str | list[Node] | list[tuple[Node, Node]] | None"
    kind: str  # "text", "list", "map", "nothing"


class NoYaml(Exception):
    """A file is no YAML, or YAML that we do not take; all of it has to be left out."""

    def __init__(self, line: int, met: str, allowed: str) -> None:
        """Take the line, what was met there, and what is allowed."""
        super().__init__(met)
        self.line, self.met, self.allowed = line, met, allowed


def read_nodes(text: str) -> Node | None:
    """Return the one document of a YAML text; None for an empty one.

    Raises:
        NoYaml: A syntax error, an alias, a tag, a second document, or too deep a nest.
    """
    try:
        return _Builder().build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        said = " ".join(f"{error.context or ''} {error.problem or ''}".split())
        raise NoYaml(
            mark.line + 1 if mark else 0, f"no YAML: {said}", "YAML; mind brackets, quotes, spaces"
        ) from error
    except yaml.reader.ReaderError as error:
        # libyaml counts bytes, and has the sign as a number; the parser in Python does neither.
        before = text.encode()[: error.position] if error.encoding == "?" else b""
        lines = before.count(b"\n") if before else text.count("\n", 0, error.position)
        sign = chr(error.character) if isinstance(error.character, int) else error.character
        raise NoYaml(
            lines + 1, f"no YAML: the sign {sign!r}", "text without control signs"
        ) from error
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        said = " ".join(str(error).split())[:80]
        raise NoYaml(0, f"no YAML: {said}", "YAML; mind brackets, quotes, spaces") from error


class _Builder:
    """Builds the tree out of events, holding the open lists and maps on a stack."""

    def __init__(self) -> None:
        self.stack: list[tuple[int, str, list[Node]]] = []
        self.root: Node | None = None
        self.count = 0

    def build(self, text: str) -> Node | None:
        documents = 0
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.ScalarEvent):
                _refuse_tag(event, line)
                event.value.encode()  # half a surrogate pair is no text
                plain = not event.style and event.value in _NULL
                self._add(Node(line, None, "nothing") if plain else Node(line, event.value, "text"))
            elif isinstance(event, yaml.SequenceStartEvent | yaml.MappingStartEvent):
                _refuse_tag(event, line)
                if len(self.stack) >= DEPTH:
                    raise NoYaml(line, f"a nest deeper than {DEPTH}", "flatter entries")
                kind = "list" if isinstance(event, yaml.SequenceStartEvent) else "map"
                self.stack.append((line, kind, []))
            elif isinstance(event, yaml.SequenceEndEvent | yaml.MappingEndEvent):
                opened, kind, inside = self.stack.pop()
                self._add(Node(opened, _pairs(inside) if kind == "map" else inside, kind))
            elif isinstance(event, yaml.AliasEvent):
                raise NoYaml(line, f"the alias '*{event.anchor}'", "what it stands for, in full")
            elif isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise NoYaml(line, "a second document ('---')", "one document in a file")
        return self.root

    def _add(self, node: Node) -> None:
        self.count += 1
        if self.count > MOST:
            raise NoYaml(node.line, f"more than {MOST:,} values", "smaller files; part it")
        if self.stack:
            self.stack[-1][2].append(node)
        else:
            self.root = node if node.kind != "nothing" else None


def _pairs(inside: list[Node]) -> list[tuple[Node, Node]]:
    return list(zip(inside[::2], inside[1::2], strict=True))


def _refuse_tag(event: "yaml.NodeEvent", line: int) -> None:
    tag = getattr(event, "tag", None)
    if tag and tag != "!":
        raise NoYaml(line, f"the tag {str(tag)[:60]!r}", "values without tags")
