"""A file of named arrays beside each segment, mapped into memory and shared by all processes.

Layout: magic, CRC-32 of the rest, length of the header, header (JSON: arrays with type, shape and
offset, and a free "meta"), then the arrays, each aligned to 64 bytes, little-endian. Never changed
once written.
"""

import json
import mmap
import os
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO
from zlib import crc32

import numpy as np

from catalog.search.engine import IndexDamaged
from catalog.search.engines.whoosh.data import Array

_MAGIC = b"SRBN-01\n"
_HEAD = struct.Struct("<8sIQ")
_ALIGN = 64


def write_arrays(path: Path, arrays: Mapping[str, Array], meta: Mapping[str, Any]) -> None:
    """Write the file; the caller syncs it."""
    places, offset = {}, 0
    for name, each in arrays.items():
        places[name] = [each.dtype.str, list(each.shape), offset]
        offset += -(-each.nbytes // _ALIGN) * _ALIGN
    header = json.dumps({"arrays": places, "meta": meta}).encode()
    header += b" " * (-(_HEAD.size + len(header)) % _ALIGN)
    with path.open("wb") as file:
        file.write(_HEAD.pack(_MAGIC, 0, len(header)))
        check = _write(file, header, 0)
        for each in arrays.values():
            data = np.ascontiguousarray(each)
            check = _write(file, data.tobytes() + bytes(-data.nbytes % _ALIGN), check)
        file.seek(0)
        file.write(_HEAD.pack(_MAGIC, check, len(header)))


def _write(file: BinaryIO, data: bytes, check: int) -> int:
    file.write(data)
    return crc32(data, check)


class ArrayFile:
    """An open file of arrays: ``file["name"]`` is a read-only view, ``file.meta`` the rest."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                size = os.fstat(file.fileno()).st_size
                if size <= _HEAD.size:
                    raise IndexDamaged(f"{path.name} is cut short")
                self._map = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
        except FileNotFoundError:
            raise
        except OSError as error:
            raise IndexDamaged(f"{path.name} cannot be read") from error
        magic, check, length = _HEAD.unpack_from(self._map)
        view = memoryview(self._map)
        if magic != _MAGIC or crc32(view[_HEAD.size :]) != check:
            raise IndexDamaged(f"{path.name} is not what was written")
        header = json.loads(bytes(view[_HEAD.size : _HEAD.size + length]))
        self._base = _HEAD.size + length
        self._places: dict[str, tuple[str, list[int], int]] = header["arrays"]
        self.meta: dict[str, Any] = header["meta"]

    def __contains__(self, name: str) -> bool:
        """Return whether there is such an array."""
        return name in self._places

    def __getitem__(self, name: str) -> Array:
        """Return one array, as a view into the shared memory."""
        kind, shape, offset = self._places[name]
        count = int(np.prod(shape))
        return np.frombuffer(self._map, kind, count, self._base + offset).reshape(shape)
