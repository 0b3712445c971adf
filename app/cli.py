"""`flask --app wsgi …`: every command in one list (docs/settings.md tells what each does)."""

from flask import Flask

from app.accounts.commands import user_commands
from app.coordination.imports.commands import import_sheet
from app.travel.commands import plan_command


def register(app: Flask) -> None:
    for command in (user_commands, import_sheet, plan_command):
        app.cli.add_command(command)
