"""Tables: rows that come and go, cells that change, columns that come and go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import deepcopy

from slagen.compare.align import align, likeness
from slagen.formats.word.redline.canonical import visible
from slagen.formats.word.redline.context import Context, Sides
from slagen.formats.word.redline.names import TBL, TC, TR, Element, W, attributes
from slagen.formats.word.redline.operations import Op

_TBL_PR, _TR_PR, _TC_PR, _GRID = (f"{W}{name}" for name in ("tblPr", "trPr", "tcPr", "tblGrid"))
_ROW_PROPERTIES_FIRST = frozenset({f"{W}tblPrEx"})
_ROW_MARKS = frozenset({f"{W}ins", f"{W}del", f"{W}trPrChange"})
_MERGED = (f"{W}gridSpan", f"{W}vMerge", f"{W}hMerge")


def changed_table(old: Element, new: Element, context: Context, sides: Sides) -> Element | None:
    """The old table with tracked changes, or None where the two are laid out too differently."""
    old_rows, new_rows = old.findall(TR), new.findall(TR)
    if len(old_rows) != len([item for item in old if item.tag not in {_TBL_PR, _GRID}]) or len(new_rows) != len(
        [item for item in new if item.tag not in {_TBL_PR, _GRID}]
    ):
        return None
    paired = list(_row_pairs(old_rows, new_rows))
    columns = _columns([(old_rows[one], new_rows[other]) for one, other in paired if one is not None and other is not None])
    if columns is None:
        return None
    rows: list[Element] = []
    for one, other in paired:
        if one is None or other is None:
            row, op = (old_rows[one], Op.DELETE) if one is not None else (new_rows[other or 0], Op.INSERT)
            rows.append(marked_row(row, op, context, sides))
        else:
            rows.append(_changed_row(old_rows[one], new_rows[other], columns, context, sides))
    _changed_properties(old, new, context, sides)
    for row in old_rows:
        old.remove(row)
    old.extend(rows)
    return old


def _row_pairs(old: Sequence[Element], new: Sequence[Element]) -> Iterator[tuple[int | None, int | None]]:
    old_texts, new_texts = ([_row_text(row) for row in rows] for rows in (old, new))
    return align(old_texts, new_texts, lambda one, other: _alike(old_texts[one], new_texts[other], alone=len(old) == len(new)))


def _row_text(row: Element) -> str:
    return "\x1f".join(visible(cell) for cell in row.iterfind(TC))


def _alike(old: str, new: str, *, alone: bool) -> float:
    cells, others = old.split("\x1f"), new.split("\x1f")
    rate = likeness(old.replace("\x1f", " ").split(), new.replace("\x1f", " ").split())
    same = sum(one == other for one, other in zip(cells, others, strict=False)) / max(len(cells), len(others), 1)
    return max(rate, same, 0.5 if alone and len(cells) == len(others) else 0.0)


def _columns(rows: Sequence[tuple[Element, Element]]) -> dict[tuple[int, int], list[tuple[int | None, int | None]]] | None:
    """For each pair of cell counts, which columns belong together; None where merged cells leave no way to tell."""
    counts = {(len(one.findall(TC)), len(other.findall(TC))) for one, other in rows}
    found: dict[tuple[int, int], list[tuple[int | None, int | None]]] = {}
    for before, after in counts:
        these = [(one.findall(TC), other.findall(TC)) for one, other in rows if len(one.findall(TC)) == before and len(other.findall(TC)) == after]
        if before == after:
            if any(_spans(one) != _spans(other) for olds, news in these for one, other in zip(olds, news, strict=True)):
                return None
            found[before, after] = [(at, at) for at in range(before)]
            continue
        if any(_spans(cell) for olds, news in these for cell in (*olds, *news)):
            return None
        old_columns, new_columns = (
            ["\x1f".join(visible(olds[at]) for olds, _ in these) for at in range(before)],
            ["\x1f".join(visible(news[at]) for _, news in these) for at in range(after)],
        )
        found[before, after] = list(align(old_columns, new_columns))
    return found


def _spans(cell: Element) -> tuple[str, ...]:
    properties = cell.find(_TC_PR)
    if properties is None:
        return ()
    return tuple(f"{tag}={item.get(f'{W}val', '')}" for tag in _MERGED if (item := properties.find(tag)) is not None)


def _changed_row(old: Element, new: Element, columns: dict[tuple[int, int], list[tuple[int | None, int | None]]], context: Context, sides: Sides) -> Element:
    olds, news = old.findall(TC), new.findall(TC)
    cells: list[Element] = []
    for one, other in columns[len(olds), len(news)]:
        if one is not None and other is not None:
            cell = olds[one]
            context.write_story(cell, news[other], context, sides)
            _track_properties(cell, news[other], _TC_PR, context, sides)
            cells.append(cell)
        elif one is not None:
            cells.append(_marked_cell(olds[one], Op.DELETE, context, sides))
        elif other is not None:
            cells.append(_marked_cell(news[other], Op.INSERT, context, sides))
    for cell in olds:
        old.remove(cell)
    old.extend(cells)
    _track_properties(old, new, _TR_PR, context, sides)
    return old


def _marked_cell(cell: Element, op: Op, context: Context, sides: Sides) -> Element:
    copy = _empty(cell, op, context, sides)
    properties = copy.find(_TC_PR)
    if properties is None:
        properties = context.marker.make("tcPr")
        copy.insert(0, properties)
    at = next((index for index, item in enumerate(properties) if item.tag == f"{W}tcPrChange"), len(properties))
    properties.insert(at, context.marker.mark("cellDel" if op.goes else "cellIns"))
    copy.extend(context.mark_content(cell, op, context, sides))
    return copy


def _empty(element: Element, op: Op, context: Context, sides: Sides) -> Element:
    """The cell or row with its properties alone."""
    copy: Element = element.makeelement(element.tag, {} if op.comes else attributes(element))
    for item in element:
        if item.tag in {_TC_PR, _TR_PR, *_ROW_PROPERTIES_FIRST}:
            copy.append(context.importer.bring(item, sides.new_part, sides.old_part) if op.comes else deepcopy(item))
    return copy


def marked_row(row: Element, op: Op, context: Context, sides: Sides) -> Element:
    """A row that goes or comes, with everything in it."""
    copy = _empty(row, op, context, sides)
    properties = copy.find(_TR_PR)
    if properties is None:
        properties = context.marker.make("trPr")
        copy.insert(sum(1 for item in copy if item.tag in _ROW_PROPERTIES_FIRST), properties)
    at = next((index for index, item in enumerate(properties) if item.tag in _ROW_MARKS), len(properties))
    properties.insert(at, context.marker.mark(op.value))
    for item in row:
        if item.tag == TC:
            cell = _empty(item, op, context, sides)
            cell.extend(context.mark_content(item, op, context, sides))
            copy.append(cell)
        elif item.tag not in {_TR_PR, *_ROW_PROPERTIES_FIRST}:
            copy.append(context.importer.bring(item, sides.new_part, sides.old_part) if op.comes else deepcopy(item))
    return copy


def marked_table(table: Element, op: Op, context: Context, sides: Sides) -> Element:
    """A table that goes or comes as a whole."""
    copy: Element = table.makeelement(TBL)
    for item in table:
        if item.tag == TR:
            copy.append(marked_row(item, op, context, sides))
        else:
            copy.append(context.importer.bring(item, sides.new_part, sides.old_part) if op.comes else deepcopy(item))
    return copy


def _changed_properties(old: Element, new: Element, context: Context, sides: Sides) -> None:
    _track_properties(old, new, _TBL_PR, context, sides)
    grid, theirs = old.find(_GRID), new.find(_GRID)
    if not context.formatting or grid is None or theirs is None or sides.old.properties(grid) == sides.new.properties(theirs):
        return
    changed = context.marker.make("tblGrid")
    changed.extend(deepcopy(item) for item in theirs.iterfind(f"{W}gridCol"))
    change = context.marker.make("tblGridChange", id=str(context.marker.next_id))
    context.marker.next_id += 1
    held = context.marker.make("tblGrid")
    held.extend(deepcopy(item) for item in grid.iterfind(f"{W}gridCol"))
    change.append(held)
    changed.append(change)
    old.replace(grid, changed)


def _track_properties(old: Element, new: Element, tag: str, context: Context, sides: Sides) -> None:
    """Track how the properties of a table, row or cell changed."""
    if not context.formatting:
        return
    before, after = old.find(tag), new.find(tag)
    if sides.old.properties(before, _ROW_MARKS) == sides.new.properties(after, _ROW_MARKS):
        return
    name = tag.rpartition("}")[2]
    made = context.marker.make(name)
    if after is not None:
        made.extend(item for item in context.importer.bring(after, sides.new_part, sides.old_part) if not str(item.tag).endswith("Change"))
    made.append(context.marker.change(f"{name}Change", name, [] if before is None else [item for item in before if not str(item.tag).endswith("Change")]))
    if before is not None:
        old.replace(before, made)
    else:
        old.insert(sum(1 for item in old if item.tag in _ROW_PROPERTIES_FIRST), made)
