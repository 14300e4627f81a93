"""Two Word files of any length, the second with every twentieth word changed, a paragraph in a hundred gone, and one in a hundred moved."""

from __future__ import annotations

import io
from random import Random
import re
import zipfile

_WORDS = tuple(
    re.findall(
        r"\w+",
        "the,Provider,shall,pay,Customer,within,days,after,notice,of,each,failure,to,meet,any,service,level,measured,over,month,and,report,on,it,in,writing,"
        "unless,agreement,party,may,terminate,charges,credit,due,period,claim,liability",
    )
)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def pair(paragraphs: int) -> tuple[bytes, bytes]:
    """The two files."""
    random = Random(paragraphs)  # noqa: S311 - the same pair each time
    old = [[random.choice(_WORDS) for _ in range(60)] for _ in range(paragraphs)]
    new = [[word if random.random() > 0.05 else random.choice(_WORDS) for word in words] for words in old if random.random() > 0.01]
    for _ in range(paragraphs // 100):
        new.insert(random.randrange(len(new)), new.pop(random.randrange(len(new))))
    return _docx(old), _docx(new)


def _docx(paragraphs: list[list[str]]) -> bytes:
    body = "".join(f"<w:p><w:r><w:t>{' '.join(words)}.</w:t></w:r></w:p>" for words in paragraphs)
    main = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}<w:sectPr/></w:body></w:document>'
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONSHIPS)
        archive.writestr("word/document.xml", main)
    return written.getvalue()
