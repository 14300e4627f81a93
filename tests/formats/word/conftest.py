"""A contract built by hand that has everything in it, and a shell to write it onto."""

from __future__ import annotations

from datetime import date

import pytest

from slagen.assembly.labels import Labels
from slagen.assembly.number import number
from slagen.formats.word.shell import Shell, open_shell
from slagen.formats.word.starter import STARTERS, starter_shell
from slagen.model.document import (
    Blank,
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

NASTY = "R*D* & <Sons> [x](y) {{z}} # 1."


def _text(*content: str | Inline) -> Paragraph:
    return Paragraph(tuple(Text(item) if isinstance(item, str) else item for item in content))


def _cells(*texts: str, align: str = "right") -> tuple[Cell, ...]:
    return tuple(Cell((Value(f"cell.{at}", text),), align if at else "left") for at, text in enumerate(texts))


def _service_levels() -> Clause:
    table = Table(
        _cells("Service level", "Target", "Measured over", "Hours"),
        (
            _cells("Availability of managed hosting", "≥ 99.95%", "calendar month", "at all times"),
            _cells("Response time, Critical (P1)", "95% within 30 minutes", "calendar month", "at all times"),
            _cells("Response time, High (P2)", "90% within 2 hours", "calendar month", "Working Hours"),
            _cells("Resolution time, Critical (P1)", "90% within 4 hours", "calendar quarter", "at all times"),
        ),
        "Service levels with their targets",
        "service-levels",
    )
    bands = Table(
        _cells("Availability in the month", "Service Credit"),
        (_cells("below 99.95% but at least 99.0%", "10%"), _cells("below 99.0%", "25%")),
        "Credit bands for availability",
        "credits",
    )
    return Clause(
        "service-levels",
        (Text("Service levels"),),
        (_text("The Provider must meet each ", TermUse("Service Level", "Service Level"), " in this table."), table),
        (
            Clause("service-levels.measured", body=(_text("Each Service Level is measured as clause ", CrossReference("measurement"), " says."),)),
            Clause(
                "service-levels.missed",
                body=(_text("If the Provider misses a Service Level:"),),
                children=(
                    Clause("service-levels.credit", body=(_text("the Customer is entitled to the Service Credit in this table;"), bands)),
                    Clause(
                        "service-levels.explain",
                        body=(_text("the Provider must, within ", Value("within", "5 Business Days"), ", send a report that says:"),),
                        children=(
                            Clause(
                                "service-levels.what",
                                body=(_text("what happened, and whether it was:"),),
                                children=(
                                    Clause("service-levels.dependency", body=(_text("a Customer Dependency; or"),)),
                                    Clause(
                                        "service-levels.excluded",
                                        body=(_text("an Excluded Event under paragraph ", CrossReference("levels.excluded"), "; and"),),
                                    ),
                                ),
                            ),
                            Clause("service-levels.how", body=(_text("how it will be prevented."),)),
                        ),
                        closing=(_text("A late report counts as none."),),
                    ),
                ),
            ),
            Clause(
                "service-levels.bullets",
                body=(
                    _text("The Provider keeps for 24 months:"),
                    ItemList(((_text("the raw data;"),), (_text("the reports, with:"), ItemList(((_text("dates; and"),), (_text("figures."),)))))),
                ),
            ),
        ),
    )


@pytest.fixture(scope="session")
def document() -> Document:
    """Parties with names that break careless programs, five levels, tables, references in every direction, blanks."""
    person = Signatory("A. Person", "Director", "a@northwind.example")
    provider = DocumentParty("provider", "Provider", "Northwind Hosting Ltd", "1 High Street\nLondon EC1A 1AA", "01234567", (person,))
    customer = DocumentParty("customer", "Customer", NASTY, "2 High Street\nLeeds", "", (Signatory("B. Person", "CFO"), Signatory("مريم الهاشمي", "Director")))
    interpretation = Clause(
        "interpretation",
        (Text("Interpretation"),),
        (
            _text("In this Agreement:"),
            Definition(
                "Business Day",
                (Strong((Text("“Business Day”"),)), Text(" means a day other than a Saturday, a Sunday or a public holiday in England and Wales.")),
            ),
            Definition(
                "Service Level",
                (
                    Strong((Text("“Service Level”"),)),
                    Text(" means a target in clause "),
                    CrossReference("service-levels"),
                    Text(" or in "),
                    CrossReference("levels"),
                    Text("."),
                ),
            ),
        ),
        (
            Clause("interpretation.1", body=(_text("Headings do not affect interpretation."),)),
            Clause(
                "interpretation.2",
                body=(_text("Names print as they are: ", Value("name", NASTY), ", 株式会社ノース, ", Strong((Text("شركة الشمال"),)), " and 🚀."),),
            ),
        ),
    )
    scope = Clause("scope", (Text("Scope"),), (), (
        Clause("scope.services", body=(_text("The Provider provides the Services described at ", Link("https://northwind.example/services?a=1&b=2", (Text("northwind.example"),)), "."),)),
        Clause("scope.contact", body=(_text("The Customer’s contact is ", Blank("people.account", "name of the contact"), ", at:", LineBreak(), "2 High Street", LineBreak(), "Leeds."),)),
        Clause("scope.emphasis", body=(_text(Emphasis((Text("Nothing"),)), " in this clause limits clause ", CrossReference("service-levels.excluded"), " or paragraph ", CrossReference("levels.excluded"), "."),)),
    ))  # fmt: skip
    measurement = Clause(
        "measurement",
        (Text("Measurement"),),
        (),
        (Clause("measurement.1", body=(_text("Availability is the share of minutes in the period in which the Services work."),)),),
    )
    terms = Clause(
        "contract-term",
        (Text("Contract term"),),
        (_text("This Agreement starts on ", Value("effective_date", "1 January 2026"), " and continues for ", Value("initial", "36 months"), "."),),
    )
    levels = Schedule("levels", "Service levels in detail", (
        Clause("levels.availability", (Text("Availability"),), (), (
            Clause("levels.formula", body=(_text("Availability is worked out for each calendar month."),)),
            Clause("levels.excluded", body=(_text("These do not count:"),), children=(Clause("levels.planned", body=(_text("Planned Maintenance; and"),)), Clause("levels.caused", body=(_text("what the Customer caused (see paragraph ", CrossReference("levels.formula"), ")."),)))),
        )),
        Clause("levels.tickets", (Text("Tickets"),), (_text("Times run in the hours of the severity."),)),
    ))  # fmt: skip
    charges = Schedule(
        "charges",
        "Charges",
        (
            Clause(
                "charges.monthly",
                (Text("Monthly charges"),),
                (),
                (
                    Clause(
                        "charges.1",
                        body=(
                            _text(
                                "The Customer pays £10,000.00 a month; see clause ", CrossReference("scope.services"), " and ", CrossReference("levels"), "."
                            ),
                        ),
                    ),
                ),
            ),
        ),
    )
    blocks = tuple(
        SignatureBlock(party.id, party.label, party.name, party.signatories, "deed" if at else "simple") for at, party in enumerate((provider, customer))
    )
    return Document(
        Meta("acme-hosting", f"Managed Hosting Service Level Agreement for {NASTY}", "sla", "customer", "customer-sla", effective_date=date(2026, 1, 1)),
        (provider, customer),
        (_text("The Provider hosts computer systems."), _text("The Customer wants its systems hosted.")),
        (Section("The agreement", (interpretation, scope)), Section("Service", (_service_levels(), measurement)), Section("Term", (terms,))),
        (levels, charges),
        blocks,
    )


@pytest.fixture(scope="session")
def labels(document: Document) -> Labels:
    """The sample's numbering."""
    return number(document)


@pytest.fixture(scope="session")
def shell() -> Shell:
    """The shell of the customer SLA, opened."""
    return open_shell(starter_shell(STARTERS["customer-sla"]), "templates/customer-sla/shell.docx")
