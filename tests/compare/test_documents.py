from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
import json

from hypothesis import given, settings
from hypothesis import strategies as st
import pytest

from slagen.assembly.labels import cite
from slagen.assembly.number import number
from slagen.compare.align import align, in_order
from slagen.compare.difference import Difference, to_json
from slagen.compare.directions import Direction
from slagen.compare.documents import Change, ClauseComparison, DocumentComparison, compare_documents
from slagen.compare.terms import TermChange
from slagen.compare.verdicts import Verdict
from slagen.compare.words import Op, base, revised
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
    Inline,
    ItemList,
    LineBreak,
    Link,
    Meta,
    Origin,
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


def paragraph(*content: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


def clause(name: str, *texts: str | Inline, version: str = "1.0.0") -> Clause:
    children = tuple(Clause(f"{name}.{place}", body=(paragraph(text),)) for place, text in enumerate(texts, 1))
    return Clause(name, (Text(name.capitalize()),), children=children, origin=Origin(name, version))


def document(*clauses: Clause, schedule: tuple[Clause, ...] = (), title: str = "SLA") -> Document:
    schedules = (Schedule("levels", "Service levels", schedule),) if schedule else ()
    return Document(Meta("acme", title, "sla"), sections=(Section("", clauses),), schedules=schedules)


SCOPE = clause("scope", "The Provider provides the Services to the Customer.", "The Services are listed in the schedule below.")
LEVELS = clause("levels-clause", "Availability is at least 99.9 % in a month.", "A report is due within 10 days of the end of a month.")
CREDITS = clause("credits", "The Customer is entitled to a Service Credit for each missed Service Level.", "Credits are set off against the next invoice.")
CLAIMS = clause("claims", "A claim must be made within 30 days.", "Later claims are lost.")
FOUR = document(SCOPE, LEVELS, CREDITS, CLAIMS)


def compare(old: Document, new: Document) -> DocumentComparison:
    return compare_documents(old, number(old), new, number(new), cite)


def changes(old: Document, new: Document) -> list[tuple[str, str, str, str]]:
    return [(part.id, part.change.value, part.old_label, part.new_label) for part in compare(old, new).changes]


def one(comparison: DocumentComparison, name: str) -> ClauseComparison:
    return next(part for part in comparison.clauses if part.id == name)


def test_the_same_document_has_no_changes() -> None:
    assert compare(FOUR, FOUR).verdict is Verdict.SAME
    assert changes(FOUR, FOUR) == []


def test_an_inserted_clause_renumbers_those_after_it() -> None:
    new = document(SCOPE, clause("insurance", "The Provider is insured."), LEVELS, CREDITS, CLAIMS)
    assert changes(FOUR, new) == [
        ("insurance", "inserted", "", "2"),
        ("levels-clause", "renumbered", "2", "3"),
        ("credits", "renumbered", "3", "4"),
        ("claims", "renumbered", "4", "5"),
    ]
    assert one(compare(FOUR, new), "insurance").words_inserted == 5


def test_a_deleted_clause_stands_where_it_was() -> None:
    assert changes(FOUR, document(SCOPE, CREDITS, CLAIMS))[:2] == [("levels-clause", "deleted", "2", ""), ("credits", "renumbered", "3", "2")]
    assert changes(FOUR, document(LEVELS, CREDITS, CLAIMS))[0] == ("scope", "deleted", "1", "")


def test_a_moved_clause_is_moved_and_the_others_are_not() -> None:
    new = document(CLAIMS, SCOPE, LEVELS, CREDITS)
    comparison = compare(FOUR, new)
    assert [(part.id, part.change) for part in comparison.changes if part.change is not Change.RENUMBERED] == [("claims", Change.MOVED)]
    assert comparison.verdict is Verdict.MOVED


def test_a_clause_that_goes_into_a_schedule_is_moved() -> None:
    new = document(SCOPE, LEVELS, CREDITS, schedule=(CLAIMS,))
    assert ("claims", "moved", "4", "1 of Schedule 1") in changes(FOUR, new)


def test_a_changed_word_is_a_change_of_that_word() -> None:
    raised = replace(LEVELS, children=(Clause("levels-clause.1", body=(paragraph("Availability is at least 99.95 % in a month."),)), LEVELS.children[1]))
    comparison = compare(FOUR, document(SCOPE, raised, CREDITS, CLAIMS))
    (change,) = comparison.changes
    assert (change.id, change.change, change.words_inserted, change.words_deleted) == ("levels-clause", Change.MODIFIED, 1, 1)
    (passage,) = change.changes
    assert [(segment.op, segment.text) for segment in passage.segments][1:3] == [(Op.DELETE, "99.9 %"), (Op.INSERT, "99.95 %")]
    assert (passage.old_label, passage.new_label) == ("2.1", "2.1")
    assert comparison.verdict is Verdict.SUBSTANCE


def test_an_inserted_provision_does_not_turn_those_after_it_red() -> None:
    longer = clause("claims", "A claim must be in writing.", "A claim must be made within 30 days.", "Later claims are lost.")
    change = one(compare(FOUR, document(SCOPE, LEVELS, CREDITS, longer)), "claims")
    assert [(passage.change, passage.new_label) for passage in change.changes] == [(Change.INSERTED, "4.1")]


def test_a_clause_with_a_new_id_and_the_same_text_is_the_same_clause() -> None:
    renamed = replace(CREDITS, id="service-credits")
    change = one(compare(FOUR, document(SCOPE, LEVELS, renamed, CLAIMS)), "service-credits")
    assert (change.id, change.old_id, change.change) == ("service-credits", "credits", Change.UNCHANGED)


def test_a_reference_whose_target_was_only_renumbered_has_not_changed() -> None:
    pointing = clause("payment", paragraph("As clause ", CrossReference("claims"), " says.").content[0], CrossReference("claims"))
    old = document(SCOPE, pointing, CLAIMS)
    new = document(SCOPE, LEVELS, pointing, CLAIMS)
    assert [part.change for part in compare(old, new).changes] == [Change.INSERTED, Change.RENUMBERED, Change.RENUMBERED]


def test_a_reference_to_another_target_has_changed() -> None:
    old = document(SCOPE, clause("payment", CrossReference("claims")), CLAIMS)
    new = document(SCOPE, clause("payment", CrossReference("scope")), CLAIMS)
    (change,) = compare(old, new).changes
    assert "".join(segment.text for passage in change.changes for segment in passage.segments) == "31"


def test_a_reference_out_of_a_schedule_prints_as_the_contract_prints_it() -> None:
    inside = clause("inside", CrossReference("inside"))
    old = document(clause("payment", "See."), schedule=(inside,))
    new = document(clause("payment", CrossReference("inside")), schedule=(inside,))
    assert revised(compare(old, new).changes[0].changes[-1].segments) == "1 of Schedule 1"
    bare = compare_documents(old, number(old), new, number(new))
    assert revised(bare.changes[0].changes[-1].segments) == "1"
    missing = document(clause("payment", CrossReference("nowhere")))
    assert revised(compare(old, missing).changes[0].changes[-1].segments) == "[nowhere]"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("A claim  must be made within 30\u00a0days.", Verdict.COSMETIC),
        ("a Claim must be made within 30 days.", Verdict.COSMETIC),
        ("A claim must be made within 31 days.", Verdict.SUBSTANCE),
        ("A claim must not be made within 30 days.", Verdict.SUBSTANCE),
    ],
)
def test_looks_are_told_from_substance(text: str, verdict: Verdict) -> None:
    comparison = compare(FOUR, document(SCOPE, LEVELS, CREDITS, clause("claims", text, "Later claims are lost.")))
    assert comparison.verdict is verdict
    assert comparison.changes[0].cosmetic is (verdict is Verdict.COSMETIC)


def test_a_provision_that_goes_to_another_clause_has_moved() -> None:
    new = document(SCOPE, LEVELS, clause("credits", CREDITS_FIRST), clause("claims", *CLAIM_TEXTS, CREDITS_SECOND))
    comparison = compare(FOUR, new)
    assert {part.id: part.change for part in comparison.changes} == {"credits": Change.MOVED, "claims": Change.MOVED}
    assert comparison.verdict is Verdict.MOVED
    assert [part.words_inserted + part.words_deleted for part in comparison.changes] == [0, 0]


CREDITS_FIRST = "The Customer is entitled to a Service Credit for each missed Service Level."
CREDITS_SECOND = "Credits are set off against the next invoice."
CLAIM_TEXTS = ("A claim must be made within 30 days.", "Later claims are lost.")


def test_an_upgraded_clause_says_from_which_version_to_which() -> None:
    upgraded = replace(SCOPE, origin=Origin("scope", "1.1.0"))
    change = one(compare(FOUR, document(upgraded, LEVELS, CREDITS, CLAIMS)), "scope")
    assert (change.old_version, change.new_version) == ("1.0.0", "1.1.0")


def test_every_kind_of_block_and_inline_is_compared() -> None:
    inlines: tuple[Inline, ...] = (
        Text("a "),
        Strong((Text("b "),)),
        Emphasis((Text("c "),)),
        Link("https://x.example", (Text("d "),)),
        TermUse("X", "Xs "),
        Value("k", "v "),
        LineBreak(),
        Blank("k", "who?"),
    )
    blocks: tuple[Block, ...] = (
        Paragraph(inlines),
        ItemList(((paragraph("one"), paragraph("two")),)),
        Table((Cell((Text("H"),)), Cell((Text("I"),))), ((Cell((Text("1"),)), Cell((Text("2"),))),)),
        Definition("X", (Text("“X” means this"),), (paragraph("and more"),)),
        PageBreak(),
    )
    whole = Clause("all", (Text("All"),), blocks, (Clause("all.1", body=blocks),), closing=(paragraph("end"), Clause("all.inner", body=(paragraph("in"),))))
    signature = SignatureBlock("p", "Provider", "Northwind", (Signatory("A", "B", "c@x.example"),))
    new = replace(document(whole), recitals=(paragraph("Whereas"),), execution=(signature,), parties=(DocumentParty("p", "P", "N"),))
    old = replace(new, sections=())
    inserted = one(compare(old, new), "all")
    text = [revised(passage.segments) for passage in inserted.passages]
    first = "a b c d Xs v \n[who?]"
    assert text == ["All", *([first, "one", "two", "H | I", "1 | 2", "“X” means this", "and more"] * 2), "end", "in"]
    assert revised(one(compare(old, new), "document:execution").passages[0].segments) == "Provider: Northwind (simple, wet-ink); A, B, c@x.example"
    assert one(compare(document(), new), "document:recitals").change is Change.MODIFIED


