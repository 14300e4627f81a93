"""Charts of each kind, with everything in them that a chart can hold."""

from __future__ import annotations

from decimal import Decimal

from slagen.model.chart import Chart, ChartKind, Mark, Point

NASTY = "R*D* & <Sons> $x$ {{z}} “ü”"
TREND = Chart(
    NASTY,
    ChartKind.TREND,
    (
        Point("2026-01", Decimal("99.99"), "99.99%", Decimal("99.9"), label="Jan\n2026"),
        Point("2026-02", Decimal("99.5"), "99.50%", Decimal("99.9"), Mark.MISSED, "Feb"),
        Point("2026-03", None, "no figures", Decimal("99.9"), Mark.NO_FIGURES, "Mar"),
        Point("2026-04", Decimal(100), "100.00%", Decimal("99.95"), label="Apr"),
        Point("2026-05", Decimal("99.96"), "99.96%", Decimal("99.95"), Mark.SO_FAR, "May"),
    ),
    f"Line chart of {NASTY}: 2026-01 99.99%; 2026-02 99.50% (missed); 2026-03 no figures.",
    NASTY,
    "%",
    "target\nat least 99.9%",
)
SHARES = Chart(
    "Error budget",
    ChartKind.SHARES,
    (
        Point("Availability", Decimal(1884), "1,884%: 406 of 21.6 min", mark=Mark.MISSED),
        Point("Response to incidents of the highest severity", Decimal(42), "42%: 3 of 7 events"),
        Point("Restoring", None, "", mark=Mark.NO_FIGURES),
    ),
    "Bar chart. Availability: 1,884%.",
    "Part used",
    "%",
    "all of it",
)
AMOUNTS = Chart(
    "Credits",
    ChartKind.AMOUNTS,
    (Point("2026-01", Decimal(0), "£0", label="Jan\n2026"), Point("2026-02", Decimal(3000), "£3,000", mark=Mark.LIMITED, label="Feb")),
    "Column chart. 2026-02 £3,000 (limited).",
    "Service Credits given, in GBP",
    "GBP",
)
CHARTS = (TREND, SHARES, AMOUNTS)
