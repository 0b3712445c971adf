"""`flask user …`: the people who sign in."""

import sys

import click
from flask.cli import AppGroup

from app.foundation import clock
from app.foundation.commands import refusals_exit
from app.foundation.db import transaction
from app.foundation.errors import NotFound
from app.foundation.language import _

from . import operations, queries

user_commands = AppGroup("user", help="The people who sign in.")


@user_commands.command("add")
@click.argument("email")
@click.option("--role", required=True, help="clinician, navigator, finance, admin or auditor.")
@click.option("--clinic", help="Code of the clinic, for a clinician.")
@click.option("--name", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(email, role, clinic, name, password_stdin):
    """Adds a person who may sign in."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else click.prompt("Contraseña", hide_input=True)
    with refusals_exit(), transaction():
        user = operations.add_user(email, name, role, password, clinic_code=clinic, now=clock.now())
        click.echo(f"{user.email} ({user.role})", err=True)


@user_commands.command("reset-second-step")
@click.argument("email")
def reset_second_step(email):
    """Takes away the second step of who lost the telephone and the paper, where no other administrator can."""
    with refusals_exit(), transaction():
        user = queries.user_by_email(email)
        if user is None:
            raise NotFound(_("Esa persona no está registrada."))
        operations.reset_second_step(user, clock.now(), None)
        click.echo(user.email, err=True)
