"""What every command shares: data to stdout, sentences to stderr, exit 2 for input that cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from . import clock
from .errors import Refused
from .language import _

UNUSABLE = 2


@contextmanager
def refusals_exit() -> Iterator[None]:
    """A refusal, or a file that cannot be read or written, becomes a sentence on stderr and exit 2."""
    try:
        yield
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(UNUSABLE) from refusal
    except OSError as unusable:
        if unusable.filename is None:
            raise
        sentence = _("No se puede usar el archivo %(name)s: %(why)s.", name=unusable.filename, why=unusable.strerror)
        click.echo(sentence, err=True)
        raise SystemExit(UNUSABLE) from unusable


def instant(typed: str) -> datetime:
    """An ISO 8601 instant; one without offset is in the programme's zone. Refused: anything else."""
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError as unreadable:
        sentence = _("%(typed)s no es una fecha y hora: use 2026-12-15T08:00.", typed=typed)
        raise Refused(sentence) from unreadable
    return clock.at_wall(moment.date(), moment.time()) if moment.tzinfo is None else moment


def deliver(content: str | bytes, out: Path | None) -> None:
    """Writes the data to `out`, or to stdout."""
    content = content.encode() if isinstance(content, str) else content
    if out:
        out.write_bytes(content)
        return
    click.echo(content, nl=False)
