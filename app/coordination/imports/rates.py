"""Dated rates as a kind of sheet: the key is category, unit and first day."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete, select

from app.accounts.models import User
from app.cases.spellings.text import fold, tidy
from app.finance import operations as finance
from app.finance.models import Rate
from app.foundation.db import db
from app.foundation.language import _
from app.foundation.money import Money

from . import cells
from .columns import Column
from .plain import Fields, PlainKind, Plan
from .referral_sheet import Readers, Reading

COLUMNS = (
    Column("category", "category", ("categoría", "rubro"), required=True),
    Column("unit", "unit", ("unidad", "concepto"), required=True),
    Column("amount", "amount_mxn", ("importe", "monto", "amount", "tarifa"), required=True),
    Column("valid_from", "valid_from", ("desde", "vigente desde"), required=True),
    Column("valid_to", "valid_to", ("hasta", "vigente hasta")),
    Column("note", "note", ("nota", "observaciones")),
)
_LABELS = {column.name: column.label for column in COLUMNS}
_REQUIRED = ("category", "unit", "amount", "valid_from")


def _readers() -> Readers:
    return {
        **dict.fromkeys(("category", "unit"), lambda text: fold(text).replace(" ", "_")),
        "amount": cells.centavos,
        **dict.fromkeys(("valid_from", "valid_to"), cells.day),
        "note": tidy,
    }


def _key(reading: Reading) -> str:
    parts = [str(cells.text_of(reading, name, "")) for name in ("category", "unit", "valid_from")]
    return " ".join(parts) if all(parts) else ""


def _refusals(reading: Reading) -> list[str]:
    found = cells.missing_or_garbled(reading, _LABELS, _REQUIRED)
    first, last = reading.get("valid_from"), reading.get("valid_to")
    if first and last and last < first:
        found.append(_("El último día no puede ser anterior al primero."))
    return found


def _fields(reading: Reading) -> Fields:
    amount = reading.get("amount")
    return {
        "category": reading.get("category"),
        "unit": reading.get("unit"),
        "amount": None if amount is None else Money(amount),
        "valid_from": reading.get("valid_from"),
        "valid_to": reading.get("valid_to"),
        "note": reading.get("note") or "",
    }


def _held(_keys: Iterable[str], _subjects: dict[str, str]) -> dict[str, tuple[str, Fields]]:
    """All of them: a programme has dozens of rates, not thousands."""
    return {
        f"{rate.category} {rate.unit} {rate.valid_from}": (
            f"rate:{rate.id}",
            {name: getattr(rate, name) for name in ("category", "unit", "amount", "valid_from", "valid_to", "note")},
        )
        for rate in db.session.scalars(select(Rate))
    }


def _save(_key_text: str, plan: Plan, now: datetime, by: User | None) -> str:
    said = plan.said | plan.fields
    if plan.subject:
        held = db.session.get(Rate, int(plan.subject.partition(":")[2]))
        kept = {name: getattr(held, name) for name in ("amount", "valid_to", "note")}
        said = said | kept | plan.fields
    rate = finance.save_rate(
        said["category"], said["unit"], said["amount"], said["valid_from"], said["valid_to"], said["note"],
        by=by, now=now,
    )  # fmt: skip
    return f"rate:{rate.id}"


def _remove(record_id: int, _now: datetime, _by: User | None) -> None:
    db.session.execute(delete(Rate).where(Rate.id == record_id))


RATES = PlainKind("rates", COLUMNS, _readers, _key, _refusals, _fields, _held, _save, _remove)
