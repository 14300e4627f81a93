"""Contracts as Word files, in the look of their template's shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slagen.workspace.shells import shell_of

if TYPE_CHECKING:
    from slagen.workspace.drafting import Draft


def word_file(made: Draft) -> bytes:
    """The contract as a Word file that carries the commit it was made from.

    Raises:
        FindingsError: the contract has errors.
        NotFoundError: its shell is missing.
        BadInputError: its shell is none.
    """
    from slagen.formats.word.write import write  # noqa: PLC0415 - start-up

    assembled = made.usable
    return write(assembled.document, assembled.labels, shell_of(made.basis, made.agreement.template), commit=made.commit)
