"""Pages that show several parts, split by noun."""

from app.coordination.views import appointments, approval, case_list, case_page, ending, home, trips
from app.coordination.views import inbound
from app.coordination.views.blueprint import bp

BLUEPRINTS = (bp,)
SIGNED_HOOKS = (inbound.twilio_inbound,)
PAGES = (appointments, approval, case_list, case_page, ending, home, trips)