def test_a_new_title_and_a_section_heading_count() -> None:
    old = replace(FOUR, sections=(Section("Remedies for failure", FOUR.sections[0].clauses),))
    new = replace(document(*FOUR.sections[0].clauses, title="Charter"), sections=(Section("Remedies for any failure", FOUR.sections[0].clauses),))
    assert [(part.id, part.change) for part in compare(old, new).changes] == [
        ("document:title", Change.MODIFIED),
        ("section:Remedies for any failure", Change.MODIFIED),
    ]


SENTENCES = st.sampled_from(
    [
        f"{who} {verb} {what} within {days} days."
        for who in ("The Provider", "The Customer")
        for verb in ("sends", "receives")
        for what in ("a report", "an invoice")
        for days in (10, 30)
    ]
)
CLAUSES = st.lists(st.tuples(st.sampled_from("abcdef"), st.lists(SENTENCES, max_size=4)), max_size=6, unique_by=lambda item: item[0])
DOCUMENTS = CLAUSES.map(lambda items: document(*(clause(name, *texts) for name, texts in items)))


def rebuilt(comparison: DocumentComparison, labels: Mapping[str, object], *, new: bool) -> list[tuple[str, list[str]]]:
    gone = Op.DELETE if new else Op.INSERT
    parts = []
    for part in comparison.clauses:
        passages = [passage for passage in part.passages if not passage.segments or any(segment.op is not gone for segment in passage.segments)]
        if (part.id if new else part.old_id) in labels:
            parts.append((part.id if new else part.old_id, [(revised if new else base)(passage.segments) for passage in passages]))
    return parts if new else sorted(parts)


@settings(max_examples=60, deadline=None)
@given(DOCUMENTS, DOCUMENTS)
def test_both_documents_can_be_read_off_their_comparison(old: Document, new: Document) -> None:
    comparison = compare(old, new)
    wanted = [(part.id, [part.heading[0].text, *(child.body[0].content[0].text for child in part.children)]) for part in new.sections[0].clauses]  # type: ignore[union-attr]
    assert rebuilt(comparison, number(new), new=True) == wanted
    before = [(part.id, [part.heading[0].text, *(child.body[0].content[0].text for child in part.children)]) for part in old.sections[0].clauses]  # type: ignore[union-attr]
    assert rebuilt(comparison, number(old), new=False) == sorted(before)


@settings(max_examples=40, deadline=None)
@given(DOCUMENTS)
def test_any_document_is_the_same_as_itself(one_document: Document) -> None:
    assert compare(one_document, one_document).verdict is Verdict.SAME


@settings(max_examples=60, deadline=None)
@given(st.permutations([SCOPE, LEVELS, CREDITS, CLAIMS]))
def test_a_new_order_is_never_more_than_moves(order: list[Clause]) -> None:
    assert compare(FOUR, document(*order)).verdict in {Verdict.MOVED, Verdict.SAME}


@given(
    st.lists(st.sampled_from(["x y z one", "x y z two", "p q r", "s"]), max_size=9),
    st.lists(st.sampled_from(["x y z one", "x y z two", "p q r", "s"]), max_size=9),
)
def test_an_alignment_uses_each_passage_once_and_in_order(old: list[str], new: list[str]) -> None:
    pairs = list(align(old, new))
    assert [one for one, _ in pairs if one is not None] == list(range(len(old)))
    assert [other for _, other in pairs if other is not None] == list(range(len(new)))


