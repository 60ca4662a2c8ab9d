"""The register's layers: read, checked line by line, and laid one over the other."""

from dragoman.actors.layers.problem import Problem
from dragoman.actors.layers.reading import read_layers
from dragoman.actors.layers.texts import contents
from dragoman.actors.layers.wordings import shared_wordings

__all__ = ["Problem", "contents", "read_layers", "shared_wordings"]
