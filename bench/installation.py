"""An installation of its own for a measurement, thrown away afterwards."""

from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from app import create_app


def migrated(folder: Path) -> Flask:
    """The program on an empty, migrated database in `folder`, or on the one that NAV_DATABASE_URL names."""
    app = create_app(instance=folder, WTF_CSRF_ENABLED=False)
    with app.app_context():
        upgrade()
    return app
