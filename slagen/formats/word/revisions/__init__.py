"""Tracked changes in any Word file: listed, accepted, rejected."""
