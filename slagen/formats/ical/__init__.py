"""Calendars as RFC 5545 and RFC 7986 describe them: written so that whoever subscribes sees what changed, and read back to know what was published."""
