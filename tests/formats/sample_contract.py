"""A contract built by hand that uses every node of the model, and strategies for arbitrary ones."""

from __future__ import annotations

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

HOSTILE = "R*D* & <Sons> [x](y) {{z}} # 1."


def paragraph(*content: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(part) if isinstance(part, str) else part for part in content))


def provision(name: str, *content: Inline | str, children: tuple[Clause, ...] = (), more: tuple[Block, ...] = (), closing: tuple[Block, ...] = ()) -> Clause:
    return Clause(name, body=(paragraph(*content), *more), children=children, closing=closing)


def table(header: str, *rows: str, summary: str = "", kind: str = "text") -> Table:
    aligns = ("left", "right", "center")

    def cells(line: str) -> tuple[Cell, ...]:
        return tuple(Cell((Value("", part.strip()),), aligns[place % 3]) for place, part in enumerate(line.split("|")))

    return Table(cells(header), tuple(cells(row) for row in rows), summary, kind)


_CREDITS = table("Result | Service Credit | Rank", "below 99.9% | 10% | 1", "below 99.0% | 25% | 2", summary="Service credits by result", kind="credit")

SAMPLE = Document(
    Meta("acme-hosting", f"Managed Hosting – {HOSTILE}", "sla", "customer", "customer-sla"),
    parties=(
        DocumentParty("provider", "the Provider", "Northwind Hosting Ltd", "1 High Street\nLondon", "01234567", (Signatory("A. Person", "Director"),)),
        DocumentParty("customer", "the Customer", HOSTILE, "2 High Street\nLeeds"),
    ),
    recitals=(paragraph("The Customer needs hosting."), paragraph("The Provider offers it.")),
    sections=(
        Section(
            "The agreement",
            (
                Clause("scope", (Text("Scope"),), (paragraph("The Provider provides the services below to ", Value("parties.customer.name", HOSTILE), "."),), (
                    provision("scope.1", "It starts on ", Value("contract_term.effective_date", "1 January 2026"), ". It ends on ", Blank("end", "end date"), ". ", Emphasis((Text("Both"),)), " days belong to it."),
                    provision("scope.services", "The services are:", more=(ItemList(((paragraph("hosting"),), (paragraph("help desk"), ItemList(((paragraph("in office hours"),),))))),)),
                )),
                Clause("interpretation", (Text("Interpretation"),), (
                    Definition("Service Credit", (Strong((Text("“Service Credit”"),)), Text(" means the percentage of the Charges in clause "), CrossReference("service-credits.entitlement"), Text(".")), (ItemList(((paragraph("before tax"),),)),)),
                )),
            ),
        ),
        Section(
            "Service",
            (
                Clause("service-credits", (Text("Service credits"),), (paragraph("If the Provider misses a ", TermUse("Service Level", "Service Level"), ", the following applies."),), (
                    provision("service-credits.entitlement", "The Customer is entitled to the Service Credit shown in this table.", more=(_CREDITS,), children=(
                        provision("service-credits.1.1", "Caps are in clause ", CrossReference("credit-cap"), " and in paragraph ", CrossReference("levels.one.a"), ".", children=(
                            provision("service-credits.1.1.1", "third level;", children=(provision("service-credits.1.1.1.1", "fourth level; and"),)),
                            provision("service-credits.1.1.2", "see ", Link("https://status.northwind.example/?a=1&b=2", (Text("the status page"),)), "."),
                        )),
                        provision("service-credits.due", "The Provider pays within ", Value("within", "30 days"), "."),
                    ), closing=(paragraph("Service Credits are not a penalty."),)),
                )),
                Clause("credit-cap", (Text("Cap on credits"),), (paragraph("Service Credits are capped."),), (provision("credit-cap.1", "The cap is ", Value("cap", "£10,000.00"), "."),), closing=(paragraph("That is all."),)),
            ),
        ),
    ),
    schedules=(
        Schedule("levels", "Service levels", (
            Clause("levels.one", (Text("Availability"),), (), (provision("levels.one.a", "See paragraph ", CrossReference("levels.one"), " and clause ", CrossReference("service-credits"), ", line one", LineBreak(), "line two."),)),
        )),
    ),
    execution=(
        paragraph("The parties have signed this agreement on the dates below."),
        SignatureBlock("provider", "the Provider", "Northwind Hosting Ltd", (Signatory("A. Person", "Director"),)),
        PageBreak(),
        SignatureBlock("customer", "the Customer", HOSTILE, (), "deed", "e-signature"),
    ),
)  # fmt: skip


def large(clauses: int = 30) -> Document:
    """About ten pages: what the goals of speed are stated for."""
    words = "The Provider must answer every request of the Customer within the time that the table shows, and must say what it has done. "
    rows = tuple(f"Level {number} | {number} hours | {number}%" for number in range(6))

    def clause(number: int) -> Clause:
        children = tuple(
            provision(
                f"c{number}.{place}",
                words,
                Value("within", f"{number} days"),
                ". ",
                Strong((Text("Important"),)),
                " is clause ",
                CrossReference(f"c{number}"),
                ". ",
                words,
            )
            for place in range(1, 3)
        )
        more = (table("Level | Time | Share", *rows),) if number % 6 == 0 else ()
        return Clause(f"c{number}", (Text(f"Clause {number}"),), (paragraph(words * 2), *more), children)

    return Document(SAMPLE.meta, SAMPLE.parties, sections=(Section("Service", tuple(clause(number) for number in range(clauses))),), execution=SAMPLE.execution)


texts = st.text(
    st.one_of(st.sampled_from(" *_[]()<>&#|\\`~$!-+=:.1@\nwW/“”"), st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")),
    min_size=1,
    max_size=12,
)
values = st.builds(Value, st.just("key"), texts)
_leaves: st.SearchStrategy[Inline] = st.one_of(
    values, st.builds(Text, st.sampled_from(["a", "1", " b", "Done. ", "-", "!", "&", "#"])), st.just(LineBreak()), st.just(CrossReference("scope")), st.just(CrossReference("nowhere")),
    st.builds(Blank, st.just("end"), st.just("end")), st.builds(TermUse, st.just("Fee"), st.just("Fees")),
)  # fmt: skip


def _around(content: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
    several = st.lists(content, min_size=1, max_size=4).map(tuple)
    return st.one_of(st.builds(Strong, several), st.builds(Emphasis, several), st.builds(Link, st.just("https://example.com/a(b)<c>&d"), several))


inlines: st.SearchStrategy[Inline] = st.recursive(_leaves, _around, max_leaves=6)
contents = st.lists(inlines, max_size=6).map(tuple)
