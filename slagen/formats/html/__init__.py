"""HTML: a contract as one self-contained, accessible page."""
