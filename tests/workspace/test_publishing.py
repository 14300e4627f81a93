from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slagen.core.errors import NotFoundError, RefusedError
from slagen.formats.files import Folder
from slagen.formats.ical.event import Entry
from slagen.formats.ical.read import DamagedError, NotOursError, read
from slagen.formats.ical.revise import Change
from slagen.model.record import Record, Verb, seal_of
from slagen.model.settings import Settings
from slagen.workspace.event_stamps import identity
from slagen.workspace.load import load
from slagen.workspace.publishing import OtherCalendarError, Published, Selection, publish
from slagen.workspace.recording import text_of_record
from tests.small_workspace import AGREEMENT, SETTINGS, clause, git, loaded, put, put_in_git
from tests.workspace.deal import Deal

TODAY = date(2026, 10, 1)
FACTS = "agreements/acme/agreement.yaml"
TERM = (
    "contract_term: {effective_date: 2026-01-01, initial: 36 months, renewal: {mode: automatic, period: 12 months}, "
    "notice: {period: 90 days, before: last_day}}\nreview: {every: 3 months, owner: jo@northwind.example}\n"
)
BETA = AGREEMENT.replace("id: acme", "id: beta").replace("Acme plc", "Beta plc") + TERM
FILES: Mapping[str, str | bytes | None] = {FACTS: AGREEMENT + TERM, "agreements/beta/agreement.yaml": BETA}
LAST_NOTICE = "acme:last-notice:provider-term-1@test.slagen"


def run(out: Path | None = None, changes: Mapping[str, str | bytes | None] | None = None, selection: Selection | None = None, today: date = TODAY) -> Published:
    return publish(loaded({**FILES, **(changes or {})}), selection or Selection(), today=today, out=out)


def entries(made: Published) -> dict[str, Entry]:
    return {entry.uid: entry for entry in made.feed.entries}


def record(number: int, verb: Verb, at: date, **facts: Any) -> dict[str, bytes]:
    made = Record(verb, at, "Jo", number=number, **facts)
    made = replace(made, path=f"agreements/acme/records/{made.file_name}")
    return {made.path: text_of_record(replace(made, seal=seal_of(made)))}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "dates.ics"


def test_a_calendar_that_nothing_happened_to_stays_byte_for_byte_the_same(out: Path) -> None:
    first = run(out)
    assert out.read_bytes() == first.data
    assert first.count(Change.NEW) == len(first.revisions) > 10
    again = run(out)
    assert (again.data, again.count(Change.UNCHANGED)) == (first.data, len(first.revisions))


def test_a_day_later_nothing_has_changed_that_did_not_change(out: Path) -> None:
    run(out)
    assert run(out, today=date(2026, 10, 2)).count(Change.CHANGED) == 0


def test_the_index_and_the_files_give_the_same_calendar(tmp_path: Path) -> None:
    choice = Selection(within="3y", owner="jo@", kinds=("review", "last-notice"))
    folder = load(Folder(put(tmp_path / "w", FILES)))
    by_index = publish(folder, choice, today=TODAY)
    assert by_index.data == publish(loaded(FILES), choice, today=TODAY).data
    assert len(by_index.revisions) > 3


def test_time_alone_changes_and_cancels_nothing(out: Path) -> None:
    duties = "obligations: [{id: evidence, who: provider, what: Send it, every: 1 month, anchor: effective_date}]\nrenegotiation: {opens: 9 months}\n"
    facts = {FACTS: f"{AGREEMENT}{TERM}{duties}price_review: {{every: 12 months, notice: 60 days}}\n"}
    for day in (TODAY + timedelta(days=37 * step) for step in range(40)):
        made = run(out, facts, today=day)
        assert {revision.change for revision in made.revisions} <= {Change.NEW, Change.UNCHANGED}
        assert made.problems == ()
    assert {entry.uid.split(":")[1] for entry in made.feed.entries} >= {"review", "last-notice", "renewal", "obligation", "renegotiation", "price-review"}


