"""The ledger as tables: CSV, a workbook whose formulas add up, and the accountant's pólizas."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from .. import labels
from .book import Book, EntryLine, TransferLine

COLUMNS = (
    "asiento", "fecha", "ocurrió", "tipo", "concepto", "cuenta cargo", "nombre cargo", "cuenta abono", "nombre abono",
    "importe", "moneda", "caso", "fondo", "rubro", "UUID", "huella",
)  # fmt: skip
POLIZA = ("póliza", "fecha", "cuenta", "nombre", "debe", "haber", "concepto", "UUID", "RFC", "caso")
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # OWASP's list, and NUL


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula: what could begin one begins with an apostrophe. So does what
    begins with apostrophes or spaces before it: who takes one apostrophe away has the text again."""
    return f"'{text}" if text.lstrip("' ").startswith(FORMULA) else text


def pesos(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"


def _row(entry: EntryLine, line: TransferLine) -> list[str]:
    texts = (
        str(entry.seq), entry.book_date.isoformat(), entry.occurred_on.isoformat(), entry.kind, entry.memo,
        line.debit.code, line.debit.name, line.credit.code, line.credit.name, pesos(line.amount), line.currency,
        line.case_number, line.fund, line.category, line.uuid, entry.hash,
    )  # fmt: skip
    return [inert(text) for text in texts]


def write_csv(header: tuple[str, ...], rows: Iterator[list[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def csv_text(book: Book) -> str:
    """One row a transfer; UTF-8, comma."""
    return write_csv(COLUMNS, (_row(entry, line) for entry in book.entries for line in entry.transfers))


def polizas_text(book: Book) -> str:
    """One row a posting: cuenta, debe, haber, and the CFDI that proves it (P6)."""
    return write_csv(POLIZA, (row for entry in book.entries for line in entry.transfers for row in _two(entry, line)))


def _two(entry: EntryLine, line: TransferLine) -> Iterator[list[str]]:
    for account, debit in ((line.debit, True), (line.credit, False)):
        sums = (pesos(line.amount), "") if debit else ("", pesos(line.amount))
        texts = (
            str(entry.seq), entry.book_date.isoformat(), account.code, account.name, *sums, entry.memo, line.uuid,
            line.rfc, line.case_number,
        )  # fmt: skip
        yield [inert(text) for text in texts]


def xlsx_bytes(book: Book) -> bytes:
    """Two sheets: the journal, and the trial balance as formulas over it, with our figures beside."""
    import xlsxwriter  # heavy: imported where used

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": "Libro diario", "created": _moment(book)})
    formats = {
        "bold": workbook.add_format({"bold": True, "bottom": 1}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "total": workbook.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"}),
    }
    rows = _journal_sheet(workbook.add_worksheet("Diario"), book, formats)
    _balance_sheet(workbook.add_worksheet("Balanza"), book, formats, rows)
    workbook.close()
    return out.getvalue()


def _moment(book: Book) -> datetime:
    """The workbook's own date: the last day booked, so that equal books give equal files."""
    return datetime.combine(book.last_day, datetime.min.time())


def _journal_sheet(sheet, book: Book, formats) -> int:
    sheet.freeze_panes(1, 0)
    sheet.set_column("B:C", 11)
    sheet.set_column("E:E", 34)
    sheet.set_column("F:I", 20)
    sheet.write_row(0, 0, [name.capitalize() for name in COLUMNS], formats["bold"])
    number = 0
    for entry in book.entries:
        for line in entry.transfers:
            number += 1
            _journal_row(sheet, number, entry, line, formats)
    return number


def _journal_row(sheet, number: int, entry: EntryLine, line: TransferLine, formats) -> None:
    sheet.write_number(number, 0, entry.seq)
    sheet.write_datetime(number, 1, entry.book_date, formats["day"])
    sheet.write_datetime(number, 2, entry.occurred_on, formats["day"])
    words = {3: labels.ENTRIES.get(entry.kind), 13: labels.CATEGORIES.get(line.category)}
    for column, text in enumerate(_row(entry, line)):
        if column not in (0, 1, 2, 9):
            sheet.write_string(number, column, str(words.get(column) or text))
    sheet.write_number(number, 9, line.amount / 100, formats["money"])


def _balance_sheet(sheet, book: Book, formats, rows: int) -> None:
    """SUMIF over the journal: change a row there and the balance follows."""
    sheet.set_column("A:B", 22)
    sheet.set_column("C:G", 15)
    header = ("Cuenta", "Nombre", "Cargos", "Abonos", "Saldo", "Saldo en el sistema", "Diferencia")
    sheet.write_row(0, 0, header, formats["bold"])
    last = max(rows + 1, 2)
    sums = _sums(book)
    for index, account in enumerate(book.accounts, 1):
        at, (debits, credits) = index + 1, sums.get(account.code, (0, 0))
        amounts = f"Diario!$J$2:$J${last}"
        sheet.write_string(index, 0, account.code)
        sheet.write_string(index, 1, inert(account.name))
        money = formats["money"]
        sheet.write_formula(index, 2, f"=SUMIF(Diario!$F$2:$F${last},A{at},{amounts})", money, debits / 100)
        sheet.write_formula(index, 3, f"=SUMIF(Diario!$H$2:$H${last},A{at},{amounts})", money, credits / 100)
        sheet.write_formula(index, 4, f"=C{at}-D{at}", money, (debits - credits) / 100)
        sheet.write_number(index, 5, account.standing / 100, money)
        sheet.write_formula(index, 6, f"=ROUND(E{at}-F{at},2)", money, 0)
    end = len(book.accounts) + 1
    sheet.write_string(end, 0, "Total", formats["bold"])
    for column, letter in ((2, "C"), (3, "D"), (4, "E"), (6, "G")):
        value = {2: sum(d for d, _ in sums.values()) / 100, 3: sum(c for _, c in sums.values()) / 100}.get(column, 0)
        sheet.write_formula(end, column, f"=SUM({letter}2:{letter}{end})", formats["total"], value)


def _sums(book: Book) -> dict[str, tuple[int, int]]:
    sums: dict[str, tuple[int, int]] = {}
    for entry in book.entries:
        for line in entry.transfers:
            debits, credits = sums.get(line.debit.code, (0, 0))
            sums[line.debit.code] = debits + line.amount, credits
            debits, credits = sums.get(line.credit.code, (0, 0))
            sums[line.credit.code] = debits, credits + line.amount
    return sums
