"""Looking after an installation: check it, keep a copy, bring the copy back."""

import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pysqlite3
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from app import heads
from app.coordination import text_costs
from app.finance import ledger, sealed
from app.foundation import audit, clock, triggers
from app.foundation.db import db, transaction
from app.foundation.errors import Unusable
from app.foundation.language import _
from app.messaging import costs
from app.messaging import operations as messaging
from app.messaging import queries as messages

DATABASE, FILES, LABEL = "acompana.sqlite", "files", "backup.json"


def findings() -> Iterator[str]:
    """What is wrong with this installation, one sentence each; nothing when all is well."""
    yield from _foreign_keys()
    yield from triggers.missing(db.session.connection())
    yield from audit.verify()
    yield from ledger.verify()
    yield from heads.verify()
    yield from sealed.verify()
    yield from messages.verify()
    yield from costs.verify(clock.now())
    yield from text_costs.verify()


def _foreign_keys() -> Iterator[str]:
    if db.engine.dialect.name != "sqlite":
        return  # PostgreSQL never stores a row that points nowhere
    if (answer := db.session.execute(text("PRAGMA integrity_check")).scalar()) != "ok":
        yield f"the database file is damaged: {answer}"
    for table, row, parent, _number in db.session.execute(text("PRAGMA foreign_key_check")):
        yield f"{table} row {row} points at a {parent} that is not there"


def engine_version() -> str:
    """`SQLite 3.53.4` or `PostgreSQL 18.1`: what this installation really runs on."""
    if db.engine.dialect.name == "sqlite":
        return f"SQLite {pysqlite3.sqlite_version}"
    return "PostgreSQL " + db.session.execute(text("SHOW server_version")).scalar_one()


def backup(app: Flask, target: Path, now: datetime) -> None:
    """One .tar.gz with the database, taken while people work, and every uploaded file."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        _copy_database(work / DATABASE)
        (work / LABEL).write_text(json.dumps({"taken_at": now.isoformat(), "engine": db.engine.dialect.name}))
        with tarfile.open(target, "w:gz") as archive:
            for name in (LABEL, DATABASE):
                archive.add(work / name, name)
            files = Path(app.instance_path) / FILES
            if files.is_dir():
                archive.add(files, FILES)


def _copy_database(target: Path) -> None:
    if db.engine.dialect.name == "sqlite":
        source = pysqlite3.connect(db.engine.url.database)
        copy = pysqlite3.connect(str(target))
        source.backup(copy)
        copy.close()
        source.close()
        return
    _postgres("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _postgres(tool: str, *arguments: str) -> None:
    """Runs PostgreSQL's own tool. The password goes by the environment, where no process list shows it."""
    url = db.engine.url
    address = url.set(drivername="postgresql", password=None).render_as_string()
    if not shutil.which(tool):
        raise Unusable(_("Falta el programa %(tool)s de PostgreSQL en esta máquina.", tool=tool))
    secret = {"PGPASSWORD": url.password} if url.password else {}
    subprocess.run([tool, *arguments, f"--dbname={address}"], check=True, env=os.environ | secret)


def restore(app: Flask, source: Path, now: datetime) -> int:
    """Brings a copy back. Returns how many messages may have gone out since and are in doubt.

    Refused: no such file, not one of our copies, or a damaged one (the data in use stays as it was). What
    `findings` says of it is for the caller to ask. Workers must be stopped.
    """
    with tempfile.TemporaryDirectory(dir=app.instance_path) as folder:
        work = Path(folder)
        taken_at = _unpack(source, work)
        _put_database(work / DATABASE)
        files = Path(app.instance_path) / FILES
        shutil.rmtree(files, ignore_errors=True)
        if (work / FILES).is_dir():
            shutil.move(work / FILES, files)
    upgrade()
    heads.note_restored(taken_at, now)
    with transaction():
        return messaging.doubt_after_restore(now)


def _unpack(source: Path, work: Path) -> datetime:
    """Lays the copy's parts out in `work`; gives back when it was taken."""
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                if member.isfile() and _is_ours(member.name):
                    _write_out(archive.extractfile(member), work / member.name)
    except (OSError, tarfile.TarError) as unreadable:
        raise Unusable(_("%(name)s no es una copia de Acompaña.", name=source.name)) from unreadable
    label = work / LABEL
    if not label.exists() or not (work / DATABASE).exists():
        raise Unusable(_("%(name)s no es una copia de Acompaña.", name=source.name))
    told = json.loads(label.read_text())
    if told["engine"] != db.engine.dialect.name:
        raise Unusable(_("La copia es de otra clase de base de datos."))
    return datetime.fromisoformat(told["taken_at"])


def _is_ours(name: str) -> bool:
    """The parts of a copy by their names; a path that leads anywhere else is not one of them."""
    folder, _slash, file = name.rpartition("/")
    return name in (LABEL, DATABASE) or (folder == FILES and file.isalnum())


def _write_out(part, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(part, file)


def _put_database(copy: Path) -> None:
    db.session.remove()
    if db.engine.dialect.name != "sqlite":
        _postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", str(copy))
        return
    connection = pysqlite3.connect(str(copy))
    sound = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    sound = sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None
    if not sound:
        raise Unusable(_("La copia está dañada: no se tocó nada. Pruebe con otra."))
    target = pysqlite3.connect(db.engine.url.database)
    connection.backup(target)
    target.close()
    connection.close()
