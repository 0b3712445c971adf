"""A bank's statement as its page lets one save it: CSV, read into plain rows. Tolerant of how Mexican banks write.

UTF-8 or Latin-1; comma, semicolon or tab; lines above the header; `03/11/2026`, `03-11-26`, `03/NOV/2026`,
`2026-11-03`; `$1,250.50`; deposits and withdrawals in two columns, or one signed amount. What it cannot read it names
by its line.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from app.foundation.errors import Refused, Unusable
from app.foundation.language import _
from app.foundation.money import Money

LARGEST = 5 * 1024 * 1024
MOST_ROWS = 20_000
COLUMNS = {
    "date": ("fecha", "fecha operacion", "fecha de operacion", "fecha movimiento", "dia", "date"),
    "description": ("descripcion", "concepto", "detalle", "movimiento", "descripcion detallada", "description"),
    "reference": (
        "referencia",
        "numero de referencia",
        "no referencia",
        "ref",
        "folio",
        "clave de rastreo",
        "reference",
    ),
    "deposit": ("deposito", "depositos", "abono", "abonos", "deposit", "deposits"),
    "withdrawal": ("retiro", "retiros", "cargo", "cargos", "withdrawal", "withdrawals"),
    "amount": ("importe", "monto", "amount"),
    "balance": ("saldo", "saldo final", "saldo contable", "balance"),
}
MONTHS = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True)
class StatementRow:
    """One movement. `amount` above zero came in, below went out; `line` is its line in the file, the first is 1.
    `balance`: what the bank says was left after it, where the file has that column."""

    line: int
    on: date
    description: str
    reference: str
    amount: Money
    balance: Money | None = None

    @property
    def fingerprint(self) -> str:
        """Equal for equal movements, whichever file brings them."""
        words = (self.on.isoformat(), _plain(self.description), _plain(self.reference), str(self.amount))
        return hashlib.sha256("\x1f".join(words).encode()).hexdigest()


def numbered(rows: list[StatementRow]) -> list[tuple[StatementRow, int]]:
    """Each with which of its equals in the file it is, from 0: two equal fares of one day are two movements."""
    seen: Counter[str] = Counter()
    found = []
    for row in rows:
        found.append((row, seen[row.fingerprint]))
        seen[row.fingerprint] += 1
    return found


def closing(rows: list[StatementRow]) -> tuple[date, Money] | None:
    """The day and the balance with which the file ends in time, whichever way it runs. None where it has no balances,
    or they do not follow from one another: then nobody knows what that column is."""
    if any(row.balance is None for row in rows):
        return None
    for order in (rows, rows[::-1]):
        follows = all(then.balance == before.balance + then.amount for before, then in pairwise(order))
        if follows and order[0].on <= order[-1].on:
            return order[-1].on, order[-1].balance
    return None


def read(content: bytes) -> list[StatementRow]:
    """The movements, in the file's order; rows without any amount (opening balance, totals) are no movement.

    Refused: no CSV, no row of column names, a date or an amount that cannot be read, money in and out in one row.
    """
    text = _decoded(content)
    lines = text.splitlines()
    at, delimiter, columns = _header(lines)
    rows = []
    reader = csv.reader(io.StringIO("\n".join(lines[at + 1 :])), delimiter=delimiter)
    try:
        for cells in reader:
            row = _row(at + 1 + reader.line_num, cells, columns)
            rows += [row] if row else []
            if len(rows) > MOST_ROWS:
                raise Unusable(_("El archivo trae demasiados movimientos: divídalo en varios."), "file")
    except csv.Error as broken:
        raise _no_csv() from broken
    if not rows:
        raise Unusable(_("El archivo no trae ningún movimiento."), "file")
    return rows


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Unusable(_("El archivo está vacío."), "file")
    if len(content) > LARGEST:
        raise Unusable(_("El archivo pesa más de 5 MB: divídalo en varios."), "file")
    if b"\0" in content or content.startswith((b"PK", b"%PDF", b"\xd0\xcf")):
        raise _no_csv()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def _no_csv() -> Unusable:
    return Unusable(_("El archivo no es CSV: en la página del banco, guarde los movimientos como CSV."), "file")


def _plain(text: str) -> str:
    """Small letters without accents or signs."""
    bare = unicodedata.normalize("NFD", text.casefold())
    return " ".join(re.sub(r"[^a-z0-9]+", " ", "".join(c for c in bare if not unicodedata.combining(c))).split())


def _header(lines: list[str]) -> tuple[int, str, dict[str, int]]:
    """Where the column names stand, what parts them, and which is which."""
    for at, line in enumerate(lines[:60]):
        for delimiter in ",;\t":
            names = [_plain(cell) for cell in next(csv.reader([line], delimiter=delimiter), [])]
            found = {
                column: names.index(known)
                for column, words in COLUMNS.items()
                for known in words[::-1]
                if known in names
            }
            two_sided = "deposit" in found and "withdrawal" in found
            if "date" in found and (two_sided or "amount" in found):
                return at, delimiter, found
    raise Unusable(_("Faltan los nombres de las columnas: fecha, descripción, referencia, depósito y retiro."), "file")


def _row(line: int, cells: list[str], columns: dict[str, int]) -> StatementRow | None:
    cell = {name: cells[place].strip(" '\xa0") if place < len(cells) else "" for name, place in columns.items()}
    amount = _signed(line, cell)
    if amount is None:
        return None
    on = _day(cell["date"])
    if on is None:
        raise Unusable(_("Renglón %(line)s: la fecha «%(text)s» no se entiende.", line=line, text=cell["date"]), "file")
    description = " ".join(cell.get("description", "").split())[:200]
    balance = _balance(cell.get("balance", ""))
    return StatementRow(line, on, description, cell.get("reference", "")[:60], amount, balance)


def _signed(line: int, cell: dict[str, str]) -> Money | None:
    if "deposit" not in cell or "withdrawal" not in cell:
        return _amount(line, cell["amount"])
    came, went = (_amount(line, cell[name]) for name in ("deposit", "withdrawal"))
    if came and went:
        raise Unusable(_("Renglón %(line)s: trae depósito y retiro a la vez.", line=line), "file")
    if went:
        return went if went < Money.zero() else -went
    return came


def _amount(line: int, text: str) -> Money | None:
    """None for nothing and for zero. `(1,250.50)` and `1,250.50-` are below zero."""
    bare = text.replace("$", "").replace("MXN", "").replace(" ", "").replace("\xa0", "").lstrip("+")
    if bare.startswith("(") and bare.endswith(")"):
        bare = "-" + bare[1:-1]
    if bare.endswith("-"):
        bare = "-" + bare[:-1]
    if bare in ("", "-", "--"):
        return None
    try:
        return Money.parse(bare) or None
    except Refused as unread:
        says = _("Renglón %(line)s: la cantidad «%(text)s» no se entiende.", line=line, text=text)
        raise Unusable(says, "file") from unread


def _balance(text: str) -> Money | None:
    """Nothing, and what cannot be read, is no balance; zero is one."""
    try:
        return _amount(0, text) or (Money.zero() if re.search(r"\d", text) else None)
    except Unusable:
        return None


def _day(text: str) -> date | None:
    parts = re.split(r"[/\-. ]+", text.split("T")[0].strip())[:3]
    if len(parts) != 3:
        return None
    if len(parts[0]) == 4:
        parts = parts[::-1]
    day, month, year = parts
    if not month.isdigit():
        known = _plain(month)[:3]
        month = str(MONTHS.index(known) + 1) if known in MONTHS else ""
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
