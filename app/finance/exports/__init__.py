"""The ledger for other programs: beancount, hledger, CSV, XLSX and pólizas, with balances equal to ours; and the lines
of a sealed report."""

from .book import Book, read_book
from .journals import beancount, hledger
from .sealed import SealedTable, sealed_csv, sealed_xlsx
from .tables import csv_text, polizas_text, xlsx_bytes

FORMATS = {
    "beancount": beancount,
    "hledger": hledger,
    "csv": csv_text,
    "polizas": polizas_text,
    "xlsx": xlsx_bytes,
}
__all__ = ["FORMATS", "Book", "SealedTable", "read_book", "sealed_csv", "sealed_xlsx"]
