from __future__ import annotations

from datetime import date
import io
from pathlib import Path
import re
import shutil
from zipfile import ZipFile

import pytest

from slagen.core.errors import NotFoundError, UsageError
from slagen.formats.word.invariants import faults
from slagen.model.agreement import AddedClause, Agreement, ClauseSetting, RemovedClause, ReplacedClause
from slagen.workspace.answering import snooze
from slagen.workspace.document_files import rendered
from slagen.workspace.events import sign
from slagen.workspace.identifying import Document
from slagen.workspace.recording import Circumstances
from slagen.workspace.review_occasion import occasion
from slagen.workspace.review_pack import Edition, Order, agenda, pack
from slagen.workspace.reviewing import Particulars, review
from slagen.workspace.term_events import amend
from slagen.workspace.versions import save
from tests.own_settings import forget_settings
from tests.workspace.signed import JO, loaded, signed_workspace

ACME = "acme-hosting"
FACTS = f"agreements/acme/{ACME}/agreement.yaml"
DAY = date(2026, 11, 20)
SECRETS = {
    "reason: agreed in round 2": "reason: QQreason agreed in round 2",
    "owner: ops@northwind.example": "owner: QQops@northwind.example",
    "account: jo@northwind.example": "account: QQaccount@northwind.example",
    "legal: lee@northwind.example": "legal: QQlegal@northwind.example",
    "renegotiation: {opens: 180 days, closes: last_notice_date, owner: jo@northwind.example}": "renegotiation: {opens: 180 days, closes: last_notice_date, owner: QQtalks@northwind.example}",
}
"""What stands only in the facts, and where the test puts a mark into it."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Signed, reviewed with a note, amended in terms that are printed and in some that are not, and signed again."""
    with pytest.MonkeyPatch.context() as patch:
        forget_settings(tmp_path_factory.mktemp("home"), patch)
        root = signed_workspace(tmp_path_factory.mktemp("reviews") / "ws", ACME)
        shutil.rmtree(root / FACTS.replace("agreement.yaml", "measurements"))  # these tests deliver their own
        review(root, loaded(root), ACME, "keep", how(date(2026, 7, 1), "QQnote they pay late"))
        amend(root, loaded(root), ACME, how(date(2026, 9, 1), "QQamend more servers"))
        place = root / FACTS
        facts = place.read_text(encoding="utf-8").replace("amount: 10000.00", "amount: 10500.00")
        for old, new in SECRETS.items():
            assert old in facts, old
            facts = facts.replace(old, new)
        place.write_text(facts, encoding="utf-8")
        save(root, loaded(root), ACME, "more servers", JO)
        sign(root, loaded(root), ACME, (Document("two.pdf", b"%PDF-1.7 two"),), how(date(2026, 9, 10), "QQpaper"), as_is=True)
        snooze(root, loaded(root), f"{ACME}:review:3", date(2026, 12, 31), how(DAY, "QQsnooze they are on holiday"))
        return root


def how(on: date, note: str = "") -> Circumstances:
    return Circumstances(on, note=note, signature=JO)


def everything(root: Path, edition: Edition) -> tuple[str, str]:
    """The Markdown, and every part of the unzipped Word file, properties and custom parts included."""
    document, labels = agenda(occasion(loaded(root), ACME, DAY), edition)
    data = rendered(document, labels, "docx")
    assert faults(data) == []
    with ZipFile(io.BytesIO(data)) as parts:
        unzipped = "\n".join(f"{name}\n{parts.read(name).decode('utf-8', 'replace')}" for name in parts.namelist())
    read = unzipped.replace("\u00a0", " ").replace('</w:t><w:noBreakHyphen/><w:t xml:space="preserve">', "-")
    return rendered(document, labels, "md").decode(), read


def inside_words(root: Path) -> set[str]:
    """What the customer must not read: reasons, approvers, positions, guidance, owners who are not printed, notes."""
    agreement: Agreement = occasion(loaded(root), ACME, DAY).agreement
    changes: list[ClauseSetting | AddedClause | RemovedClause | ReplacedClause] = [
        *agreement.clauses.set.values(),
        *agreement.clauses.add,
        *agreement.clauses.remove,
        *agreement.clauses.replace,
    ]
    words = {change.reason for change in changes} | {change.approved_by for change in changes}
    words |= {one.reason for one in agreement.accepted} | {one.by for one in agreement.accepted}
    words |= {obligation.owner for obligation in agreement.obligations} | set(agreement.people.values())
    return {word for word in words if word}


