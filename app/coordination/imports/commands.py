"""`flask import places|routes|referrals|rates FILE`: the report to stdout or a file, the rest to stderr."""

from pathlib import Path

import click

from app.cases import fhir
from app.cases import queries as case_queries
from app.finance.commands import export_commands
from app.foundation import audit, clock
from app.foundation.commands import deliver, refusals_exit
from app.foundation.db import rehearsal, transaction
from app.foundation.errors import Refused
from app.foundation.language import _

from . import going_out, gtfs, operations, timetables, verdicts
from .kinds import KINDS
from .report import report_csv
from .verdicts import Judged


@click.command("import")
@click.argument("kind", type=click.Choice(tuple(KINDS)))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Judge every row and write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Where the report goes; stdout without it.")
@click.option("--confirm-messages", is_flag=True, help="The people of this sheet may be texted.")
def import_sheet(kind: str, file: Path, dry_run: bool, report: Path | None, confirm_messages: bool) -> None:
    """Brings in a sheet, row by row; run twice is once. Refused rows wait in the review list."""
    try:
        content = _content(file)
        _check_writable(report)
        if dry_run:
            judged = operations.examine(kind, content, clock.now())
        else:
            judged = _bring_in(kind, file.name, content, confirm_messages)
        _report(judged, report)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from refusal
    counted = verdicts.counts(judged)
    click.echo(" · ".join(f"{verdict} {number}" for verdict, number in counted.items()), err=True)


@click.command("import-gtfs")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--prefix", required=True, help="Begins the codes of the stops that are no place of ours yet.")
@click.option("--mode", type=click.Choice(gtfs.MODES), default="bus", show_default=True)
@click.option("--dry-run", is_flag=True, help="Judge every row and write nothing.")
@click.option("--report", type=click.Path(path_type=Path), help="Where the report goes; stdout without it.")
def import_gtfs(file: Path, prefix: str, mode: str, dry_run: bool, report: Path | None) -> None:
    """A town's published timetable: stops become places, rides become routes, each row with its verdict."""
    with refusals_exit():
        _check_writable(report)
        with rehearsal() if dry_run else transaction():
            kept, left_out = timetables.keep(file.name, _content(file), prefix, mode, clock.now(), None)
            judged = [row for _kind, row in timetables.bring_in(kept, clock.now(), None)]
        _report(judged, report)
    counted = " · ".join(f"{verdict} {number}" for verdict, number in verdicts.counts(judged).items())
    click.echo(f"{counted} · left out {left_out}", err=True)


FORMAT = click.option("--format", "form", type=click.Choice(going_out.FORMATS), required=True)
OUT = click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; required for xlsx.")


@export_commands.command("routes")
@FORMAT
@OUT
def export_routes(form: str, out: Path | None) -> None:
    """The route book in the columns that `import routes` reads."""
    _export("routes", form, out)


@export_commands.command("places")
@FORMAT
@OUT
def export_places(form: str, out: Path | None) -> None:
    """The places in the columns that `import places` reads."""
    _export("places", form, out)


@export_commands.command("fhir")
@click.option("--case", "number", required=True, metavar="NUMBER")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file.")
def export_fhir(number: str, out: Path | None) -> None:
    """One case as an FHIR R4 bundle: patient, relatives, referral, dates, the hospital's answers."""
    with refusals_exit():
        with transaction():
            case = case_queries.case_numbered(number)
            text = fhir.bundle(case)
            audit.record("case.exported", f"case:{case.number}", "export fhir", format="fhir")
        deliver(text, out)


def _export(kind: str, form: str, out: Path | None) -> None:
    with refusals_exit():
        if form == "xlsx" and out is None:
            raise Refused(_("Un XLSX va a un archivo: agregue --out libro.xlsx."))
        deliver(going_out.sheet(kind, form), out)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as unreadable:
        raise Refused(f"No se puede leer {file.name}: {unreadable.strerror}.") from unreadable


def _bring_in(kind: str, name: str, content: bytes, confirm_messages: bool) -> list[Judged]:
    now = clock.now()
    with transaction():
        batch = operations.keep(kind, name, content, now, None)
        judged = operations.bring_in(batch, now, None)
        if confirm_messages and kind == "referrals":
            operations.confirm_texts(batch, now, None)
    return judged


def _report(judged: list[Judged], file: Path | None) -> None:
    text = report_csv(judged)
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8", newline="")


def _check_writable(file: Path | None) -> None:
    """Before anything comes in: a report that cannot be written afterwards would be lost."""
    try:
        if file is not None:
            file.open("a", encoding="utf-8").close()
    except OSError as unwritable:
        raise Refused(f"No se puede escribir {file.name}: {unwritable.strerror}.") from unwritable
