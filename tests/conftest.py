"""No test keeps anything in the folders of the person who runs it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def own_shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What commands keep for the next time goes with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield
