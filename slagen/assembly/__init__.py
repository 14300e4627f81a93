"""From clauses and facts to a numbered, cross-referenced document."""
