"""Which reports are about one happening.

The first linker: same parties, same family of channels, dates that can be the same day.
It merges nothing that the documents keep apart, and averages nothing.
"""

from dragoman.link.groups import link

__all__ = ["link"]
