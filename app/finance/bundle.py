"""A sealed report to take along: its lines as CSV and XLSX, and all of it in one ZIP with the receipts' own files."""

import tempfile
import zipfile
from typing import IO

from app.foundation import clock

from . import printed
from .exports import SealedTable, sealed_csv, sealed_xlsx
from .models import SealedReport

WORDS = {"standing": "vigente", "replaced": "sustituido", "void": "anulado"}


def table_of(report: SealedReport) -> SealedTable:
    """The sealed expenses, with what the paper says of itself and whether it still stands."""
    state = WORDS[report.state]
    by = report.void or report.replaced_by
    sealed_at = clock.to_local(report.sealed_at)
    facts = (
        *printed.about(report), ("Sellado", f"{sealed_at:%d/%m/%Y %H:%M}"),
        ("Estado", f"{state} por {by.number}" if by else state),
        ("Huella del contenido (SHA-256)", report.content_sha256), ("Huella del archivo (SHA-256)", report.sha256),
    )  # fmt: skip
    lines = printed.lines_of(
        printed.sealed_lines(report), named=bool(report.names_reason), fund_id=report.fund_id, at=report.sealed_at,
        sealed_as=printed.sealed_as_of(report),
    )  # fmt: skip
    return SealedTable(report.number, facts, lines, report.total, sealed_at)


def csv_of(report: SealedReport) -> bytes:
    return sealed_csv(table_of(report)).encode()


def xlsx_of(report: SealedReport) -> bytes:
    return sealed_xlsx(table_of(report))


def zip_of(report: SealedReport) -> IO[bytes]:
    """A file on disk, open at its beginning, for receipts are many; what is in it is packed already.

    Refused: a file that is no longer the one that was sealed. The annex's files have the hashes that it prints."""
    at = clock.to_local(report.sealed_at).timetuple()[:6]
    parts = {f"{report.number}.pdf": printed.bytes_of(report)}
    if report.void:
        parts[f"{report.void.number}.pdf"] = printed.bytes_of(report.void)
    parts |= {f"{report.number}.xlsx": xlsx_of(report), f"{report.number}.csv": csv_of(report)}
    out = tempfile.TemporaryFile()  # noqa: SIM115 whoever sends it closes it
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, at), content)
        for name, content in printed.annex_files(report):
            archive.writestr(zipfile.ZipInfo(f"anexo/{name}", at), content)
    out.seek(0)
    return out
