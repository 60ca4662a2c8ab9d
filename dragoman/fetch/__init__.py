"""Fetch: from addresses to files, politely. What is fetched is read like any other folder.

The web is slow, hostile and somebody else's machine: every request has a limit of bytes and of
time, asks robots.txt, waits its turn at its host, and reaches public addresses only.
"""

from dragoman.fetch.client import Client, Fetched, Refused
from dragoman.fetch.rounds import Round, fetch_round
from dragoman.fetch.wanted import Feed, Limits, Wanted, read_wanted, wanted_pages

__all__ = [
    "Client",
    "Feed",
    "Fetched",
    "Limits",
    "Refused",
    "Round",
    "Wanted",
    "fetch_round",
    "read_wanted",
    "wanted_pages",
]
