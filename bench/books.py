"""B7: posting, the trial balance and the check of the whole chain, beside beancount and hledger on the same journal."""

import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from app.accounts.models import User
from app.finance import books
from app.finance import operations as finance
from app.finance.exports import FORMATS, read_book
from app.finance.ledger import Move, Posting, post_all, verify
from app.finance.models import Custodian, Fund
from app.finance.models.ledger import ACCOUNT_KINDS
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.money import Money

from .installation import migrated, postgres

TITLE = "B7: the books"
SIZES = (1_000, 5_000)
MANY = 1_000_000  # ours alone: beancount would take minutes, and several gigabytes
A_TRANSACTION = 500  # entries of one transaction, as an import or a day's text costs; alone: one each
ALONE = 200
REPEATS = 3
NOTE = f"""One transfer an entry, on SQLite unless it says otherwise. *Posted* is entries a second with {A_TRANSACTION}
to a transaction, hash chain and balances included; *alone* with a durable commit for each of {ALONE}. The trial balance
is the page *Cuentas*, which reads the running balances; *verify* recomputes every hash, balance and paper. Beancount
(its loader, from the text, without its cache) and `hledger balance` (start included) read the journal that we export.
Times are milliseconds, the median of {REPEATS}; the million is checked once, by us alone: its hashes on one processor
while the database puts the next entries together on another."""


def measure() -> str:
    head = ("entries", "posted a second", "alone", "trial balance", "verify", "beancount", "hledger")
    rows = ["| " + " | ".join(head) + " |", "|" + "---:|" * len(head)]
    with tempfile.TemporaryDirectory() as folder, postgres("ours") as (address,):
        for many in SIZES:
            place = Path(folder) / str(many)
            place.mkdir()
            rows.append(_row(place, "", many))
        rows.append(_row(Path(folder), address, SIZES[-1], "PostgreSQL, "))
        rows.append(_many(Path(folder) / "many"))
    return "\n".join(rows)


def _many(folder: Path) -> str:
    """The whole chain of a large ledger, checked once; its time of processor too."""
    folder.mkdir()
    app = migrated(folder)
    with app.app_context():
        ids = _begin()
        posted = MANY / _seconds(lambda: _post(ids, MANY, A_TRANSACTION))
        balance = _milliseconds(_trial_balance)
        busy = time.process_time()
        verified = _seconds(_verified) * 1000
        busy = (time.process_time() - busy) * 1000
        db.session.remove()
        db.engine.dispose()
    return f"| {MANY:,} | {posted:,.0f} | – | {balance:,.1f} | {verified:,.1f} ({busy:,.0f} of processor) | – | – |"


def _row(folder: Path, database: str, many: int, name: str = "") -> str:
    app = migrated(folder, database)
    with app.app_context():
        ids = _begin()
        posted = many / _seconds(lambda: _post(ids, many, A_TRANSACTION))
        alone = ALONE / _seconds(lambda: _post(ids, ALONE, 1, first=many))
        db.session.remove()
        ours = [_milliseconds(work) for work in (_trial_balance, _verified)]
        theirs = _peers(folder)
        db.session.remove()
        db.engine.dispose()
    shown = [f"{took:,.1f}" for took in ours] + theirs
    return f"| {name}{many:,} | {posted:,.0f} | {alone:,.0f} | " + " | ".join(shown) + " |"


def _begin() -> tuple[int, int, int]:
    now = clock.now()
    with transaction():
        person = User(email="f@ces.example", name="Fausto", role="finance", password_hash="-", created_at=now)
        db.session.add(person)
        db.session.flush()
        fund = finance.create_fund("Cirugías", "Fundación", by=person, now=now)
        box = finance.create_box("Caja", by=person, now=now)
        return person.id, fund.id, box.id


def _post(ids: tuple[int, int, int], many: int, together: int, first: int = 0) -> None:
    now = clock.now()
    for start in range(first, first + many, together):
        with transaction():
            person, fund, box = (
                db.session.get(kind, key) for kind, key in zip((User, Fund, Custodian), ids, strict=True)
            )
            post_all([
                Posting(
                    "donation", f"bench:{number}",
                    [Move(box.account, fund.account, Money(1_00 + number % 900), fund_id=fund.id)],
                    now.date(), person, f"b:{number}",
                )
                for number in range(start, min(start + together, first + many))
            ], now)  # fmt: skip


def _trial_balance() -> None:
    db.session.expire_all()
    groups = books.chart(list(ACCOUNT_KINDS))
    assert groups


def _verified() -> None:
    db.session.expire_all()
    assert verify() == []


def _peers(folder: Path) -> list[str]:
    """Their time from the journal to the balances: beancount's, hledger's."""
    journals = {kind: folder / f"book.{kind}" for kind in ("beancount", "hledger")}
    for kind, file in journals.items():
        file.write_text(FORMATS[kind](read_book()), encoding="utf-8")
    return [f"{_milliseconds(lambda: _bean(journals['beancount'])):,.0f}", _hledger(journals["hledger"])]


def _bean(file: Path) -> None:
    from beancount import loader
    from beancount.core import realization

    entries, errors, _options = loader.load_string(file.read_text(encoding="utf-8"))
    assert not errors
    realization.realize(entries)


def _hledger(file: Path) -> str:
    if not shutil.which("hledger"):
        return "–"
    command = ["hledger", "-f", file, "balance", "--no-total"]
    return f"{_milliseconds(lambda: subprocess.run(command, check=True, capture_output=True)):,.0f}"


def _milliseconds(work: Callable[[], object]) -> float:
    return median(_seconds(work) for _time in range(REPEATS)) * 1000


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
