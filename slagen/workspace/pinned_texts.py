"""Pinned texts that the workspace no longer shows: read from git's object store, through one process that is opened when it is first needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
import weakref

from slagen.core.errors import NotFoundError
from slagen.core.file_view import Files
from slagen.formats.files import Folder
from slagen.vault.repository import Repository, open_repository
from slagen.vault.tree import CommittedTree, read_blob
from slagen.workspace.overlay import ground

if TYPE_CHECKING:
    from slagen.model.lock import LayerPin

MOST_TEXTS = 512
"""Texts that are kept: many agreements pin the same few old ones."""
_FACTS = "agreement.yaml"


class PinnedTexts:
    """What pins name, for one view of the workspace's files. It closes its own process when nobody needs it any more."""

    def __init__(self, files: Files) -> None:
        self._files = ground(files)
        self._repository: Repository | None = None
        self._texts: dict[str, bytes] = {}

    def text(self, blob: str, name: str) -> bytes:
        """The text with this hash; `name` is what messages call it.

        Raises:
            NotFoundError: the repository does not hold it, or there is no repository.
            RefusedError: the repository cannot be used.
        """
        if blob not in self._texts:
            if len(self._texts) >= MOST_TEXTS:
                del self._texts[next(iter(self._texts))]
            self._texts[blob] = read_blob(self._opened(name), blob, name)
        return self._texts[blob]

    def layer(self, layer_id: str, pin: LayerPin, path: str) -> tuple[str, bytes]:
        """The facts of a layer as they are pinned, and the path that they had; `path` is where they stand now, empty where nowhere. Raises as `text` does."""
        if pin.blob:
            return path or f"agreements/{layer_id}/{_FACTS}", self.text(pin.blob, layer_id)
        tree = CommittedTree(self._opened(layer_id), pin.commit)
        if not path or not tree.exists(path):
            path = next((found for found in tree.walk("agreements") if found.endswith(f"/{layer_id}/{_FACTS}")), f"agreements/{layer_id}/{_FACTS}")
        return path, self.text(tree.blob(path), layer_id)

    def _opened(self, name: str) -> Repository:
        if self._repository is None:
            self._repository = self._repository_of(name)
        return self._repository

    def _repository_of(self, name: str) -> Repository:
        match self._files:
            case CommittedTree():
                return self._files.repository
            case Folder():
                return self._own(self._files.root)
            case _:
                raise NotFoundError("repository for the pinned text of", name)

    def _own(self, root: Path) -> Repository:
        repository = open_repository(root)
        weakref.finalize(self, repository.close)
        return repository