def test_a_deadline_that_moves_keeps_its_uid_and_counts_one_further(out: Path) -> None:
    before = entries(run(out))
    after = entries(run(out, {FACTS: (AGREEMENT + TERM).replace("90 days", "120 days")}))
    assert (before[LAST_NOTICE].day, before[LAST_NOTICE].sequence) == (date(2028, 10, 2), 0)
    assert (after[LAST_NOTICE].day, after[LAST_NOTICE].sequence) == (date(2028, 9, 1), 1)
    assert after[LAST_NOTICE.replace("@", ":7-days@")].sequence == 1


def test_what_an_agreement_no_longer_says_is_cancelled_and_stays(out: Path) -> None:
    run(out)
    without = {FACTS: AGREEMENT + TERM.partition("review")[0]}
    gone = [revision.entry for revision in run(out, without).revisions if revision.change is Change.CANCELLED]
    assert {entry.uid.partition("@")[0].partition("3")[0] for entry in gone} == {"acme:review:"}
    assert {entry.status for entry in gone} == {"CANCELLED"}
    assert run(out, without).count(Change.CANCELLED) == 0
    assert read(out.read_bytes(), "dates.ics").entries == run(out, without).feed.entries


def test_what_is_removed_with_its_agreement_is_cancelled(out: Path) -> None:
    run(out)
    made = run(out, {FACTS: None})
    assert {revision.entry.uid.partition(":")[0] for revision in made.revisions if revision.change is Change.CANCELLED} == {"acme"}


def test_what_has_passed_took_place_and_is_not_cancelled(out: Path) -> None:
    run(out, today=date(2028, 9, 1))
    later = run(out, today=date(2028, 11, 1))
    assert entries(later)[LAST_NOTICE].status == "TENTATIVE"
    assert "acme:last-notice:provider-term-2@test.slagen" in entries(later)


def test_events_of_an_agreement_that_cannot_be_read_now_stay_as_they_were(out: Path) -> None:
    first = entries(run(out))
    broken = run(out, {FACTS: "id: [\n"})
    assert [finding.agreement for finding in broken.problems] == ["acme"]
    assert entries(broken) == first
    assert broken.count(Change.CANCELLED) == 0


def test_clauses_of_a_library_that_cannot_be_read_whole_stay_as_they_were(out: Path) -> None:
    reviewed = {"clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31")}
    first = entries(run(out, reviewed))
    assert "clauses:clause-review:scope-1.0.0@test.slagen" in first
    assert entries(run(out, {"clauses/common/scope.md": "---\nid: [\n---\n"})) == first


def test_lead_times_that_were_over_before_the_first_calendar_are_left_out_of_it(out: Path) -> None:
    days = {entry.day for entry in run(out, today=date(2028, 9, 20)).feed.entries if entry.uid.startswith("acme:last-notice:provider-term-1")}
    assert days == {date(2028, 9, 25), date(2028, 10, 1), date(2028, 10, 2)}
    later = run(out, today=date(2028, 9, 28))
    assert days == {entry.day for entry in later.feed.entries if entry.uid.startswith("acme:last-notice:provider-term-1")}


def test_what_is_long_over_leaves_the_calendar_and_lead_times_sooner(out: Path) -> None:
    first = run(out, today=date(2028, 8, 1))
    notice = [uid for uid in entries(first) if uid.startswith("acme:last-notice:provider-term-1")]
    assert len(notice) == 4
    assert set(notice) <= entries(run(out, today=date(2028, 10, 3))).keys()
    assert [uid for uid in notice if uid in entries(run(out, today=date(2028, 11, 3)))] == [LAST_NOTICE]
    assert LAST_NOTICE in entries(run(out, today=date(2029, 10, 3)))
    assert LAST_NOTICE not in entries(run(out, today=date(2029, 10, 4)))


def test_looking_ahead_forgets_nothing(out: Path) -> None:
    now = date(2028, 8, 1)
    first = entries(run(out, today=now))
    ahead = publish(loaded(FILES), Selection(), today=date(2040, 1, 1), out=out, now=now)
    assert entries(ahead).keys() >= first.keys()


