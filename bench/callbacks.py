"""B9: signed callbacks that are durable before the answer, beside a bare Flask with Twilio's validator."""

import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from flask import Flask, abort, request
from sqlalchemy import insert, update
from twilio.request_validator import RequestValidator

from app.foundation import clock
from app.foundation.db import db, transaction
from app.messaging.models import Message

from .installation import migrated, people
from .measure import Measured, one_by_one
from .sending import text

TITLE = "B9: one signed callback"
CALLS, ROUNDS = 200, 6
TOKEN, PUBLIC = "a token of the carrier", "https://acompana.example"


def measure() -> list[Measured]:
    with tempfile.TemporaryDirectory() as folder:
        return one_by_one({"bare Flask with the validator": _bare(), "Acompaña, SQLite": _ours(Path(folder))}, CALLS)


def _signed(number: int, sid: str) -> tuple[str, dict[str, str], dict[str, str]]:
    path, fields = f"/hooks/twilio/status/{number}", {"MessageSid": sid, "MessageStatus": "delivered", "To": "+52"}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{path}", fields)
    return path, fields, {"X-Twilio-Signature": signature}


def _posting(app: Flask, calls: Iterator) -> Callable[[], None]:
    client = app.test_client()

    def work() -> None:
        path, fields, headers = next(calls)
        assert client.post(path, data=fields, headers=headers).status_code == 204

    return work


def _bare() -> Callable[[], None]:
    app = Flask("bare")

    @app.post("/hooks/twilio/status/<int:number>")
    def status(number: int):
        given = request.headers.get("X-Twilio-Signature", "")
        if not RequestValidator(TOKEN).validate(f"{PUBLIC}{request.path}", request.form.to_dict(), given):
            abort(403)
        return "", 204

    return _posting(app, iter([_signed(number, "SM1") for number in range(CALLS * ROUNDS)]))


def _ours(folder: Path) -> Callable[[], None]:
    """Each callback is the first word of a text that was accepted."""
    app, now, many = migrated(folder), clock.now(), CALLS * ROUNDS
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], twilio_auth_token=TOKEN, public_url=PUBLIC)
    sids = [f"SM{uuid.uuid4().hex}" for _number in range(many)]
    with app.app_context():
        with transaction():
            people(many, now)
            db.session.execute(insert(Message), [text(number, now) for number in range(1, many + 1)])
        for state in ("claimed", "sending", "accepted"):
            with transaction():
                _moved(state, sids, now)
        db.session.remove()
    return _posting(app, iter([_signed(number, sid) for number, sid in enumerate(sids, 1)]))


def _moved(state: str, sids: list[str], now) -> None:
    """Every text in this state, as the outbox would leave it."""
    held = {"claim_token": "bench", "lease_until": now, "to_number": "+529920000000"}
    db.session.execute(update(Message).values(state=state, **held))
    if state == "accepted":
        rows = [{"id": number, "sid": sid, "sent_at": now} for number, sid in enumerate(sids, 1)]
        db.session.execute(update(Message), rows)
