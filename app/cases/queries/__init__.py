"""The reads of `cases`. None writes; lists are keyset-paged and take a fixed number of statements."""

from .acompanantes import (
    Helpers,
    acompanante_or_404,
    acompanantes,
    all_open_relays,
    last_relay,
    open_relays,
    party_and_helpers,
    places_served,
    relay,
    relay_by_key,
    relay_or_404,
    relays_about,
    to_choose_from,
)
from .appointments import (
    appointment_or_404,
    appointments_of,
    coming_among,
    live_among,
    live_appointment,
    live_of_cases,
    outcomes_due,
    precondition_or_404,
    tentative_after,
)
from .cases import (
    CaseFilters,
    case_file_or_404,
    case_number_visible,
    case_numbered,
    case_or_404,
    case_page_list,
    companion_or_404,
    counter_referrals_of,
    live_case_of,
    may_open,
    named_staff,
    narrowed,
    openable,
    party_of,
    restricted_cases,
    safe_contact_of,
    visible_cases,
    visible_to,
    with_party,
)
from .people import (
    Lookalike,
    consents_now,
    find_same_person,
    lookalikes,
    may_text,
    person_or_404,
    phone_or_404,
    phones_of,
    phones_to_text,
)
from .places import (
    PlaceBook,
    place_book,
    place_by_code_or_name,
    place_or_404,
    places,
    service_by_name,
    service_or_404,
    services,
)
from .work import open_tasks, open_tasks_of, task_or_404, timeline_notes

__all__ = [
    "CaseFilters", "Helpers", "Lookalike", "PlaceBook", "acompanante_or_404", "acompanantes", "all_open_relays",
    "appointment_or_404", "appointments_of", "case_file_or_404", "case_number_visible", "case_numbered", "case_or_404",
    "case_page_list", "coming_among", "companion_or_404", "consents_now", "counter_referrals_of", "find_same_person",
    "last_relay", "live_among", "live_appointment", "live_case_of", "live_of_cases", "lookalikes", "may_open",
    "may_text", "named_staff", "narrowed", "open_relays", "open_tasks", "open_tasks_of", "openable", "outcomes_due",
    "party_and_helpers", "party_of", "person_or_404", "phone_or_404", "phones_of", "phones_to_text", "place_book",
    "place_by_code_or_name", "place_or_404", "places", "places_served", "precondition_or_404", "relay", "relay_by_key",
    "relay_or_404", "relays_about", "restricted_cases", "safe_contact_of", "service_by_name", "service_or_404",
    "services", "task_or_404", "tentative_after", "timeline_notes", "to_choose_from", "visible_cases", "visible_to",
    "with_party",
]  # fmt: skip
