"""Markdown: clause text is read from it, contracts are written to it."""
