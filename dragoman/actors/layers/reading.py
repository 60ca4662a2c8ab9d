"""All layers of the register, from the files to one table."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from dragoman.actors.layers.checking import check
from dragoman.actors.layers.layer import Layer, read_layer
from dragoman.actors.layers.laying import lay
from dragoman.actors.layers.problem import Contradictions, Problem, Problems
from dragoman.model import RegisterError


def read_layers(
    own: Path, layers: Sequence[Path]
) -> tuple[dict[str, Any], list[Problem], list[Problem]]:
    """Read our files and the user's layers into one table; a later layer wins.

    Whatever the files hold, what can be meant is in the table, and what cannot is a problem
    that says what is left out because of it.

    Args:
        own: The folder of our own files.
        layers: The user's folders, the last of which wins over all others.

    Returns:
        The table of plain lists and dictionaries; what is wrong with the files; and where a
        layer says something else than one below it (what is reviewed there), of which the
        table has what the later layer says.

    Raises:
        RegisterError: A layer is no folder.
    """
    for root in layers:
        if not root.is_dir():
            raise RegisterError(
                f"{root} is no folder. A layer of the register is a folder with files such as "
                f"offices/CHN.yml or places.csv; take it out of 'actors' or make it."
            )
    problems = Problems()
    read: list[Layer] = []
    for depth, root in enumerate((own, *layers)):
        name = (root.name or root.resolve().name) if depth else ""
        read.append(read_layer(root, name, depth, problems))
    check(read, problems)
    contradictions = Contradictions()
    table = lay(read, problems, contradictions)
    return table, problems.in_order(), contradictions.found.in_order()
