"""Which column of a sheet is which: header names in any case, without accents, and by their other names."""

from dataclasses import dataclass

from app.cases.spellings.text import fold
from app.foundation.errors import Unusable
from app.foundation.language import _

_SMALL = {"de", "del", "la", "el", "los", "las", "the", "of", "s"}


@dataclass(frozen=True, slots=True)
class Column:
    """`label` is the header as the programme's own sheet spells it; without a `required` one nothing is read."""

    name: str
    label: str
    aliases: tuple[str, ...] = ()
    required: bool = False


def header_key(header: str) -> str:
    """Equal for `Fecha de referencia`, `FECHA REFERENCIA` and `fecha_de_referencia`."""
    return " ".join(word for word in fold(header).split() if word not in _SMALL)


def matched(headers: tuple[str, ...], columns: tuple[Column, ...]) -> dict[str, str]:
    """Column name → header in the sheet, the first that fits. Unusable: a required one is not there."""
    by_key: dict[str, str] = {}
    for header in headers:
        by_key.setdefault(header_key(header), header)
    found: dict[str, str] = {}
    for column in columns:
        names = (column.label, column.name, *column.aliases)
        header = next((by_key[key] for key in map(header_key, names) if key in by_key), None)
        if header is not None and header not in found.values():
            found[column.name] = header
    missing = [column.label for column in columns if column.required and column.name not in found]
    if missing:
        raise Unusable(_("A la hoja le falta la columna: %(names)s.", names=", ".join(missing)), "file")
    return found


def unknown(headers: tuple[str, ...], found: dict[str, str]) -> tuple[str, ...]:
    """Headers that no column is called; their cells are kept with the row."""
    known = set(found.values())
    return tuple(header for header in headers if header not in known)
