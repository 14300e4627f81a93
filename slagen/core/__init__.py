"""Findings, errors, money, time, ids: what every floor speaks."""
