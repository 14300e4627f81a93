"""Any document that the model can hold: what it is made of is left to chance, and every id and reference is drawn from the same names."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st

from slagen.model.document import (
    Blank,
    Block,
    Cell,
    Clause,
    CrossReference,
    Definition,
    Document,
    DocumentParty,
    Emphasis,
    Figure,
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
    PageBreak,
    Paragraph,
    Schedule,
    Section,
    Signatory,
    SignatureBlock,
    Strong,
    Table,
    TermUse,
    Text,
    Value,
)
from tests.formats.sample_charts import CHARTS

DEEPEST = 6
WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        [
            "R*D* & <Sons> [x](y) {{z}} # 1.", 'O\'Neil "&" {% raw %}', "شركة الشمال 123", "חברת צפון", "株式会社ノース", "한국 회사", "🚀👩‍⚖️", "\x00\x0b\t\r\n", "99.95\xa0%",
            "]]>", "[name]", " of ", "a" * 50, "REF slg_x \\w", "Schedule 1", "1.1", "\u202eabc", "e\u0301", "(a) ", "\ufeff", "\xad",
        ]
    ),
)  # fmt: skip
PLAIN = st.sampled_from(["Alpha", "Beta & Sons", "γ", "株式", "مريم"])
_HEADS = ("scope", "a", "a-b", "a--b", "x-", "0", "a" * 63, "long-" * 12 + "one", "clause-1", "execution", "recitals", "service-levels")
_TAILS = ("1", "2.3", "credit", "a-b", "b--c-", "y" * 63, "z-" * 30 + "z.10.2")
_STRIDE, _MOST = 37, 24
IDS = (*_HEADS, *(f"{head}.{tail}" for head in _HEADS for tail in _TAILS))

TARGETS = ("scope", "a--b", f"{'a' * 63}.{'y' * 63}", "execution")
"""Ids that every document has, in this order: two at least are those of schedules or of provisions in them."""


def _inlines(targets: Sequence[str], words: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[Inline, ...]]:
    leaf: st.SearchStrategy[Inline] = st.one_of(
        st.builds(Text, words), st.builds(Value, st.just("key"), words), st.builds(TermUse, st.just("Term"), words), st.just(LineBreak()),
        st.builds(Blank, st.just("key"), words), st.builds(CrossReference, st.sampled_from(targets)),
    )  # fmt: skip

    def wrapped(inside: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
        content = st.lists(inside, max_size=2).map(tuple)
        hrefs = st.one_of(words, st.sampled_from(["https://a.example/?x=1&y=<z>", "mailto:a@b.example", "HTTP://ü.example/ä"]))
        return st.one_of(st.builds(Strong, content), st.builds(Emphasis, content), st.builds(Link, hrefs, content))

    return st.lists(st.recursive(leaf, wrapped, max_leaves=4), max_size=3).map(tuple)


def _defining(term: str, rest: tuple[Inline, ...]) -> tuple[Inline, ...]:
    return (Strong((Text(f"“{term}”"),)), Text(" means "), *rest)


def _blocks(content: st.SearchStrategy[tuple[Inline, ...]]) -> st.SearchStrategy[tuple[Block, ...]]:
    cells = st.lists(st.builds(Cell, content, st.sampled_from(["left", "right", "center"])), max_size=3).map(tuple)
    signatories = st.lists(st.builds(Signatory, PLAIN, PLAIN, st.sampled_from(["", "a@b.example"])), max_size=3).map(tuple)
    simple: st.SearchStrategy[Block] = st.one_of(
        st.builds(Paragraph, content),
        st.builds(Table, cells, st.lists(cells, max_size=3).map(tuple), WORDS),
        st.builds(Definition, st.just("T"), content),
        st.just(PageBreak()),
        st.builds(Figure, st.sampled_from(CHARTS)),
        st.builds(SignatureBlock, st.just("p"), PLAIN, PLAIN, signatories, st.sampled_from(["simple", "deed"]), st.sampled_from(["wet-ink", "e-signature"])),
    )

    def holding(inside: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
        some = st.lists(inside, max_size=3).map(tuple)
        return st.one_of(
            st.builds(ItemList, st.lists(some, max_size=3).map(tuple)),
            st.builds(lambda term, rest, body: Definition(term, _defining(term, rest), body), PLAIN, content, some),
            st.builds(lambda heading, body, closing: Clause("inside", heading, body, (), None, closing), content, some, some),
        )

    return st.lists(st.recursive(simple, holding, max_leaves=5), max_size=2).map(tuple)


CONTENT = _inlines(TARGETS, WORDS)
BLOCKS = _blocks(CONTENT)


class _Maker:
    """Draws the parts of one document; every id is used once."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        start = draw(st.integers(0, len(IDS) - 1))
        self._ids = [*TARGETS, *(name for at in range(_MOST) if (name := IDS[(start + _STRIDE * at) % len(IDS)]) not in TARGETS)]
        self._given = 0

    def identifier(self) -> str:
        self._given += 1
        return self._ids[self._given - 1]

    def clause(self, depth: int = 0) -> Clause:
        identifier = self.identifier()
        room = depth < DEEPEST and self._given < len(self._ids) - 10
        children = tuple(self.clause(depth + 1) for _ in range(self._draw(st.sampled_from([0, 0, 1, 1, 2])) if room else 0))
        heading = self._draw(CONTENT) if not depth or self._draw(st.integers(0, 5)) == 0 else ()
        return Clause(identifier, heading, self._draw(BLOCKS), children, None, self._draw(BLOCKS))

    def sections(self) -> tuple[Section, ...]:
        count = self._draw(st.integers(0, 2))
        first = Section(self._draw(WORDS), (self.clause(),))
        return (first, *(Section(self._draw(WORDS), tuple(self.clause() for _ in range(self._draw(st.integers(0, 2))))) for _ in range(count)))

    def schedules(self) -> tuple[Schedule, ...]:
        return tuple(Schedule(self.identifier(), self._draw(WORDS), tuple(self.clause() for _ in range(at))) for at in (1, self._draw(st.integers(0, 1))))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Sections with and without titles, schedules, provisions seven levels deep, ids of every length, and every kind of block in every place."""
    maker = _Maker(draw)
    signatories = st.lists(st.builds(Signatory, WORDS, WORDS, WORDS), max_size=2).map(tuple)
    party = st.builds(DocumentParty, st.just("p"), WORDS, WORDS, WORDS, WORDS, signatories)
    meta = Meta("acme", draw(WORDS), draw(st.sampled_from(["sla", "ola", "charter"])), version=draw(WORDS), language=draw(st.sampled_from(["en", "de", "ar"])))
    recitals = draw(st.lists(st.builds(Paragraph, CONTENT), max_size=2).map(tuple))
    parties = draw(st.lists(party, max_size=2).map(tuple))
    return Document(meta, parties, recitals, maker.sections(), maker.schedules(), draw(BLOCKS))
