"""What `./run` does once everything is installed: migrate, load the demo if the database is new, serve.

One process, because every start of Python and of the program costs a good part of a second.
"""

from flask_migrate import upgrade
from sqlalchemy import exists, select

from app.accounts.models import User
from app.foundation.db import db
from wsgi import app


def run(command: str) -> None:
    with app.app_context():
        app.cli.main([command], prog_name="flask", standalone_mode=False)


with app.app_context():
    upgrade()
    is_new = not db.session.scalar(select(exists(select(User.id))))
if is_new and not app.config["SETTINGS"].production:
    run("demo")
run("serve")
