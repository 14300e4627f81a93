"""A .docx file as parts: opened with limits and without trust, saved so that the same parts give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import io
import posixpath
import struct
import zipfile
import zlib

from slagen.core.errors import BadInputError

MAX_FILE_BYTES = 25_000_000
MAX_UNPACKED_BYTES = 150_000_000
MAX_PARTS = 2_000
MAX_RATIO = 300
LONGEST_PART_NAME = 1_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS = {b"%PDF": "a PDF file", b"{\\rtf": "an RTF file", b"<": "a web page or XML", b"version https://git-lfs": "a Git LFS pointer"}
_DOS_DATE = 0x0021  # 1 January 1980, the earliest date that a zip file can hold
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800  # the name is UTF-8 (APPNOTE.TXT 4.4.4, bit 11); without it, it is ASCII
_SAVE_AS = "open it in Word and save it as .docx"


class PackageError(BadInputError):
    """A file is not a Word file that can be used. `unsafe` says that it holds what a Word file should not hold."""

    code = "package"

    def __init__(self, name: str, problem: str, hint: str = "", *, unsafe: bool = False) -> None:
        self.name = name
        self.problem = problem
        self.unsafe = unsafe
        super().__init__(f"{name}: {problem}", hint=hint)


def is_sealed(data: bytes) -> bool:
    """Whether a file is in the old compound form: a .doc, or a .docx under a password."""
    return data.startswith(_OLE_SIGNATURE)


def read_package(data: bytes, name: str) -> dict[str, bytes]:
    """The parts of a .docx by their name inside, such as `word/document.xml`.

    Raises:
        PackageError: the file is no zip file, is password-protected, is too large, or names parts twice or outside itself.
    """
    _refuse_other_formats(data, name)
    if len(data) > MAX_FILE_BYTES:
        raise PackageError(name, f"is larger than {MAX_FILE_BYTES // 1_000_000} MB", "make its pictures smaller", unsafe=True)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            _check_directory(infos, name)
            parts = _unpack(archive, infos, name)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, ValueError, OSError) as error:
        raise PackageError(name, "is not a Word file, or is damaged", _SAVE_AS) from error
    if parts.get("mimetype", b"").startswith(b"application/vnd.oasis"):
        raise PackageError(name, "is an OpenDocument file (.odt)", "save it as “Word (.docx)” in LibreOffice Writer")
    if "[Content_Types].xml" not in parts or "_rels/.rels" not in parts:
        raise PackageError(name, "is a zip file but not a Word file", _SAVE_AS)
    return parts


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Say what a file is that people take for a .docx."""
    if is_sealed(data):
        protected, old = (_in_directory(data, stream) for stream in ("EncryptedPackage", "WordDocument"))
        problem = "is protected by a password" if protected else "is an old .doc file" if old else "is protected by a password, or is an old .doc file"
        raise PackageError(
            name, problem, "take the password off in Word and save it again" if protected else _SAVE_AS if old else f"take the password off, or {_SAVE_AS}"
        )
    found = next((words for start, words in _OTHERS.items() if data.startswith(start)), "")
    if found:
        raise PackageError(name, f"is {found}, not a Word file", _SAVE_AS)


def _in_directory(data: bytes, stream: str) -> bool:
    """Whether the directory of a compound file names the stream (MS-CFB, 2.6.1)."""
    return stream.encode("utf-16-le") in data


def _check_directory(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MAX_PARTS:
        raise PackageError(name, f"has more than {MAX_PARTS:,} parts", _SAVE_AS, unsafe=True)
    seen: set[str] = set()
    for info in infos:
        if info.flag_bits & _ENCRYPTED:
            raise PackageError(name, "is protected by a password", "take the password off in Word and save it again")
        if info.filename.startswith(("/", "\\")) or "\\" in info.filename or ".." in info.filename.split("/") or ":" in info.filename:
            raise PackageError(name, f"names a part outside itself: “{info.filename}”", _SAVE_AS, unsafe=True)
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise PackageError(name, "is packed in a way that no Word file is", _SAVE_AS)
        if len(info.filename) > LONGEST_PART_NAME:
            raise PackageError(name, f"names a part with more than {LONGEST_PART_NAME:,} characters", _SAVE_AS, unsafe=True)
        if info.filename.lower() in seen:
            raise PackageError(name, f"holds the part “{info.filename}” twice", _SAVE_AS, unsafe=True)
        seen.add(info.filename.lower())


def _unpack(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], name: str) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    left = MAX_UNPACKED_BYTES
    for info in infos:
        allowed = min(left, max(1_000_000, info.compress_size * MAX_RATIO))
        with archive.open(info) as stream:
            content = stream.read(allowed + 1)
        if len(content) > allowed:
            raise PackageError(name, f"unpacks to far too much at “{info.filename}”", "it may be a zip bomb: do not use it", unsafe=True)
        parts[info.filename] = content
        left -= len(content)
    return parts


@dataclass(frozen=True, slots=True)
class PackedPart:
    """A part ready for a zip file: its local header and compressed bytes in `local`, its directory entry without the offset in `entry`."""

    name: bytes
    local: bytes
    entry: tuple[int, int, int]


def pack(name: str, content: bytes, level: int = 6) -> PackedPart:
    """Compress one part. Nothing but the name and the content decides the bytes."""
    squeezer = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    squeezed = squeezer.compress(content) + squeezer.flush()
    encoded = name.encode()
    crc = zlib.crc32(content)
    header = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, _flags(encoded), 8, 0, _DOS_DATE, crc, len(squeezed), len(content), len(encoded), 0)
    return PackedPart(encoded, header + encoded + squeezed, (crc, len(squeezed), len(content)))


def _flags(encoded: bytes) -> int:
    return 0 if encoded.isascii() else _UTF8_NAME


def join_parts(parts: Iterable[PackedPart]) -> bytes:
    """A zip file of the parts: content types and relationships first, then by name."""
    ordered = sorted(parts, key=lambda part: (part.name != b"[Content_Types].xml", part.name != b"_rels/.rels", part.name))
    directory, offset = [], 0
    for part in ordered:
        crc, packed_size, size = part.entry
        directory.append(
            struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, _flags(part.name), 8, 0, _DOS_DATE, crc, packed_size, size, len(part.name), 0, 0, 0, 0, 0, offset)
            + part.name
        )
        offset += len(part.local)
    entries = b"".join(directory)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, len(ordered), len(ordered), len(entries), offset, 0)
    return b"".join((*(part.local for part in ordered), entries, end))


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """A .docx of the parts; the same parts give the same bytes."""
    return join_parts(pack(name, content) for name, content in parts.items())


def relationships_name(part: str) -> str:
    """Where the relationships of `part` are kept: `word/_rels/document.xml.rels`."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def resolve_target(part: str, target: str) -> str:
    """The name of the part that a relationship of `part` points to."""
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
