from __future__ import annotations

import os

import pytest

from slagen.portfolio.batch import run


def doubled(number: int) -> int:
    return 2 * number


def process(_: int) -> int:
    return os.getpid()


def failing(number: int) -> int:
    if number == 3:
        raise ValueError("three")
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(run(range(20), doubled, jobs=jobs)) == [2 * number for number in range(20)]


def test_one_job_and_one_task_stay_in_this_process() -> None:
    assert set(run(range(5), process)) == {os.getpid()}
    assert set(run([1], process, jobs=4)) == {os.getpid()}
    assert list(run([], process, jobs=4)) == []


def test_several_jobs_go_to_other_processes() -> None:
    assert os.getpid() not in set(run(range(4), process, jobs=2))


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_raised_reaches_the_caller(jobs: int) -> None:
    with pytest.raises(ValueError, match="three"):
        list(run(range(6), failing, jobs=jobs))


def test_each_result_is_there_before_the_next_task_is_done() -> None:
    done: list[int] = []

    def noted(number: int) -> int:
        done.append(number)
        return number

    results = run(range(3), noted)
    assert next(iter(results)) == 0
    assert done == [0]
