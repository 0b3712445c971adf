"""The relación de pasajes of a journey: travel says which rides cost something, finance prints it or takes it typed."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.finance import queries as finance
from app.finance.letterhead import letterhead
from app.finance.models import Claim, Receipt
from app.finance.reports.voucher import RideList, RideRow
from app.foundation import clock
from app.foundation.money import Money
from app.travel import queries as travel
from app.travel.models import Leg


def gather(claim: Claim, *, named: bool) -> RideList:
    """The rides of the journey that the claim's advance was for; blank rows where there is none. `named`: with who."""
    rows = tuple(_row(leg, named) for leg in _paid_legs(claim))
    return RideList(letterhead(), claim.number, claim.case.number, claim.payee_name if named else "", rows)


def typed(claim: Claim, receipt: Receipt, *, named: bool) -> RideList:
    """A relación as it was typed, to be printed and signed."""
    rows = tuple(
        RideRow(ride.ridden_on, ride.leg if named else "", ride.driver if named else "", ride.persons, ride.amount)
        for ride in receipt.rides
    )
    return RideList(letterhead(), claim.number, claim.case.number, claim.payee_name if named else "", rows)


@dataclass(frozen=True)
class Proposed:
    """One row of a relación to be typed: those of a ride who paid the same."""

    on: date
    origin: str
    destination: str
    mode: str
    driver: str
    fare: Money
    persons: int


def proposed(claim: Claim) -> list[Proposed]:
    """The journey's rides that cost something, in order; where children paid less, a row for each fare."""
    return [
        Proposed(
            clock.to_local(leg.departs_at).date(), leg.origin.name[:50], leg.destination.name[:50], leg.mode,
            leg.driver or "", fare, persons,
        )
        for leg in _paid_legs(claim)
        for fare, persons in sorted(Counter(seat.fare for seat in leg.seats if seat.fare).items(), reverse=True)
    ]  # fmt: skip


def _paid_legs(claim: Claim) -> list[Leg]:
    word, _colon, key = finance.source_of(claim).partition(":")
    legs = travel.trip_or_404(claim.case_id, int(key)).legs if word == "trip" and key.isdigit() else []
    return [leg for leg in sorted(legs, key=lambda leg: leg.departs_at) if leg.fare]


def _row(leg: Leg, named: bool) -> RideRow:
    way = f"{leg.origin.name} – {leg.destination.name}" if named else ""
    return RideRow(clock.to_local(leg.departs_at).date(), way, leg.driver or "", len(leg.seats), leg.fare)
