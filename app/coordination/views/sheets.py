"""The travel sheet, as the family takes it along; the list of its rides, as they sign it when they are back."""

from flask_login import current_user

from app.cases import queries as cases
from app.coordination import ride_list
from app.coordination import travel_sheet as sheet_of
from app.coordination.views.blueprint import bp
from app.finance.models import Claim
from app.finance.reports import voucher
from app.finance.views.blueprint import attached, paper_or_404
from app.finance.views.forms_to_print import asked_receipt
from app.foundation import audit
from app.foundation.db import transaction
from app.travel import queries as travel
from app.travel import sheet


@bp.get("/cases/<number>/trips/<int:trip_id>/sheet.pdf")
def travel_sheet(number: str, trip_id: int):
    """Who prints it has looked at the case."""
    case = cases.case_or_404(number, current_user)
    trip = travel.trip_or_404(case.id, trip_id)
    reader, subject, name = current_user.id, f"case:{case.id}", f"hoja-{case.number}.pdf"
    pdf = sheet.draw(sheet_of.gather(trip))
    with transaction():
        audit.look(reader, subject)
    return attached(pdf, "application/pdf", name)


@bp.get("/claims/<int:claim_id>/rides.pdf")
def ride_sheet(claim_id: int):
    """The trip's rides, or those of a relación that was typed (`?receipt=`). Who may not open the case prints amounts
    and days alone."""
    claim = paper_or_404(Claim, claim_id)
    named, receipt = cases.may_open(claim.case, current_user), asked_receipt(claim)[0]
    rides = ride_list.typed(claim, receipt, named=named) if receipt else ride_list.gather(claim, named=named)
    return attached(voucher.draw_rides(rides), "application/pdf", f"pasajes-{claim.number}.pdf")
