"""From the start of Python to the first page, beside a Flask that says one word."""

import os
import subprocess
import sys

from .measure import Measured, side_by_side

TITLE = "Start to first page"
BARE = "import flask; a = flask.Flask('a'); a.route('/')(lambda: 'ok'); a.test_client().get('/')"
OURS = "from wsgi import app; assert app.test_client().get('/login').status_code == 200"


def _python(program: str) -> None:
    compiled_once = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", program], check=True, env=compiled_once)


def measure() -> list[Measured]:
    return side_by_side({"Flask alone": lambda: _python(BARE), "Acompaña": lambda: _python(OURS)})
