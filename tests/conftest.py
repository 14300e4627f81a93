"""No test keeps anything in the folders of the person who runs it, and the tests take no longer than they need."""

from __future__ import annotations

from collections.abc import Generator, Iterator
import gc

from coverage import Coverage
from hypothesis import HealthCheck, settings
import pytest

gc.set_threshold(20_000, 10, 10)  # a search for circles goes through all that Python holds: with its own settings, a fifth of the time of the tests
settings.register_profile("unhurried", settings(), deadline=None, suppress_health_check={*settings().suppress_health_check, HealthCheck.too_slow})
settings.load_profile("unhurried")  # on a busy machine as well


@pytest.fixture(autouse=True, scope="session")
def own_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for the next time goes with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with long tests are handed out first: none of them begins when the rest is done."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """What is there before the first test stays, and is searched no more."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Lines that other tests count are not counted again a thousand times, which takes as long as running them."""
    counting = Coverage.current() if item.get_closest_marker("repeats") else None
    if counting is None:
        return (yield)
    counting.stop()
    try:
        return (yield)
    finally:
        counting.start()
