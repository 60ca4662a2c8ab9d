"""Answers and ledger in other people's formats: HTML, Markdown, CSV, JSON, citations."""
