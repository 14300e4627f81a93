"""Versions in git: saving, reading at a version, history, pins."""
