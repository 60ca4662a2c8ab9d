"""Dragoman turns the public record of diplomacy into a sourced, queryable ledger."""

__version__ = "0.1.0"
