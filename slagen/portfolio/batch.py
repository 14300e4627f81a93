"""Running one use case over many agreements, in this process or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

MOST_IN_A_CHUNK = 32


def run(tasks: Sequence[T], work: Callable[[T], R], *, jobs: int = 1) -> Iterator[R]:
    """The results in the order of the tasks, each as soon as it is there.

    With more than one job the tasks go to processes in chunks, so that handing them over costs little; `work` must be picklable then.
    An interrupt ends the processes after the task in hand; nothing is left behind.
    """
    if jobs == 1 or len(tasks) < 2:
        yield from map(work, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - start-up
    import multiprocessing  # noqa: PLC0415 - start-up

    chunk = max(1, min(MOST_IN_A_CHUNK, len(tasks) // (jobs * 4)))
    with ProcessPoolExecutor(min(jobs, len(tasks)), mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield from pool.map(work, tasks, chunksize=chunk)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
