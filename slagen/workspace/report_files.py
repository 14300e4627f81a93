"""Reports as files: the performance report of an agreement, and the page about a charter, in every format from the same figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from slagen.formats.json_files import json_file
from slagen.workspace.charter_data import charter_data
from slagen.workspace.charter_page import charter_page
from slagen.workspace.charter_report import CharterReport
from slagen.workspace.document_files import FORMATS, Order, rendered, write_documents
from slagen.workspace.report_data import report_data
from slagen.workspace.report_document import document_of
from slagen.workspace.reporting import Report

_KNOWN = (*FORMATS, "json")


def report_written(root: Path, found: Report, order: Order, step: Callable[[object], None] = lambda _file: None) -> tuple[Path, ...]:
    """Write the report; `step` is called after each file has been made, because charts take a while.

    Raises:
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """

    def content(kind: str) -> bytes:
        return json_file(report_data(found)) if kind == "json" else rendered(*document_of(found), kind)

    return write_documents(root, _name(found.agreement.id, "report", found.period.name), order, content, _KNOWN, step)


def charter_report_written(root: Path, found: CharterReport, order: Order) -> tuple[Path, ...]:
    """Write the page about a charter.

    Raises:
        UsageError: a format is not known.
        RefusedError: the files cannot be written.
    """

    def content(kind: str) -> bytes:
        return json_file(charter_data(found)) if kind == "json" else rendered(*charter_page(found), kind)

    return write_documents(root, _name(found.agreement.id, "how-we-did", found.period.name), order, content, _KNOWN)


def _name(agreement_id: str, what: str, period: str) -> str:
    """The file's name without its ending; the days of a period such as `2026-10-02/2026-10-31` stand in one name."""
    return f"{agreement_id}-{what}-{period.replace('/', '_')}"
