"""Pages that show several parts, split by noun."""

from app.coordination.calendars import views as calendars
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
    corrections,
    costs,
    ending,
    evenings,
    forecast,
    home,
    hospital_week,
    inbound,
    on_site,
    party,
    phones,
    rates,
    relays,
    ride_lists,
    series,
    sheets,
    trip_page,
    trips,
    vehicles,
    voice,
    ways_taken,
)
from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp, calendars.bp, imports.bp, texts.bp)
SIGNED_HOOKS = (inbound.twilio_inbound, voice.twilio_voice_answer)
PAGES = (
    alerts, appointments, approval, book_sheets, calls, case_list, case_page, corrections, costs, ending, evenings,
    forecast, home, hospital_week, on_site, party, phones, rates, relays, ride_lists, series, sheets, trip_page, trips,
    vehicles, ways_taken,
)  # fmt: skip
