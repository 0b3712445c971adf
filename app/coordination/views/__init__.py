"""Pages that show several parts, split by noun."""

from app.coordination.imports import views as imports
from app.coordination.texts import views as texts
from app.coordination.views import (
    alerts,
    appointments,
    approval,
    book_sheets,
    calls,
    case_list,
    case_page,
    costs,
    ending,
    home,
    inbound,
    phones,
    relays,
    trips,
)
from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp, imports.bp, texts.bp)
SIGNED_HOOKS = (inbound.twilio_inbound,)
PAGES = (
    alerts, appointments, approval, book_sheets, calls, case_list, case_page, costs, ending, home, phones, relays,
    trips,
)  # fmt: skip
