"""The lines of a sealed report as CSV, and as a workbook whose subtotals and total are formulas."""

import io
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from app.foundation.money import Money, in_words, total

from ..reports.reimbursement import Line, in_order
from .tables import inert, pesos, write_csv

COLUMNS = (
    "N.º", "Fecha", "Rubro", "Caso", "Concepto", "Proveedor", "RFC", "Comprobante", "Folio o UUID", "Anexo", "Importe",
    "Moneda",
)  # fmt: skip
AMOUNT, LETTER = COLUMNS.index("Importe"), "K"
WIDTHS = (6, 11, 20, 16, 34, 28, 15, 20, 38, 8, 14, 9)


@dataclass(frozen=True)
class SealedTable:
    """`facts`: label and value of what the paper says of itself; `total` is what was sealed."""

    number: str
    facts: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    total: Money
    sealed_at: datetime  # on the programme's wall clock

    @property
    def named(self) -> bool:
        return any(line.person for line in self.lines)

    @property
    def columns(self) -> tuple[str, ...]:
        return (*COLUMNS, "Paciente") if self.named else COLUMNS


def _concept(line: Line) -> str:
    return f"{line.concept}; {line.note}" if line.note else line.concept


def _cells(table: SealedTable, number: int, line: Line) -> list[str]:
    cells = [
        str(number), line.on.isoformat(), line.category, line.case_number, _concept(line), line.vendor, line.rfc,
        line.proof, line.folio, line.annexed, pesos(line.amount.amount_minor),
        line.amount.currency,
    ]  # fmt: skip
    return [inert(text) for text in (*cells, *([line.person] if table.named else []))]


def sealed_csv(table: SealedTable) -> str:
    """One row an expense, in the order and with the numbers of the paper; UTF-8, comma."""
    lines = enumerate(in_order(table.lines), 1)
    return write_csv(table.columns, (_cells(table, number, line) for number, line in lines))


def sealed_xlsx(table: SealedTable) -> bytes:
    """Two sheets: the expenses with a SUM under each category and under all; and what the paper says, held against
    those sums."""
    import xlsxwriter  # heavy: imported where used

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    workbook.set_properties({"title": table.number, "created": table.sealed_at.replace(tzinfo=None)})
    formats = {
        "head": workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
        "bold": workbook.add_format({"bold": True}),
        "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
        "money": workbook.add_format({"num_format": "#,##0.00"}),
        "day": workbook.add_format({"num_format": "dd/mm/yyyy"}),
        "sum": workbook.add_format({"bold": True, "top": 1, "num_format": "#,##0.00"}),
    }
    summary, expenses = workbook.add_worksheet("Resumen"), workbook.add_worksheet("Gastos")
    subtotals, at = _expenses_sheet(expenses, table, formats)
    _summary_sheet(summary, table, formats, subtotals, at)
    workbook.close()
    return out.getvalue()


def _expenses_sheet(sheet, table: SealedTable, formats) -> tuple[dict[str, int], int]:
    """Fills it; gives back the row (as the spreadsheet numbers it) of every subtotal, and that of the total."""
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((*WIDTHS, 30)[: len(table.columns)]):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, table.columns, formats["head"])
    row, number, subtotals = 1, 0, {}
    for category, lines in groupby(in_order(table.lines), key=lambda line: line.category):
        group, first = list(lines), row + 1
        for line in group:
            number += 1
            _expense(sheet, row, _cells(table, number, line), line, formats)
            row += 1
        sheet.write_string(row, 2, inert(f"Subtotal {category.lower()}"), formats["bold"])
        sheet.write_formula(row, AMOUNT, f"=SUM({LETTER}{first}:{LETTER}{row})", formats["sum"], _sum(group))
        row += 1
        subtotals[category] = row
    sheet.write_string(row, 2, "Total", formats["bold"])
    cells = ",".join(f"{LETTER}{at}" for at in subtotals.values())
    sheet.write_formula(row, AMOUNT, f"=SUM({cells})" if cells else "=0", formats["sum"], _sum(table.lines))
    return subtotals, row + 1


def _expense(sheet, row: int, cells: list[str], line: Line, formats) -> None:
    for column, text in enumerate(cells):
        if column not in (0, 1, AMOUNT):
            sheet.write_string(row, column, text)
    sheet.write_number(row, 0, int(cells[0]))
    sheet.write_datetime(row, 1, line.on, formats["day"])
    sheet.write_number(row, AMOUNT, line.amount.amount_minor / 100, formats["money"])


def _sum(lines) -> float:
    lines = list(lines)
    return total((line.amount for line in lines), lines[0].amount.currency).amount_minor / 100 if lines else 0


def _summary_sheet(sheet, table: SealedTable, formats, subtotals: dict[str, int], total_at: int) -> None:
    sheet.set_column("A:A", 34)
    sheet.set_column("B:B", 70)
    facts = (("Informe", table.number), *table.facts, ("Total en letra", in_words(table.total)))
    for row, (label, value) in enumerate(facts):
        sheet.write_string(row, 0, label, formats["bold"])
        sheet.write_string(row, 1, inert(value), formats["text"])
    row = len(facts) + 1
    for category, at in subtotals.items():
        group = [line for line in table.lines if line.category == category]
        sheet.write_string(row, 0, inert(category))
        sheet.write_formula(row, 1, f"=Gastos!{LETTER}{at}", formats["money"], _sum(group))
        row += 1
    sheet.write_string(row, 0, "Total de los gastos", formats["bold"])
    sheet.write_formula(row, 1, f"=Gastos!{LETTER}{total_at}", formats["sum"], _sum(table.lines))
    sheet.write_string(row + 1, 0, "Total sellado", formats["bold"])
    sheet.write_number(row + 1, 1, table.total.amount_minor / 100, formats["money"])
    sheet.write_string(row + 2, 0, "Diferencia", formats["bold"])
    sheet.write_formula(row + 2, 1, f"=ROUND(B{row + 1}-B{row + 2},2)", formats["money"], 0)
