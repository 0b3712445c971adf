"""`flask --app wsgi …`: every command in one list (docs/settings.md tells what each does)."""

import os
import signal
import threading
from pathlib import Path

import click
from flask import Flask, current_app

from app import demo, heads, scheduler, upkeep
from app.accounts.commands import user_commands
from app.coordination.imports.commands import import_gtfs, import_sheet
from app.finance.commands import export_commands, report_commands
from app.foundation import clock
from app.foundation.commands import instant, refusals_exit
from app.messaging import jobs as messaging
from app.travel.commands import plan_command


@click.command()
def serve():
    """Web and scheduler in one process, the embedded default. PORT and HOST move it."""
    from waitress import create_server  # heavy: imported where used

    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    try:
        server = create_server(current_app._get_current_object(), host=host, port=port, threads=8, ident="Acompaña")
    except OSError as taken:
        raise click.UsageError(f"El puerto {port} está ocupado: elija otro con PORT=.") from taken
    metronome = scheduler.start(current_app._get_current_object())
    click.echo(f"Acompaña: http://{host}:{port}", err=True)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server.run()
    finally:
        metronome.shutdown()


@click.command()
def worker():
    """The scheduler alone; any number may run beside the web server."""
    metronome = scheduler.start(current_app._get_current_object())
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    stop.wait()
    metronome.shutdown()


@click.command("send-due")
@click.option("--now", "moment", help="Pretend that it is this instant (ISO 8601).")
def send_due(moment):
    """One round of everything due, in doubt or to look up, and the prices that are due."""
    with refusals_exit():
        now = instant(moment) if moment else clock.now()
        messaging.send_round(now)
        messaging.learn_prices(now)


@click.command()
def check():
    """Ledger, audit chain, outbox, foreign keys, triggers. Exit 1 if anything is wrong."""
    click.echo(upkeep.engine_version(), err=True)
    raise SystemExit(1 if _told_findings() else 0)


def _told_findings() -> int:
    """How many things are wrong, each on stdout."""
    found = list(upkeep.findings())
    for finding in found:
        click.echo(finding)
    for restored_at, taken_at in heads.restores():
        words = f"El {restored_at:%d/%m/%Y %H:%M} se restauró la copia del {taken_at:%d/%m/%Y %H:%M}"
        click.echo(f"{words}: lo que se anotó entre las dos fechas ya no está, y no es un hallazgo.", err=True)
    click.echo("Todo en orden." if not found else f"{len(found)} hallazgos.", err=True)
    return len(found)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file):
    """One file with the database and every upload, taken while people work."""
    with refusals_exit():
        upkeep.backup(current_app, file, clock.now())
        click.echo(f"{file}", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def restore(file):
    """Brings a copy back and checks it: exit 1 if anything in it is wrong. Stop the server and the workers first."""
    with refusals_exit():
        doubtful = upkeep.restore(current_app, file, clock.now())
        click.echo(f"Restaurado. {doubtful} mensajes en duda: se preguntará al proveedor.", err=True)
    raise SystemExit(1 if _told_findings() else 0)


@click.command("demo")
def load_demo():
    """A programme in mid-week, one case per stage; into an empty database, in development only."""
    with refusals_exit():
        for line in demo.load(current_app, clock.now()):
            click.echo(line, err=True)


def register(app: Flask) -> None:
    for command in (
        serve, worker, send_due, check, backup, restore, load_demo, user_commands, import_sheet, import_gtfs,
        plan_command, export_commands, report_commands,
    ):  # fmt: skip
        app.cli.add_command(command)
