"""Opens workbooks, which are ZIP files: no part of one is unpacked that is larger than it may be.

A few hundred kilobytes can unpack to far more, and openpyxl keeps a part whole, at many times its
size; styles and lists cost the most, and are small in what people send.
"""

import zipfile
from typing import IO, Any

from openpyxl.reader.excel import ExcelReader

from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_

_MB = 1024 * 1024
MOST_ROWS_BYTES = 64 * _MB  # of a sheet
MOST_STRINGS_BYTES = 32 * _MB
MOST_OTHER_BYTES = _MB  # styles, theme, the list of sheets, relations, content types
_SHEETS = "xl/worksheets/"
_RELATIONS = ".rels"
_STRINGS = "xl/sharedstrings.xml"

TOO_LARGE = N_("This file is too large when unpacked. Send fewer rows at once.")
TOO_STYLED = N_(
    "This file carries too much formatting to be read. Copy only its cells into a new file, and"
    " send that."
)


class Parts(zipfile.ZipFile):
    """A workbook's parts, to be read; raises RuleBroken before it opens one that is too large."""

    def open(
        self,
        name: str | zipfile.ZipInfo,
        mode: Any = "r",  # noqa: ANN401  # as the base class has it
        pwd: bytes | None = None,
        *,
        force_zip64: bool = False,
    ) -> IO[bytes]:
        """Open a part; what it claims to unpack to is all that is ever read of it."""
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        _check(info)
        return super().open(info, mode, pwd, force_zip64=force_zip64)


def open_book(file: IO[bytes], *, data_only: bool) -> Any:  # noqa: ANN401  # openpyxl's workbook
    """Return the workbook, to be read row by row; its file stays open until it is closed."""
    reader: Any = ExcelReader(file, read_only=True, data_only=data_only, keep_links=False)
    reader.archive = Parts(file)
    reader.read()
    return reader.wb


def _check(info: zipfile.ZipInfo) -> None:
    name = info.filename.lower()
    is_sheet = name.startswith(_SHEETS) and not name.endswith(_RELATIONS)
    if is_sheet or name == _STRINGS:
        if info.file_size > (MOST_ROWS_BYTES if is_sheet else MOST_STRINGS_BYTES):
            raise RuleBroken(TOO_LARGE)
    elif info.file_size > MOST_OTHER_BYTES:
        raise RuleBroken(TOO_STYLED)
