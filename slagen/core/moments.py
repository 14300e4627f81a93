"""Moments as Word files hold them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time


def in_utc(at: date) -> str:
    """`2026-10-01T09:00:00Z`, to the second (ISO/IEC 29500-1, 22.9.2.5 ST_DateTime).

    A moment that says its zone is told in UTC; one that does not is taken as it stands, and a day for its first second.

    Raises:
        OverflowError: told in UTC it would lie outside the years 1 to 9999.
    """
    moment = at if isinstance(at, datetime) else datetime.combine(at, time())
    told = moment.astimezone(UTC) if moment.tzinfo else moment
    return f"{told.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
