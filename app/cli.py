"""`flask --app wsgi …`: every command in one list (docs/settings.md tells what each does)."""

from flask import Flask

from app.accounts.commands import user_commands


def register(app: Flask) -> None:
    for command in (user_commands,):
        app.cli.add_command(command)
