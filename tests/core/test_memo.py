from __future__ import annotations

from slagen.core.memo import Memo, first_met


def test_what_was_made_of_a_thing_is_made_once() -> None:
    memo: Memo[list[str]] = Memo(8)
    thing = ("a",)
    first = memo.of(thing, "en", lambda: ["made"])
    assert memo.of(thing, "en", lambda: ["made again"]) is first


def test_what_else_the_result_depends_on_makes_another_entry() -> None:
    memo: Memo[str] = Memo(8)
    thing = ("a",)
    assert [memo.of(thing, language, lambda language=language: language) for language in ("en", "de", "en")] == ["en", "de", "en"]  # type: ignore[misc]


def test_equal_things_are_not_the_same_thing() -> None:
    memo: Memo[int] = Memo(8)
    one, other = [1], [1]
    assert (memo.of(one, None, lambda: 1), memo.of(other, None, lambda: 2)) == (1, 2)


def test_it_never_holds_more_than_it_may_and_lets_go_of_what_was_asked_for_longest_ago() -> None:
    memo: Memo[str] = Memo(2)
    first, second, third = ["1"], ["2"], ["3"]
    memo.of(first, None, lambda: "first")
    memo.of(second, None, lambda: "second")
    memo.of(first, None, lambda: "unused")
    memo.of(third, None, lambda: "third")
    assert len(memo) == 2
    assert memo.of(first, None, lambda: "made again") == "first"
    assert memo.of(second, None, lambda: "made again") == "made again"


def test_a_thing_is_kept_alive_so_that_no_other_can_take_its_identity() -> None:
    memo: Memo[int] = Memo(100)
    assert [memo.of([number], None, lambda number=number: number) for number in range(50)] == list(range(50))  # type: ignore[misc]


def test_what_fails_is_not_remembered() -> None:
    memo: Memo[int] = Memo(2)
    thing = ["a"]
    try:
        memo.of(thing, None, lambda: 1 // 0)
    except ZeroDivisionError:
        assert memo.of(thing, None, lambda: 3) == 3


def test_what_is_remembered_can_be_asked_for_without_making_it() -> None:
    memo: Memo[str] = Memo(2)
    thing = ["a"]
    assert memo.found(thing, "en") is None
    memo.of(thing, "en", lambda: "made")
    assert memo.found(thing, "en") == "made"
    assert memo.found(thing, "de") is None


def test_asking_for_what_is_remembered_keeps_it_as_making_it_does() -> None:
    memo: Memo[str] = Memo(2)
    first, second, third = ["1"], ["2"], ["3"]
    memo.of(first, None, lambda: "first")
    memo.of(second, None, lambda: "second")
    memo.found(first, None)
    memo.of(third, None, lambda: "third")
    assert (memo.found(first, None), memo.found(second, None)) == ("first", None)


def test_of_equal_things_the_first_stands_for_all() -> None:
    one, other = (tuple(text.split()) for text in ("a clause", "a clause"))
    assert one is not other
    assert first_met(one) is first_met(other)


def test_what_is_asked_for_once_does_not_drive_out_what_is_asked_for_again() -> None:
    memo: Memo[str] = Memo(2, at_once=False)
    shared = ["shared"]
    asked = [memo.of(shared, None, lambda made=made: made) for made in ("first", "second", "third")]  # type: ignore[misc]
    assert asked == ["first", "second", "second"]
    alone = [[number] for number in range(5)]
    assert [memo.of(thing, None, lambda thing=thing: str(thing)) for thing in alone] == [str(thing) for thing in alone]  # type: ignore[misc]
    assert (memo.found(shared, None), len(memo)) == ("second", 1)
