"""What changed between two versions: terms, clauses, words. Pure functions."""
