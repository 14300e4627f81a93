from __future__ import annotations

from dataclasses import replace
from datetime import date
import json

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats import reminder_ledger
from slagen.formats.reminder_ledger import Line, Turn, What, known, message_id, read, write_line

names = st.text(max_size=12)
turns = st.builds(lambda item, due, stage: ("jo@n.example", item, due, stage), names, st.dates(), names)
lines = st.builds(
    lambda what, name, told: Line(what, name, "Jo@n.example", "2026-10-01T06:30:00+00:00", tuple(Turn(*one) for one in told)),
    st.sampled_from(What), st.sampled_from(["<1@n>", "<2@n>", "<3@n>"]), st.lists(turns, max_size=2),
)  # fmt: skip
ONE = Line(What.INTENT, "<1@n>", "jo@n.example", "2026-10-01T06:30:00+00:00", (Turn("jo@n.example", "acme:review:3", date(2026, 10, 1), "1 day"),))


@given(st.lists(lines, max_size=5))
def test_what_was_written_is_read_back(told: list[Line]) -> None:
    found = read(b"".join(map(write_line, told)))
    assert (list(found.lines), found.damaged, found.cut_off) == (told, (), False)


@given(st.lists(lines, min_size=1, max_size=4), st.data())
def test_a_sign_that_was_changed_costs_its_line_and_no_other(told: list[Line], data: st.DataObject) -> None:
    whole = [write_line(line) for line in told]
    number = data.draw(st.integers(0, len(whole) - 1))
    at = data.draw(st.integers(0, len(whole[number]) - 2))
    sign = data.draw(st.integers(0, 255).filter(lambda one: one not in {whole[number][at], 10}))
    whole[number] = whole[number][:at] + bytes([sign]) + whole[number][at + 1 :]
    found = read(b"".join(whole))
    assert found.damaged == (number + 1,) or found.lines[number] == told[number]
    assert [line for line in told if line not in found.lines] in ([], [told[number]])


@given(st.lists(lines, min_size=1, max_size=3), st.data())
def test_a_file_that_was_cut_off_anywhere_says_what_it_says_up_to_there(told: list[Line], data: st.DataObject) -> None:
    whole = b"".join(map(write_line, told))
    found = read(whole[: data.draw(st.integers(0, len(whole)))])
    assert list(found.lines) == told[: len(found.lines)]
    assert found.damaged == ()


@given(st.binary(max_size=200))
def test_whatever_a_file_holds_it_is_read(data: bytes) -> None:
    assert read(data).lines == ()


@pytest.mark.parametrize("name", ["<1@n>\r\nBcc: eve@n", "<1@n>\x00", "", "<>", "1@n", "<1 @n>", "<\ud800@n>", f"<{'a' * 5000}@n>"])
def test_a_message_id_that_no_mail_can_have_costs_its_line(name: str) -> None:
    facts = reminder_ledger._facts(replace(ONE, message_id=name))
    data = json.dumps(facts | {"seal": reminder_ledger._seal(facts)}).encode() + b"\n"
    found = read(data + write_line(ONE))
    assert (found.lines, found.damaged) == ((ONE,), (1,))


@given(st.lists(lines, max_size=8))
def test_what_was_sent_stays_sent_and_only_an_intent_without_an_answer_is_open(told: list[Line]) -> None:
    found = known(told)
    assert found.sent == {turn for line in told if line.what is What.SENT for turn in line.turns}
    last = {line.message_id: line for line in told}
    assert set(found.pending or {}) <= {name for name, line in last.items() if line.what is What.INTENT}


def test_a_mail_has_one_name_for_the_same_things_in_any_order_and_another_for_others() -> None:
    first, second = ONE.turns[0], Turn("jo@n.example", "acme:review:4", date(2027, 1, 1), "30 days")
    assert message_id([first, second], "n.example") == message_id([second, first], "n.example")
    assert len({message_id(some, "n.example") for some in ([first], [second], [first, second])}) == 3
    assert message_id([first], "n.example").endswith("@n.example>")
