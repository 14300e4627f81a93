from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st
import pytest

from slagen.formats.word.package import PackageError, pack, read_package, write_package

NEEDED = {"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<Relationships/>"}


def zipped(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@given(st.dictionaries(st.from_regex(r"\Aword/[a-z]{1,12}\.xml\Z"), st.binary(max_size=2000), max_size=6))
def test_what_is_written_is_read_back_and_the_same_parts_give_the_same_bytes(extra: dict[str, bytes]) -> None:
    parts = NEEDED | extra
    data = write_package(parts)
    assert read_package(data, "x.docx") == parts
    assert write_package(dict(reversed(parts.items()))) == data


def test_python_s_own_zip_reader_accepts_what_is_written() -> None:
    with zipfile.ZipFile(io.BytesIO(write_package(NEEDED | {"word/document.xml": b"x" * 5000}))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["[Content_Types].xml", "_rels/.rels", "word/document.xml"]
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_packing_knows_nothing_but_name_and_content() -> None:
    assert pack("a.xml", b"text") == pack("a.xml", b"text")


@pytest.mark.parametrize(
    ("data", "says", "unsafe"),
    [
        (b"no zip file at all", "is not a Word file", False),
        (b"", "is not a Word file", False),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "protected by a password", False),
        (zipped({"a.txt": b"x"}), "but not a Word file", False),
        (zipped(NEEDED | {"../../etc/passwd": b"x"}), "outside itself", True),
        (zipped(NEEDED | {"/etc/passwd": b"x"}), "outside itself", True),
        (zipped(NEEDED | {"C:/windows": b"x"}), "outside itself", True),
        (zipped(NEEDED | {"word/A.xml": b"x", "word/a.xml": b"y"}), "twice", True),
        (zipped(NEEDED | {"word/big.xml": b"0" * 20_000_000}), "unpacks to far too much", True),
        (zipped(NEEDED | {f"word/{at}.xml": b"" for at in range(2001)}), "more than 2,000 parts", True),
        (zipped(NEEDED)[:-30], "is not a Word file", False),
        (b"PK\x03\x04" + b"0" * 25_000_000, "larger than 25 MB", True),
    ],
    ids=["text", "empty", "ole", "other-zip", "dotdot", "absolute", "drive", "twins", "bomb", "many", "cut", "large"],
)
def test_what_is_no_word_file_or_an_unsafe_one_is_refused_with_its_name(data: bytes, says: str, unsafe: bool) -> None:
    with pytest.raises(PackageError, match=says) as caught:
        read_package(data, "templates/x/shell.docx")
    assert caught.value.message.startswith("templates/x/shell.docx: ")
    assert caught.value.unsafe is unsafe


def test_an_encrypted_entry_is_refused() -> None:
    data = bytearray(zipped(NEEDED, zipfile.ZIP_STORED))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    with pytest.raises(PackageError, match="protected by a password"):
        read_package(bytes(data), "x.docx")


def test_an_entry_said_to_begin_before_the_file_is_refused() -> None:
    data = bytearray(write_package(NEEDED))
    directory = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    data[end + 16 : end + 20] = (directory + 500).to_bytes(4, "little")  # where the directory is said to begin: every offset shifts by the difference
    with pytest.raises(PackageError, match="is not a Word file, or is damaged"):
        read_package(bytes(data), "shifted.docx")


@pytest.mark.parametrize("way", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_part_that_is_packed_in_a_way_of_no_word_file_is_refused(way: int) -> None:
    with pytest.raises(PackageError, match="packed in a way"):
        read_package(zipped(NEEDED, way), "x.docx")
