from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
import pytest

from slagen.core.errors import BadInputError, RefusedError, SlagenError
from slagen.formats.mail.connection import MailServerError
from slagen.formats.mail.server import SENT, Outcome, State
from slagen.formats.reminder_ledger import read, write_line
from slagen.model.record import Record, Verb
from slagen.vault import turn
from slagen.vault.repository import open_repository
from slagen.workspace.reminding import Posted, Reminded
from tests.own_settings import forget_settings
from tests.small_workspace import clause, git
from tests.workspace.post_office import DATES, DAY, FACTS, OFFERED, Office

JO, OPS, LEE, SAM = (f"{name}@n.example" for name in ("jo", "ops", "lee", "sam"))
LOST = Outcome(State.UNKNOWN, "broke off", "Run slagen remind again.")
REFUSED = Outcome(State.NOT_SENT, "550 no such person", "Correct the address.")


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    forget_settings(tmp_path_factory.mktemp("home"), monkeypatch)


def told(done: Reminded) -> list[tuple[str, str, str]]:
    """To whom, of what, at which lead time."""
    return sorted((turn.to, turn.item, turn.stage) for posted in done.posted for turn in posted.letter.turns)


def outcomes(done: Reminded) -> dict[str, State]:
    return {posted.letter.reminder.to: posted.outcome.state for posted in done.posted if posted.outcome}


def codes(done: Reminded) -> list[str]:
    return [finding.code for finding in done.plan.findings]


def posted_to(done: Reminded, who: str) -> Posted:
    return next(posted for posted in done.posted if posted.letter.reminder.to == who)


