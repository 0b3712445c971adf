"""`flask --app wsgi …`: data to stdout, everything else to stderr (INTERFACES in docs/settings.md)."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup

from app.accounts import operations as accounts
from app.foundation import clock
from app.foundation.db import transaction
from app.foundation.errors import Refused

user_commands = AppGroup("user", help="The people who sign in.")


@user_commands.command("add")
@click.argument("email")
@click.option("--role", required=True)
@click.option("--clinic")
@click.option("--name", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def user_add(email, role, clinic, name, password_stdin):
    """Adds a person who may sign in."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Contraseña", hide_input=True)
    try:
        with transaction():
            user = accounts.add_user(email, name, role, password, clinic_code=clinic, now=clock.now())
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from refusal
    click.echo(f"{user.email} ({user.role})", err=True)


def register(app: Flask) -> None:
    app.cli.add_command(user_commands)
