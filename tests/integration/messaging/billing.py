"""A carrier that tells prices, and texts that it is known to have: what the tests of costs play with."""

from datetime import timedelta

from app.foundation.db import transaction
from app.messaging import jobs, operations
from app.messaging.deliveries import take_status
from app.messaging.gateways import Gateway, Price
from app.messaging.models import Message


class Billing(Gateway):
    """`asked` maps a sid to (millionths, currency). Counts how often its list is read; `readable` False: never."""

    def __init__(self, asked: dict[str, tuple[int, str]] | None = None):
        self.asked = asked or {}
        self.reads = []
        self.readable = True

    def read_prices(self, since, until, voice):
        self.reads.append((since, until, voice))
        if not self.readable:
            raise ConnectionError("no answer")
        return [Price(sid, *price) for sid, price in self.asked.items()]


def sent_text(at, sid, case_id=None, number="+529921110001", channel="sms", status="delivered", **more) -> Message:
    """A text of `case_id` that the carrier had at `at`, and what became of it."""
    values = {
        "about": "case:1", "kind": "reply", "body": f"Texto {sid}", "not_before": at, "person_id": None,
        "expires_at": at + timedelta(days=1), "created_at": at, "to_number": number, "channel": channel,
    }  # fmt: skip
    with transaction():
        message = operations.plan(case_id=case_id, **values | more)
        take_status(message.id, sid, status, at, to_number=number, source="list")
    return message


def priced(sids, at, micros=36_700, currency="USD") -> int:
    """The carrier asks `micros` for each of these; how many were news."""
    return jobs.learn_prices(at, Billing(dict.fromkeys(sids, (micros, currency))))