def test_a_very_long_gap_is_paired_by_rare_words_where_passages_came_and_went() -> None:
    old = [f"the figure {count} of the old text about matter{count}" for count in range(215)]
    new = [f"the figure {count} of the new text about matter{count}" for count in range(225)]
    pairs = list(align(old[5:], ["something else came here", *new]))
    assert pairs[:6] == [(None, place) for place in range(6)]
    assert pairs[6:216] == [(place, place + 6) for place in range(210)]
    assert pairs[216:] == [(None, place) for place in range(216, 226)]


def test_a_very_long_gap_without_rare_words_is_paired_by_place() -> None:
    old, new = ["one of the old texts"] * 210, ["one of the new texts"] * 215
    assert list(align(old, new)) == [*((place, place) for place in range(210)), *((None, place) for place in range(210, 215))]
    assert list(align(["completely different"] * 201, ["nothing in common here at all"] * 201))[:2] == [(0, None), (None, 0)]


def test_a_provision_that_came_among_like_ones_came_with_its_own_items() -> None:
    def level(place: int, name: str) -> Clause:
        items = (Clause(f"levels.{place}.{at}", body=(paragraph(words),)) for at, words in enumerate(("The clock runs at night.", "No cause is left out."), 1))
        return Clause(f"levels.{place}", body=(paragraph(f"For {name} this applies:"),), children=tuple(items))

    def levels(*names: str) -> Document:
        return document(Clause("levels", (Text("Levels"),), children=tuple(level(place, name) for place, name in enumerate(names, 1))))

    fewer, more = levels("mail", "chat", "portal"), levels("e-mail", "chat", "phone", "portal")
    for one, other, kind, labels in ((fewer, more, Change.INSERTED, "new_label"), (more, fewer, Change.DELETED, "old_label")):
        [clause] = compare_documents(one, number(one), other, number(other)).changes
        found = [passage for passage in clause.changes if passage.change is kind]
        assert [getattr(passage, labels) for passage in found] == ["1.3", "1.3(a)", "1.3(b)"]


@pytest.mark.parametrize(("places", "kept"), [([], set()), ([0, 1, 2], {0, 1, 2}), ([3, 0, 1, 2], {1, 2, 3}), ([2, 1, 0], {2}), ([0, 2, 1, 3], {0, 2, 3})])
def test_the_longest_rising_run_stays(places: list[int], kept: set[int]) -> None:
    assert in_order(places) == kept


def test_the_json_shape_is_the_one_that_other_programs_read() -> None:
    term = TermChange("service_levels.availability.target", "Availability: target", "99.9 %", "99.95 %", Direction.BETTER)
    new = document(SCOPE, LEVELS, clause("extra", "New words here."), CREDITS, CLAIMS)
    shape = to_json(Difference("v1.0", "draft", (term,), compare(FOUR, new)))
    assert json.loads(json.dumps(shape)) == shape
    assert {key: shape[key] for key in ("old", "new", "terms")} == {
        "old": "v1.0",
        "new": "draft",
        "terms": [{"key": "service_levels.availability.target", "label": "Availability: target", "old": "99.9 %", "new": "99.95 %", "direction": "better"}],
    }
    wanted = ("id", "change", "old_label", "new_label", "words_inserted", "words_deleted")
    assert [{key: part[key] for key in wanted} for part in shape["clauses"]] == [
        {"id": "extra", "change": "inserted", "old_label": "", "new_label": "3", "words_inserted": 4, "words_deleted": 0},
        {"id": "credits", "change": "renumbered", "old_label": "3", "new_label": "4", "words_inserted": 0, "words_deleted": 0},
        {"id": "claims", "change": "renumbered", "old_label": "4", "new_label": "5", "words_inserted": 0, "words_deleted": 0},
    ]


def test_the_exit_code_tells_substance_looks_and_order_apart() -> None:
    cosmetic = document(SCOPE, LEVELS, CREDITS, clause("claims", "a claim must be made within 30 days.", "Later claims are lost."))
    moved = document(CLAIMS, SCOPE, LEVELS, CREDITS)
    codes = [Difference("a", "b", (), compare(FOUR, new)).exit_code for new in (FOUR, document(SCOPE), cosmetic, moved)]
    assert codes == [0, 1, 6, 7]
    term = TermChange("people.account", "Account", "a", "b", Direction.NEUTRAL)
    assert Difference("a", "b", (term,), compare(FOUR, FOUR)).exit_code == 1


def test_the_execution_page_is_not_the_clause_called_execution() -> None:
    clause = Clause("execution", (Text("Signing"),), (paragraph("The parties sign by hand."),))
    signature = SignatureBlock("p", "Provider", "Northwind", ())
    signed = replace(document(clause), execution=(signature,))
    assert compare(signed, signed).changes == ()
    assert [part.id for part in compare(signed, replace(signed, execution=(replace(signature, name="Southwind"),))).changes] == ["document:execution"]
