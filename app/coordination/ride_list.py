"""The relación de pasajes of a journey: travel says which rides cost something, finance prints them."""

from app.finance import queries as finance
from app.finance.letterhead import letterhead
from app.finance.models import Claim
from app.finance.reports.voucher import RideList, RideRow
from app.foundation import clock
from app.travel import queries as travel
from app.travel.models import Leg


def gather(claim: Claim, *, named: bool) -> RideList:
    """The rides of the journey that the claim's advance was for; blank rows where there is none. `named`: with who."""
    case, traveller = claim.case, claim.payee_name if named else ""
    source = finance.source_of(claim)
    word, _colon, key = source.partition(":")
    legs = travel.trip_or_404(case.id, int(key)).legs if word == "trip" and key.isdigit() else []
    rows = tuple(_row(leg, named) for leg in sorted(legs, key=lambda leg: leg.departs_at) if leg.fare)
    return RideList(letterhead(), claim.number, case.number, traveller, rows)


def _row(leg: Leg, named: bool) -> RideRow:
    way = f"{leg.origin.name} – {leg.destination.name}" if named else ""
    return RideRow(clock.to_local(leg.departs_at).date(), way, leg.driver or "", len(leg.seats), leg.fare)
