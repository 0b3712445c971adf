"""The verbs of what goes by word of mouth: it is asked for, it left, it came to its end."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _

from .. import queries
from ..models import Appointment, Case, Person, Relay
from ..spellings.text import tidy

LONGEST = 90
"""Letters of a relay: with its greeting, its number and what to answer it is one text message."""


def open_relay(
    case: Case, kind: str, key: str, words: str, until: datetime, now: datetime, by, *, person: Person | None = None,
    appointment: Appointment | None = None, corrects: Relay | None = None,
) -> tuple[Relay, bool]:  # fmt: skip
    """The relay of this key and whether it is new: the same news goes once.

    Refused: a restricted, closed or resting case, somebody who died, no acompañante, nothing said or too much,
    a time that has passed.
    """
    known = queries.relay_by_key(key)
    if known is not None:
        return known, False
    _check(case, words, until, now)
    relay = Relay(
        case=case, appointment=appointment, person=person or case.patient, acompanante=case.acompanante, kind=kind,
        key=key, words=tidy(words), state="open", until=until, created_at=now, created_by_id=getattr(by, "id", None),
        corrects_id=corrects.id if corrects else None,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            db.session.add(relay)
    except IntegrityError:
        return queries.relay_by_key(key), False
    audit.record("relay.opened", f"case:{case.number}", by, relay=relay.id, kind=kind)
    return relay, True


def _check(case: Case, words: str, until: datetime, now: datetime) -> None:
    if case.restricted:
        raise Refused(_("Es un caso reservado: no se mandan recados con nadie."))
    if case.closed_at or case.patient.died_on:
        raise Refused(_("El caso está cerrado: ya no se mandan recados."))
    if case.hold_reason:
        raise Refused(_("El caso está en pausa: retómelo antes de mandar un recado."))
    if case.acompanante is None:
        raise Refused(_("Este caso no tiene acompañante: elíjala primero."))
    if not words.strip():
        raise Refused(_("Escriba el recado."), "words")
    if len(tidy(words)) > LONGEST:
        raise Refused(_("El recado cabe en %(most)s letras: dígalo más corto.", most=LONGEST), "words")
    if until <= now:
        raise Refused(_("Elija un momento que todavía no pasa."), "until")


def relay_left(relay: Relay) -> None:
    """Her text is on its way."""
    if relay.state == "open":
        relay.state = "sent"


def end_relay(relay: Relay, state: str, result: str, now: datetime, by, **answers: bool | None) -> None:
    """`state`: confirmed, failed or cancelled. `answers` of a visit: medicines, danger_signs, knows_next_date.

    Refused: one that has ended.
    """
    if relay.ended_at:
        raise Refused(_("Ese recado ya terminó."))
    relay.state, relay.result, relay.ended_at = state, tidy(result)[:400] or None, now
    relay.ended_by_id = getattr(by, "id", None)
    for name, answer in answers.items():
        setattr(relay, name, answer)
    db.session.flush()
    audit.record(f"relay.{state}", f"case:{relay.case.number}", by, relay=relay.id)