def test_a_lead_time_that_comes_anew_counts_from_its_event(out: Path) -> None:
    text = AGREEMENT + TERM
    run(out)
    run(out, {FACTS: text.replace("90 days", "100 days")})
    run(out, {FACTS: text.replace("90 days", "110 days")})
    settings = {"slagen.toml": f'{SETTINGS}\n[reminders]\nlead = ["60 days"]\n', FACTS: text.replace("90 days", "110 days")}
    assert entries(run(out, settings))[LAST_NOTICE.replace("@", ":60-days@")].sequence == 2


def test_without_a_calendar_before_changes_count_from_the_number_of_records() -> None:
    seen = record(1, Verb.ACKNOWLEDGE, date(2026, 4, 1), item="acme:review:1")
    records = seen | record(2, Verb.ACKNOWLEDGE, datetime(2026, 7, 2, 9, 30, tzinfo=UTC), item="acme:review:2")
    found = entries(run(changes=records))
    assert (found[LAST_NOTICE].sequence, found[LAST_NOTICE].stamp) == (2, "20260702T093000Z")
    other = found["beta:last-notice:provider-term-1@test.slagen"]
    assert (other.sequence, other.stamp) == (0, "19700101T000000Z")


def test_what_was_put_off_moves_to_the_day_on_which_it_comes_up_again_and_is_not_cancelled(out: Path) -> None:
    review = "acme:review:3@test.slagen"
    first = entries(run(out))
    put_off = record(1, Verb.SNOOZE, datetime(2026, 10, 1, 9, tzinfo=UTC), item="acme:review:3", until=date(2026, 10, 20), note="the customer is away")
    moved = entries(run(out, put_off))
    assert (first[review].day, moved[review].day, moved[review].sequence, moved[review].status) == (TODAY, date(2026, 10, 20), 1, "TENTATIVE")


def test_notice_that_ends_the_agreement_cancels_what_would_have_followed(out: Path) -> None:
    run(out)
    notice = record(1, Verb.NOTICE, datetime(2026, 9, 30, 12, tzinfo=UTC), ends_on=date(2028, 12, 31), purpose="non-renewal")
    made = run(out, notice)
    assert entries(made)[LAST_NOTICE].status == "CANCELLED"
    assert entries(made)[LAST_NOTICE].stamp == "20260930T120000Z"
    assert "acme:expiry:term-1@test.slagen" in entries(made)


def test_what_is_signed_is_confirmed_and_what_is_not_is_tentative(tmp_path: Path) -> None:
    deal = Deal(tmp_path)
    deal.change("accepted:", f"{TERM}accepted:")
    deal.save()
    draft = publish(deal.loaded, Selection(), today=TODAY)
    deal.sign()
    signed = publish(deal.loaded, Selection(), today=TODAY)
    assert ({entry.status for entry in draft.feed.entries}, {entry.status for entry in signed.feed.entries}) == ({"TENTATIVE"}, {"CONFIRMED"})


def test_the_moment_of_an_event_is_that_of_the_last_saved_version_and_never_the_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = put_in_git(tmp_path / "w", {**FILES, "clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31")})
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-05-01T10:00:00+01:00")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "all")
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-06-01T10:00:00+01:00")
    (root / FACTS).write_text(AGREEMENT + TERM.replace("90 days", "100 days"), encoding="utf-8")
    git(root, "commit", "--quiet", "-a", "-m", "acme")
    found = entries(publish(load(Folder(root)), Selection(), today=TODAY))
    stamps = {uid.partition(":")[0]: entry.stamp for uid, entry in found.items()}
    assert stamps == {"acme": "20260601T090000Z", "beta": "20260501T090000Z", "clauses": "20260501T090000Z"}


