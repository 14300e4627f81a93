"""Samples in columns: files of millions of rows, read, checked and asked in polars, with the same answers to the last digit as row by row (docs/adr/0020).

Importing this package imports polars, which takes longer than the whole of a small file: it is imported where a file is large.
"""

from slagen.formats.columns.reading import read_samples
from slagen.formats.columns.series import ColumnSamples, joined

__all__ = ["ColumnSamples", "joined", "read_samples"]
