"""What belongs to an act beside its parties and day."""

from dragoman.extract.about.places import place_of

__all__ = ["place_of"]
