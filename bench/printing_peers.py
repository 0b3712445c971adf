"""Runs in the peers' environment: prints a table of so many lines with the peer named, once for each number read from
stdin, and answers with the milliseconds it took. Its import is not counted; what it prints is as plain as its tutorial.
"""

import sys
import time

HEAD = ("N.", "Fecha", "Caso", "Concepto", "Comprobante", "Importe")


def rows(many):
    return [
        (str(n), "03/11/2026", f"SAL-2026-{n:04}", "Jaltenango a Tuxtla, Don Beto", f"Ticket {n}", "1,250.50")
        for n in range(1, many + 1)
    ]


def with_fpdf2():
    from fpdf import FPDF

    def draw(many):
        pdf = FPDF(format="letter")
        pdf.add_page()
        pdf.set_font("Helvetica", size=8)
        with pdf.table() as table:
            for row in (HEAD, *rows(many)):
                table.row(row)
        return bytes(pdf.output())

    return draw


def with_weasyprint():
    from weasyprint import HTML

    def draw(many):
        lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows(many))
        head = "".join(f"<th>{cell}</th>" for cell in HEAD)
        style = "<style>@page { size: letter } table { font: 8pt sans-serif; width: 100% }</style>"
        return HTML(string=f"{style}<table><thead><tr>{head}</tr></thead>{lines}</table>").write_pdf()

    return draw


def with_typst():
    import typst

    def draw(many):
        cells = ", ".join(f"[{cell}]" for row in (HEAD, *rows(many)) for cell in row)
        page = '#set page("us-letter")\n#set text(size: 8pt)\n'
        return typst.compile(f"{page}#table(columns: 6, {cells})\n".encode())

    return draw


def main(peer):
    draw = {"fpdf2": with_fpdf2, "weasyprint": with_weasyprint, "typst": with_typst}[peer]()
    print("ready", flush=True)
    for many in sys.stdin:
        began = time.perf_counter()
        assert draw(int(many)).startswith(b"%PDF")
        print((time.perf_counter() - began) * 1000, flush=True)


main(sys.argv[1])