def test_the_customers_edition_holds_nothing_internal_in_any_part_of_its_files(shared: Path) -> None:
    markdown, unzipped = everything(shared, Edition.CUSTOMER)
    printed = {"jo@northwind.example", "sam@northwind.example"}  # who calls the reviews stands in the contract
    for text in (markdown, unzipped):
        assert "QQ" not in text
        assert [word for word in inside_words(shared) - printed if word in text] == []
        for word in (
            "walk-away",
            "walk_away",
            "fallback",
            "playbook",
            "guidance",
            "approved",
            "safe",
            "snooze",
            "Put off",
            "worse",
            "better for",
            "Internal",
            "slagen ",
        ):
            assert word not in text, word
        assert not re.search(r"\b(?:2 October 2028|29 September 2028|4 July 2028)\b", text)  # our last day, our safe day, our window
    for clause in loaded(shared).library.clauses.values():
        assert not clause.guidance or clause.guidance.strip().split("\n")[0][:60] not in unzipped


def test_our_edition_holds_all_of_that_so_that_the_test_above_would_find_it(shared: Path) -> None:
    markdown, unzipped = everything(shared, Edition.US)
    for word in ("QQreason", "QQnote", "QQaccount", "QQlegal", "QQops", "QQsnooze", "walk-away", "2 October 2028"):
        assert word in markdown
        assert word in unzipped
    assert "Internal – not for the other side" in unzipped


def test_what_changed_since_the_last_review_is_told_to_each_as_far_as_it_is_theirs(shared: Path) -> None:
    ours, theirs = (everything(shared, edition)[0] for edition in Edition)
    for text in (ours, theirs):
        assert "Since the last review, of 1 July 2026 (v1.0), these versions were signed: v1.1 on 10 September 2026." in text
        assert "£10,000.00 | £10,500.00" in text
    assert "| worse |" in ours
    assert "QQaccount@northwind.example" in ours.partition("What has changed")[2].partition("Deviations from")[0]


def test_the_agenda_has_every_part_that_a_review_needs(shared: Path) -> None:
    ours, theirs = (everything(shared, edition)[0] for edition in Edition)
    for part in (
        "The agreement in brief",
        "What has changed since the last review",
        "Performance and credits",
        "Open points",
        "Baselines to set again",
        "Sign-off",
    ):
        assert part in ours
        assert part in theirs
    for part in ("Our side", "Dates that we must keep", "Deviations from our standard", "Outcomes, and what each takes"):
        assert part in ours
        assert part not in theirs
    assert "No measurements have been recorded since the review of 1 July 2026." in theirs
    for outcome in ("Keep", "Amend", "Renegotiate", "Terminate"):
        assert f"| {outcome} |" in ours
        assert f"| {outcome} |" in theirs


def test_deviations_stand_beside_the_playbook_with_who_approved_them(shared: Path) -> None:
    ours = everything(shared, Edition.US)[0]
    assert (
        "| Service credits: Credited within | 14 days; standard 30 days | fallback (fallback 14 days, walk-away 14 days) | QQreason agreed in round 2 | jo@northwind.example, 10 December 2025 |"
        in ours
    )
    assert "| Use of artificial intelligence | clause left out |" in ours


def test_the_files_go_where_they_are_wanted_and_an_edition_never_takes_the_others_place(shared: Path, tmp_path: Path) -> None:
    root = shutil.copytree(shared, tmp_path / "ws")
    for edition, names in (
        (Edition.US, [f"{ACME}-review-internal.docx", f"{ACME}-review-internal.md"]),
        (Edition.CUSTOMER, [f"{ACME}-review.docx", f"{ACME}-review.md"]),
    ):
        assert [file.name for file in pack(root, loaded(root), ACME, Order(edition, DAY)).files] == names
    one = pack(root, loaded(root), ACME, Order(Edition.US, DAY, out=tmp_path / "agenda.md"))
    assert (one.files, one.due, one.since, one.version) == ((tmp_path / "agenda.md",), date(2026, 10, 1), "v1.0", "v1.1")
    assert [file.parent for file in pack(root, loaded(root), ACME, Order(Edition.US, DAY, ("md",), tmp_path / "there")).files] == [tmp_path / "there"]
    for wrong in (Order(Edition.US, DAY, ("pdf",)), Order(Edition.US, DAY, out=tmp_path / "agenda.txt")):
        with pytest.raises(UsageError, match="is not a format"):
            pack(root, loaded(root), ACME, wrong)
    with pytest.raises(NotFoundError):
        pack(root, loaded(root), "nobody", Order(Edition.US, DAY))