def test_each_person_gets_one_mail_with_what_is_theirs_and_what_hurts_most_first(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert told(office.remind()) == [
        (JO, "acme:last-notice:provider-term-1", "30 days"),
        (JO, "acme:review:3", "1 day"),
        (JO, "acme:their-last-notice:customer-term-1", "30 days"),
        (OPS, "acme:obligation:pen-test", "7 days"),
    ]
    assert office.postbox.sent_to == [JO, OPS]
    assert office.postbox.mails[0]["Subject"] == "3 things to do; first: review today: Hosting agreement (acme)"


def test_nothing_is_sent_twice_for_one_lead_time_and_each_lead_time_has_its_mail(tmp_path: Path) -> None:
    office = Office(tmp_path)
    days = [office.remind(DAY + timedelta(days=days)) for days in (0, 0, 1, 3, 4, 5, 6)]
    assert [[(stage, item) for to, item, stage in told(done) if to == OPS] for done in days] == [
        [("7 days", "acme:obligation:pen-test")], [], [], [("1 day", "acme:obligation:pen-test")], [], [("overdue", "acme:obligation:pen-test")], [],
    ]  # fmt: skip


def test_a_day_that_moves_is_told_anew(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.remind()
    office.change("on: 2026-10-05", "on: 2026-10-06")
    assert told(office.remind()) == [(OPS, "acme:obligation:pen-test", "7 days")]


def test_another_owner_is_told_what_the_one_before_was(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.remind()
    office.change(OPS, SAM)
    assert [to for to, _, _ in told(office.remind())] == [SAM]


def test_what_was_sent_is_saved_in_one_version_and_other_clones_know(tmp_path: Path) -> None:
    office = Office(tmp_path / "here")
    done = office.remind()
    assert git(office.root, "log", "--format=%s").splitlines() == ["reminders: 2026-10-01"]
    assert git(office.root, "status", "--porcelain", "reminders") == ""
    assert done.ledger == "reminders/2026-10-01T063000Z-1.jsonl"
    (office.root / done.ledger).unlink()
    again = office.remind()
    assert (told(again), codes(again)) == ([], ["SLG484"])


def test_nobody_known_to_git_is_in_the_way(tmp_path: Path) -> None:
    office = Office(tmp_path)
    git(office.root, "config", "--unset", "user.email")
    git(office.root, "config", "user.useConfigOnly", "true")
    assert office.remind().unsaved is None
    assert git(office.root, "log", "-1", "--format=%an <%ae>").strip() == "slagen remind <contracts@n.example>"


def test_a_version_that_cannot_be_made_is_told_and_made_by_the_next_run(tmp_path: Path) -> None:
    office = Office(tmp_path)
    (office.root / ".git/MERGE_HEAD").write_text("0" * 40 + "\n", encoding="utf-8")
    done = office.remind()
    assert isinstance(done.unsaved, SlagenError)
    assert len(office.postbox.mails) == 2
    (office.root / ".git/MERGE_HEAD").unlink()
    assert (told(office.remind()), len(office.postbox.mails)) == ([], 2)
    assert git(office.root, "ls-files", "reminders").split() == [done.ledger]


def test_a_preview_sends_and_writes_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path, settings="")
    before = git(office.root, "status", "--porcelain")
    assert [posted.letter.reminder.to for posted in office.preview().posted] == [JO, OPS]
    assert (office.postbox.mails, git(office.root, "status", "--porcelain")) == ([], before)


def test_a_refused_mail_keeps_nobody_else_from_theirs_and_the_next_run_sends_only_what_is_missing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.postbox.answer = lambda to: REFUSED if to == JO else SENT
    assert outcomes(office.remind()) == {JO: State.NOT_SENT, OPS: State.SENT}
    office.postbox.answer = lambda _to: SENT
    assert outcomes(office.remind()) == {JO: State.SENT}
    assert outcomes(office.remind()) == {}


def test_a_mail_that_may_have_been_sent_is_sent_again_as_the_same_mail_and_what_is_new_in_another(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.postbox.answer = lambda _to: LOST
    office.remind()
    office.postbox.answer = lambda _to: SENT
    office.change("on: 2026-10-05, owner: ops@n.example", f"on: 2026-10-05, owner: {JO}")
    office.remind()
    names = [(mail["To"], mail["Message-ID"]) for mail in office.postbox.mails]
    assert [to for to, _ in names] == [JO, OPS, JO, JO]
    assert names[0] == names[2]
    assert names[3] not in names[:3]
    assert "pen-test" in str(office.postbox.mails[3].get_body(("plain",)))
    assert "pen-test" not in str(office.postbox.mails[2].get_body(("plain",)))
    assert outcomes(office.remind()) == {}


def test_a_server_that_is_gone_leaves_the_rest_for_the_next_run(tmp_path: Path) -> None:
    office = Office(tmp_path)

    def gone(_to: str) -> Outcome:
        office.postbox.unreachable = "Nobody answers."
        return SENT

    office.postbox.answer = gone
    done = office.remind()
    assert outcomes(done) == {JO: State.SENT, OPS: State.NOT_SENT}
    office.postbox.unreachable = ""
    assert outcomes(office.remind()) == {OPS: State.SENT}


def test_an_unreachable_server_writes_nothing(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.postbox.unreachable = "Nobody answers."
    with pytest.raises(MailServerError):
        office.remind()
    assert not (office.root / "reminders").exists()


@pytest.mark.parametrize(("settings", "missing"), [("", "no mail server"), ('[mail]\nhost = "localhost"\n', "no sender")])
def test_without_a_server_or_a_sender_the_way_out_is_told(tmp_path: Path, settings: str, missing: str) -> None:
    with pytest.raises(BadInputError, match=missing) as caught:
        Office(tmp_path, settings=settings).remind()
    assert "SLAGEN_MAIL_PASSWORD" in caught.value.hint


def test_two_runs_at_once_send_one_mail_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)
    monkeypatch.setattr(turn, "_ATTEMPTS", 2)
    with open_repository(office.root) as repository, turn.turn(repository.git_dir, "remind"), pytest.raises(RefusedError, match="more than a minute"):
        office.remind()
    assert office.postbox.mails == []
    assert outcomes(office.remind()) == {JO: State.SENT, OPS: State.SENT}


def test_silence_goes_to_the_deputy_and_then_to_the_legal_owner(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.missed_review()
    item = "acme:review:2"
    seen = {days: [one for one in told(office.remind(date(2026, 7, 1) + timedelta(days=days))) if one[1] == item] for days in (0, 1, 3, 4, 6, 9)}
    assert seen == {
        0: [(JO, item, "1 day")],
        1: [(JO, item, "overdue")],
        3: [(SAM, item, "overdue, deputy")],
        4: [],
        6: [(LEE, item, "overdue, legal")],
        9: [],
    }
    [mail] = [mail for mail in office.postbox.mails if mail["To"] == LEE]
    assert "jo@n.example has not answered for 6 days" in " ".join(str(mail.get_body(("plain",)).get_content()).split())  # type: ignore[union-attr]


def test_nobody_is_asked_as_the_deputy_of_themselves(tmp_path: Path) -> None:
    office = Office(tmp_path, DATES.replace("deputy: sam@n.example", "deputy: Jo Bloggs <jo@n.example>"))
    office.missed_review()
    assert [to for to, item, _ in told(office.remind(date(2026, 7, 20))) if item == "acme:review:2"] == [JO, LEE]


def test_after_days_without_a_run_everybody_is_told_who_should_have_been(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.missed_review()
    assert [to for to, item, _ in told(office.remind(date(2026, 7, 20))) if item == "acme:review:2"] == [JO, LEE, SAM]


def test_what_was_acknowledged_goes_to_nobody_but_a_legal_deadline_is_told_at_each_lead_time(tmp_path: Path) -> None:
    office = Office(tmp_path)
    for item in ("acme:review:3", "acme:obligation:pen-test"):
        office.record(Record(Verb.ACKNOWLEDGE, date(2026, 9, 1), "Jo", item=item))
    items = [item for _, item, _ in told(office.remind())]
    assert "acme:review:3" not in items
    assert "acme:obligation:pen-test" in items


def test_what_was_put_off_comes_again_on_its_day(tmp_path: Path) -> None:
    office = Office(tmp_path)
    assert (OPS, "acme:obligation:pen-test", "7 days") in told(office.remind())
    office.record(Record(Verb.SNOOZE, DAY, "Ops", item="acme:obligation:pen-test", until=date(2026, 10, 3), note="the tester is ill"))
    assert [to for to, _, _ in told(office.remind(date(2026, 10, 2)))] == []
    assert told(office.remind(date(2026, 10, 3))) == [(OPS, "acme:obligation:pen-test", "7 days, from 2026-10-03")]


@pytest.mark.parametrize("owner", ["jo@n", "jo@@n.example", '"jo@n.example, x@y.example"', '"jo@n.example; x@y.example"', '"Jo <jo@n.example> x"'])
def test_an_owner_that_is_meant_as_an_address_and_is_none_is_told_and_mailed_nowhere(tmp_path: Path, owner: str) -> None:
    office = Office(tmp_path, DATES.replace("owner: ops@n.example", f"owner: {owner}"))
    assert codes(office.remind()) == ["SLG480"]
    assert "pen-test" not in "".join(mail.as_string() for mail in office.postbox.mails)


@pytest.mark.parametrize("owner", ['"jo@n.example\\nBcc: all@n.example"', '"jo@n.example\\r\\n\\r\\nBody"', '"a\\u202Eb@n.example"'])
def test_a_line_break_in_an_owner_is_told_and_reaches_no_mail(tmp_path: Path, owner: str) -> None:
    office = Office(tmp_path, DATES.replace("owner: ops@n.example", f"owner: {owner}"))
    assert [finding.agreement for finding in office.remind().plan.findings] == ["acme"]
    assert office.postbox.mails == []


@pytest.mark.parametrize(("owner", "to", "told_of"), [("legal", LEE, []), ("service-desk", JO, ["SLG481"]), ('""', JO, [])])
def test_a_role_goes_to_whoever_has_it_and_an_unknown_one_to_the_account(tmp_path: Path, owner: str, to: str, told_of: list[str]) -> None:
    office = Office(tmp_path, DATES.replace("owner: ops@n.example", f"owner: {owner}"))
    done = office.remind()
    assert (codes(done), (to, "acme:obligation:pen-test", "7 days") in told(done)) == (told_of, True)


def test_somebody_who_signs_is_known_by_name(tmp_path: Path) -> None:
    facts = OFFERED + DATES.replace("owner: ops@n.example", "owner: Ada Person")
    signs = facts.replace("name: Northwind Ltd", "name: Northwind Ltd, signatories: [{name: Ada Person, email: ada@n.example}]")
    office = Office(tmp_path, **{FACTS: signs})
    done = office.remind()
    assert (codes(done), ("ada@n.example", "acme:obligation:pen-test", "7 days") in told(done)) == ([], True)


def test_clauses_are_told_to_the_role_that_the_settings_name_in_one_entry(tmp_path: Path) -> None:
    more = {f"clauses/common/{name}.md": clause(name, "1. Text.", review_by="2026-10-03") for name in ("one", "two")}
    office = Office(tmp_path, **more)
    assert codes(office.remind()) == ["SLG480"]
    settings = office.root / "slagen.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + f'[people]\nlegal = "{LEE}"\n', encoding="utf-8")
    assert [(to, stage) for to, _, stage in told(office.remind())] == [(LEE, "7 days")] * 2
    assert office.postbox.mails[-1]["Subject"] == "2 clauses to look at again in 2 days: the clause library"


def test_capitals_do_not_make_two_people(tmp_path: Path) -> None:
    office = Office(tmp_path, DATES.replace("ops@n.example", "Jo@N.example"))
    assert len(office.remind().posted) == 1


def test_an_agreement_whose_dates_cannot_be_worked_out_keeps_nobody_else_from_their_mail(tmp_path: Path) -> None:
    office = Office(tmp_path, **{"agreements/other/agreement.yaml": "id: other\ntitle: 1\n"})
    done = office.remind()
    assert office.postbox.sent_to == [JO, OPS]
    assert {finding.agreement for finding in done.plan.findings} == {"other"}


def test_hostile_names_stand_in_mails_as_they_are(tmp_path: Path) -> None:
    office = Office(tmp_path, **{FACTS: OFFERED.replace("title: Hosting agreement", "title: '<script>alert(1)</script> Bcc: all@n.example & “co”'") + DATES})
    office.remind()
    mail = office.postbox.mails[0]
    assert mail["Bcc"] is None
    page = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Bcc: all@n.example &amp; “co”" in page


def damage(ledger: Path, number: int) -> None:
    lines = ledger.read_bytes().split(b"\n")
    lines[number] = lines[number][:-9] + b'garbage"}'
    ledger.write_bytes(b"\n".join(lines))


def test_a_damaged_ledger_counts_as_it_was_saved(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.remind()
    damage(office.ledgers()[0], 0)
    done = office.remind()
    assert (told(done), codes(done)) == ([], ["SLG484"])


def test_what_a_damaged_ledger_leaves_open_is_told_and_neither_sent_twice_nor_forgotten(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.remind()
    ledger = office.ledgers()[0]
    damage(ledger, 1)
    git(office.root, "commit", "--quiet", "--all", "--amend", "--message", "damaged")
    done = office.remind()
    assert told(done) == []
    assert [turn.to for turn in done.plan.held] == [JO] * 3
    assert codes(done) == ["SLG483", "SLG486"]  # once for a person, however much is held back
    message = done.plan.findings[-1].message
    assert message.startswith(f"not mailed to {JO}, for it may have been, and the ledger cannot be read there: ")
    assert message.count(";") == 2
    assert done.plan.findings[0].source.line == 2
    assert [to for to, _, _ in told(office.remind(date(2026, 10, 4)))] == [OPS]
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:1] + lines[2:]))
    again = office.remind()
    assert told(again)[0][0] == JO
    assert posted_to(again, JO).letter.again == read(lines[0]).lines[0].message_id


def test_a_line_that_a_crash_cut_off_is_a_note_and_the_mail_goes_again(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.postbox.answer = lambda _to: LOST
    office.remind()
    ledger = office.ledgers()[0]
    ledger.write_bytes(ledger.read_bytes()[:-20])
    git(office.root, "commit", "--quiet", "--all", "--amend", "--message", "cut off")
    office.postbox.answer = lambda _to: SENT
    done = office.remind()
    assert (codes(done), set(outcomes(done))) == (["SLG482"], {JO, OPS})


def test_a_full_disk_stops_the_run_before_the_mail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(tmp_path)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("slagen.workspace.reminder_ledger.os.fsync", full)
        with pytest.raises(RefusedError, match="disk is full"):
            office.remind()
    assert office.postbox.mails == []
    assert office.ledgers()[0].read_bytes() == b""
    assert outcomes(office.remind()) == {JO: State.SENT, OPS: State.SENT}


@settings(max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.lists(st.tuples(st.sampled_from([SENT, REFUSED, LOST]), st.sampled_from([SENT, REFUSED, LOST]), st.integers(0, 2)), min_size=1, max_size=2))
def test_whatever_befalls_the_mails_in_the_end_everything_was_told_and_nothing_twice_that_was_confirmed(
    tmp_path_factory: pytest.TempPathFactory, fates: list[tuple[Outcome, Outcome, int]]
) -> None:
    office = Office(tmp_path_factory.mktemp("office"))
    confirmed: list[tuple[str, str, str]] = []
    day = DAY
    for *fate, more in fates:
        office.postbox.answer = dict(zip((JO, OPS), fate, strict=True)).__getitem__
        done = office.remind(day)
        confirmed += [(turn.to, turn.item, turn.stage) for posted in done.posted if posted.outcome == SENT for turn in posted.letter.turns]
        day += timedelta(days=more)
    office.postbox.answer = lambda _to: SENT
    confirmed += told(office.remind(day))
    assert len(confirmed) == len(set(confirmed))
    assert {(to, item) for to, item, _ in confirmed} >= {(JO, "acme:last-notice:provider-term-1"), (OPS, "acme:obligation:pen-test")}
    assert told(office.remind(day)) == []


def test_a_ledger_is_read_as_it_was_written(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.remind()
    data = office.ledgers()[0].read_bytes()
    assert b"".join(map(write_line, read(data).lines)) == data
