"""Checks on a finished document and its facts: one rule in one file, listed in `rules`."""
