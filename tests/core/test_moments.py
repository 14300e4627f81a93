from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from slagen.core.moments import in_utc

LONDON_IN_SUMMER = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("at", "told"),
    [
        (datetime(2026, 5, 3, 14, 12, tzinfo=LONDON_IN_SUMMER), "2026-05-03T13:12:00Z"),
        (datetime(2026, 5, 3, 0, 30, tzinfo=LONDON_IN_SUMMER), "2026-05-02T23:30:00Z"),
        (datetime(2026, 5, 3, 14, 12, 5, 999_999, tzinfo=UTC), "2026-05-03T14:12:05Z"),
        (datetime(2026, 5, 3, 14, 12), "2026-05-03T14:12:00Z"),  # noqa: DTZ001 - a moment without a zone is the case
        (date(2026, 5, 3), "2026-05-03T00:00:00Z"),
        (date(1, 1, 1), "0001-01-01T00:00:00Z"),
    ],
)
def test_a_moment_is_told_in_utc_and_what_has_no_zone_as_it_stands(at: date, told: str) -> None:
    assert in_utc(at) == told


def test_what_lies_beyond_all_years_cannot_be_told() -> None:
    with pytest.raises(OverflowError):
        in_utc(datetime(1, 1, 1, tzinfo=LONDON_IN_SUMMER))