@pytest.mark.parametrize("name", ["acme-charter", "tallowmere-cloud", "platform-ola", "northwind-corporate", "wattlebrook-claims"])
@pytest.mark.parametrize("edition", Edition)
def test_every_kind_of_agreement_has_an_agenda_signed_or_not(shared: Path, name: str, edition: Edition) -> None:
    document, labels = agenda(occasion(loaded(shared), name, DAY), edition)
    assert faults(rendered(document, labels, "docx")) == []
    assert "a draft, not signed yet" in rendered(document, labels, "md").decode()


def test_what_was_measured_since_the_last_review_stands_in_both_editions(shared: Path, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    shutil.copytree(shared, root, symlinks=True)
    outages = "service_level,start,end,cause\navailability,2026-09-05T09:00:00+01:00,2026-09-05T10:00:00+01:00,\n"
    folder = root / Path(FACTS).parent / "measurements"
    folder.mkdir()
    (folder / "2026-07-01_2026-10-31-outages-statuspage.csv").write_text(outages, encoding="utf-8")
    for edition in Edition:
        told = everything(root, edition)[0]
        assert "Results of the periods that ended since the review of 1 July 2026:" in told
        row = next(line for line in told.splitlines() if line.startswith("| Availability of hosting"))
        assert "3 of 4" in row
        assert "2026-09" in row
        assert "Service credits of these months: £" in told


def better_year(root: Path) -> None:
    """Nothing went wrong from January to October 2026."""
    folder = root / Path(FACTS).parent / "measurements"
    folder.mkdir()
    (folder / "2026-01-01_2026-10-31-outages-statuspage.csv").write_text("service_level,start,end,cause\n", encoding="utf-8")


def test_the_ratchet_is_told_with_its_working_and_the_provision(shared: Path, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    shutil.copytree(shared, root, symlinks=True)
    better_year(root)
    on = date(2027, 1, 20)
    folder = root / Path(FACTS).parent / "measurements"
    (folder / "2026-11-01_2026-12-31-outages-statuspage.csv").write_text(
        "service_level,start,end,cause\navailability,2026-12-05T09:00:00Z,2026-12-05T09:40:00Z,\n", encoding="utf-8"
    )
    for edition in Edition:
        told = rendered(*agenda(occasion(loaded(root), ACME, on), edition), "md").decode()
        row = next(line for line in told.partition("Baselines to set again")[2].splitlines() if line.startswith("| Availability of hosting"))
        assert row == "| Availability of hosting | at least 99.9% | none recorded | 100%, to be confirmed | 12 of 12 | at least 99.95% (must be proposed) |"
        assert (
            "- Availability of hosting: 12 months in a row better than the target; the last 12 count, 2026-01 to 2026-12 (clause 27.4): "
            "average 99.9925%; (99.9925 − 99.9) × 50% = 0.0463; 99.9 + 0.0463 = 99.9463, so at least 99.95%."
        ) in " ".join(told.split())


def test_a_confirmed_baseline_stands_in_the_next_agenda_with_its_day(shared: Path, tmp_path: Path) -> None:
    root = tmp_path / "ws"
    shutil.copytree(shared, root, symlinks=True)
    better_year(root)
    review(root, loaded(root), ACME, "keep", how(DAY), Particulars(baselines={"availability": "99.98 %"}))
    told = everything(root, Edition.CUSTOMER)[0]
    row = next(line for line in told.partition("Baselines to set again")[2].splitlines() if line.startswith("| Availability of hosting"))
    assert "| 99.98%, from 20 November 2026 |" in row
    assert "unchanged" in row


def test_performance_indicators_are_no_service_levels_and_have_no_baseline(shared: Path, tmp_path: Path) -> None:
    """Clause 27 speaks of Service Levels, which by clause 4.1 performance indicators are none of."""
    root = tmp_path / "ws"
    shutil.copytree(shared, root, symlinks=True)
    better_year(root)
    for edition in Edition:
        told = everything(root, edition)[0].partition("Baselines to set again")[2].partition("Outcomes")[0]
        assert "Availability of hosting" in told
        assert "Restoring from backup" not in told