def test_an_event_leads_to_its_agreement() -> None:
    settings = f'{SETTINGS}\n[reminders]\nurl = "https://git.example/contracts/tree/main/"\n'
    found = entries(run(changes={"slagen.toml": settings, "clauses/common/scope.md": clause("scope", "1. x", review_by="2027-03-31")}))
    assert "URL:https://git.example/contracts/tree/main/agreements/acme" in found[LAST_NOTICE].lines
    assert "URL:https://git.example/contracts/tree/main/clauses/common/scope.md" in found["clauses:clause-review:scope-1.0.0@test.slagen"].lines
    assert not [line for line in entries(run())[LAST_NOTICE].lines if line.startswith("URL")]


def test_a_calendar_of_one_owner_or_kind_or_agreement_holds_only_those() -> None:
    assert {entry.uid.partition(":")[0] for entry in run(selection=Selection(("beta",))).feed.entries} == {"beta"}
    assert {entry.uid.split(":")[1] for entry in run(selection=Selection(kinds=("review",))).feed.entries} == {"review"}
    assert run(selection=Selection(owner="nobody")).feed.entries == ()
    assert run(selection=Selection(("beta",), kinds=("review",))).feed.name == "Test (beta, review)"


def test_an_agreement_that_does_not_exist_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError) as caught:
        run(selection=Selection(("acmee",)))
    assert "acme" in caught.value.hint


@pytest.mark.parametrize(
    ("data", "error"),
    [(b"my notes", NotOursError), (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Other//EN\r\nEND:VCALENDAR\r\n", NotOursError)],
)
def test_a_file_that_is_not_our_calendar_is_left_alone(out: Path, data: bytes, error: type[RefusedError]) -> None:
    out.write_bytes(data)
    with pytest.raises(error):
        run(out)
    assert out.read_bytes() == data


def test_a_calendar_that_was_cut_off_is_left_alone(out: Path) -> None:
    data = run(out).data[:-100]
    out.write_bytes(data)
    with pytest.raises(DamagedError):
        run(out)
    assert out.read_bytes() == data


def test_a_calendar_with_other_events_is_not_emptied_by_mistake(out: Path) -> None:
    data = run(out).data
    with pytest.raises(OtherCalendarError) as caught:
        run(out, selection=Selection(("beta",), "90 d", "jo@northwind.example", ("review",)))
    assert "“beta --within 90d --owner jo@northwind.example --kind review”" in caught.value.message
    assert f"slagen calendar -o {out}" in caught.value.hint
    assert out.read_bytes() == data


def test_the_same_choice_in_another_order_is_the_same_calendar(out: Path) -> None:
    first = run(out, selection=Selection(("beta", "acme")))
    assert run(out, selection=Selection(("acme", "beta", "beta"))).data.replace(b"acme\\, beta\\, beta", b"beta\\, acme") == first.data


def test_a_renamed_workspace_goes_on_with_the_id_that_it_had(out: Path) -> None:
    first = run(out)
    renamed = SETTINGS.replace('"Test"', '"Other name"')
    with pytest.raises(OtherCalendarError) as caught:
        run(out, {"slagen.toml": renamed})
    assert 'id = "test"' in caught.value.hint
    kept = run(out, {"slagen.toml": renamed.replace("[workspace]", '[workspace]\nid = "test"')})
    assert (kept.feed.entries, kept.feed.name) == (first.feed.entries, "Other name")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Northwind contracts", "northwind-contracts"),
        ("Verträge & Söhne", "vertrage-sohne"),
        ("", "workspace"),
        ("契約", "workspace-d5be412f"),
        ("a" * 90, "a" * 40),
    ],
)
def test_a_workspace_without_an_id_is_known_by_its_name(name: str, found: str) -> None:
    assert identity(Settings(name=name)) == found


def test_what_contracts_are_made_of_is_not_overwritten(tmp_path: Path) -> None:
    root = put_in_git(tmp_path / "w", FILES)
    with pytest.raises(RefusedError) as caught:
        publish(load(Folder(root)), Selection(), today=TODAY, out=root / FACTS)
    assert "belongs to the workspace" in caught.value.message
