"""Charts: one definition, drawn once, as vectors for pages and as vectors and dots for Word. The only room that knows matplotlib."""
