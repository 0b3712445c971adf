"""The tables of a GTFS zip, as rows of text. What is no feed, too large or odd is refused in words."""

import csv
import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from app.foundation.errors import Unusable
from app.foundation.language import _

LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 100 * 1024 * 1024  # of one table; what unpacks to more is a bomb, or a feed of a whole country
NEEDED = {
    "stops": ("stop_id", "stop_name"),
    "routes": ("route_id",),
    "trips": ("route_id", "service_id", "trip_id"),
    "stop_times": ("trip_id", "stop_id", "departure_time", "arrival_time", "stop_sequence"),
    "calendar": ("service_id", "monday", "sunday"),
}
BROKEN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, OSError, NotImplementedError,
)  # fmt: skip
OPTIONAL = ("frequencies", "fare_attributes", "fare_rules")

Row = dict[str, str]
Tables = dict[str, list[Row]]


def tables(content: bytes) -> Tables:
    """Table → its rows. Unusable: no zip, over 20 MB, a table or a column that is missing, a table over 100 MB."""
    if len(content) > LARGEST:
        raise Unusable(_("El archivo pesa más de 20 MB: divídalo en varios."), "file")
    with _opened(content) as packed:
        return {name: _table(packed, name) for name in (*NEEDED, *OPTIONAL)}


def unpacked(content: bytes) -> int:
    """Bytes of all its parts, as the zip declares them; it gives no more than that. Unusable: no zip."""
    with _opened(content) as packed:
        return sum(part.file_size for part in packed.infolist())


@contextmanager
def _opened(content: bytes) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield packed
    except BROKEN as broken:
        sentence = _("El archivo no es un GTFS, o llegó dañado: se espera un .zip con stops.txt y stop_times.txt.")
        raise Unusable(sentence, "file") from broken


def _table(packed: zipfile.ZipFile, name: str) -> list[Row]:
    part = next((one for one in packed.infolist() if one.filename.rpartition("/")[2] == f"{name}.txt"), None)
    if part is None and name in OPTIONAL:
        return []
    if part is None:
        raise Unusable(_("Al GTFS le falta %(name)s.txt.", name=name), "file")
    with packed.open(part) as stream:
        content = stream.read(LARGEST_UNPACKED + 1)
    if len(content) > LARGEST_UNPACKED:
        raise Unusable(_("%(name)s.txt es demasiado grande para un pueblo.", name=name), "file")
    return _rows(name, content)


def _rows(name: str, content: bytes) -> list[Row]:
    try:
        text = content.decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), restval="", restkey="")
        headers = [header.strip() for header in reader.fieldnames or []]
        reader.fieldnames = headers
        missing = [column for column in NEEDED.get(name, ()) if column not in headers]
        if missing:
            raise Unusable(_("A %(name)s.txt le falta %(columns)s.", name=name, columns=", ".join(missing)), "file")
        return [{key: value.strip() for key, value in row.items() if isinstance(value, str)} for row in reader]
    except (UnicodeDecodeError, csv.Error) as garbled:
        raise Unusable(_("%(name)s.txt no se puede leer: debe ser CSV en UTF-8.", name=name), "file") from garbled
