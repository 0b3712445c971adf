"""The work of the clock: one round of everything that is due, in doubt or to look up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from app.cases.spellings.phones import mexican_number
from app.foundation import clock
from app.foundation.db import db, transaction
from app.foundation.settings import Settings
from app.messaging import costs, lookup, outbox, twilio_voice, wordings
from app.messaging.deliveries import take_status
from app.messaging.gateways import Gateway, Simulator
from app.messaging.models import TickSlot
from app.messaging.outbox import Limits

SLOTS_KEPT = timedelta(days=2)
MOST_BATCHES = 500


@dataclass(frozen=True)
class Round:
    """What one round did."""

    recovered: int
    looked_up: int
    claimed: int
    accepted: int


def gateway_of(settings: Settings) -> Gateway:
    """The way out that this installation is set to."""
    return twilio_voice.from_settings(settings) if settings.sms_gateway == "twilio" else Simulator()


def limits_of(settings: Settings, paced: bool = True) -> Limits:
    """The outbox's limits. A simulated carrier is never in a hurry: not `paced`."""
    numbers = (mexican_number(typed) for typed in settings.sms_allow.split(",") if typed.strip())
    return Limits(
        lease=timedelta(seconds=settings.sms_lease_seconds),
        settle=timedelta(seconds=settings.sms_settle_seconds),
        allowed=frozenset(number for number in numbers if number),
        zone=settings.timezone,
        per_second=settings.sms_rate_per_second if paced else 0,
        daily_cap=settings.sms_daily_cap,
    )


def send_round(now: datetime, gateway: Gateway | None = None) -> Round:
    """Everything that is due at `now`, once. Any number of workers may do this at the same time."""
    settings: Settings = current_app.config["SETTINGS"]
    started = clock.monotonic()
    gateway = gateway or gateway_of(settings)
    limits = limits_of(settings, gateway.paced)
    with transaction():
        wordings.keep_templates(now)
        recovered = lookup.recover(now)
    looked_up = lookup.resolve(now, gateway, limits)
    claimed = accepted = 0
    for _batch in range(MOST_BATCHES):
        at = now + timedelta(
            seconds=clock.monotonic() - started if limits.per_second else int(clock.monotonic() - started)
        )
        sent = outbox.dispatch(at, gateway, limits)
        claimed, accepted = claimed + sent.claimed, accepted + sent.accepted
        if sent.halted or not sent.claimed:
            break
    take_reports(gateway, now)
    return Round(recovered, looked_up, claimed, accepted)


def take_reports(gateway: Gateway, now: datetime) -> None:
    """What a carrier that does not call back tells when it is asked."""
    for report in gateway.reports(now):
        with transaction():
            take_status(report.message_id, report.sid, report.status, now, code=report.code, source="list")


def learn_prices(now: datetime, gateway: Gateway | None = None) -> int:
    """What the carrier asks for the texts whose price is due: one list for each day, read outside a transaction.
    Returns how many prices were news."""
    gateway = gateway or gateway_of(current_app.config["SETTINGS"])
    news = 0
    for window in costs.windows(now):
        prices = gateway.prices(window.since, window.until, voice=window.voice)
        if prices is None:
            break
        with transaction():
            news += costs.record(window, prices, now)
    return news


def take_slot(job: str, slot: datetime, now: datetime) -> bool:
    """Whether this worker has the tick: of all that ask for (job, slot), one."""
    try:
        with transaction():
            db.session.execute(delete(TickSlot).where(TickSlot.slot < now - SLOTS_KEPT))
            db.session.add(TickSlot(job=job, slot=slot, taken_at=now))
    except IntegrityError:
        return False
    return True
