"""Frozen facts and documents."""
