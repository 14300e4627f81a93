"""The workspace's files with some of them in another wording: pinned ones, or ones that are about to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from slagen.core.file_view import Files, path_parts
from slagen.core.hashes import blob_id


@dataclass(frozen=True, slots=True)
class Overlay:
    """A `core.file_view.Files`: those of `base`, and `texts` by path in place of its own or besides them."""

    base: Files
    texts: Mapping[str, bytes] = field(default_factory=dict)

    def read(self, path: str) -> bytes:
        """The bytes of a file; raises as `Files.read` says."""
        path_parts(path)
        return self.texts[path] if path in self.texts else self.base.read(path)

    def exists(self, path: str) -> bool:
        """Whether there is a file at `path`."""
        return path in self.texts or self.base.exists(path)

    def walk(self, prefix: str = "") -> tuple[str, ...]:
        """The paths of all files below `prefix`, sorted."""
        more = {path for path in self.texts if not prefix or path.startswith(f"{prefix}/")}
        return tuple(sorted({*self.base.walk(prefix), *more}))

    def blob(self, path: str) -> str:
        """Git's hash of the file's bytes; raises as `Files.read` does."""
        return blob_id(self.texts[path]) if path in self.texts else self.base.blob(path)


def ground(files: Files) -> Files:
    """The files below all overlays."""
    while isinstance(files, Overlay):
        files = files.base
    return files
