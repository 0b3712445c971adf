"""Pages that show several parts, split by noun."""

from app.coordination.imports import views as imports
from app.coordination.views import (
    appointments,
    approval,
    calls,
    case_list,
    case_page,
    ending,
    home,
    inbound,
    phones,
    trips,
)
from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp, imports.bp)
SIGNED_HOOKS = (inbound.twilio_inbound,)
PAGES = (appointments, approval, calls, case_list, case_page, ending, home, phones, trips)
