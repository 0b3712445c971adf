"""`flask export ledger` and `flask report reimbursement`: the books and the sealed report on the command line."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import or_, select

from app.foundation import clock
from app.foundation.commands import deliver, refusals_exit
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.language import _

from . import operations
from .exports import FORMATS, read_book
from .models import Fund
from .scope import Scope

export_commands = AppGroup("export", help="Data for other programs.")
report_commands = AppGroup("report", help="Printed reports.")
DAY = click.DateTime(["%Y-%m-%d"])


@export_commands.command("ledger")
@click.option("--format", "kind", type=click.Choice(tuple(FORMATS)), required=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="A file; required for xlsx.")
def export_ledger(kind: str, out: Path | None) -> None:
    """The whole ledger; its balances equal ours when the other program computes them."""
    with refusals_exit():
        if kind == "xlsx" and out is None:
            raise Refused(_("Un XLSX va a un archivo: agregue --out libro.xlsx."))
        deliver(FORMATS[kind](read_book()), out)


@report_commands.command("reimbursement")
@click.option("--from", "starts_on", type=DAY, required=True, metavar="DATE")
@click.option("--to", "ends_on", type=DAY, required=True, metavar="DATE")
@click.option("--fund", help="A fund's name or number; all funds without it.")
@click.option("--payee", default="", help="Only what was approved for this person, by name.")
@click.option("--case", "case_number", default="", help="Only the expenses of this case, by number.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), required=True)
def report_reimbursement(starts_on, ends_on, fund: str | None, payee: str, case_number: str, out: Path) -> None:
    """Seals the report of a period, or prints the sealed one again. It names no patient."""
    with refusals_exit():
        with transaction():
            scope = Scope(starts_on.date(), ends_on.date(), _fund(fund), payee.strip(), case_number.strip().upper())
            sealed = operations.seal_report(scope, by=None, now=clock.now())
        deliver(sealed.pdf, out)
        click.echo(f"{sealed.number} · {sealed.total} · SHA-256 {sealed.sha256}", err=True)


def _fund(name: str | None) -> Fund | None:
    if name is None:
        return None
    same = or_(Fund.name == name, Fund.id == int(name)) if name.isdigit() else Fund.name == name
    found = db.session.scalar(select(Fund).where(same))
    if found is None:
        raise Refused(_("No hay un fondo %(name)s.", name=name))
    return found
