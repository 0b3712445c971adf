"""Pages that show several parts, split by noun."""

from app.coordination.imports import views as imports
from app.coordination.views import appointments, approval, case_list, case_page, ending, home, inbound, trips, voice
from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp, imports.bp)
SIGNED_HOOKS = (inbound.twilio_inbound, voice.twilio_voice_answer)
PAGES = (appointments, approval, case_list, case_page, ending, home, trips)
