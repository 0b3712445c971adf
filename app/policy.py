"""Who may open what: one line a route. A route that is not here fails the build and is refused to everybody.

Whose case it is (a clinician's own clinic, a restricted case's named staff) is decided with the case itself,
in cases.queries.case_or_404.
"""

from app.foundation.web import ANYONE, SIGNED_IN

ALL = ("clinician", "navigator", "finance", "admin", "auditor")
STAFF = ("navigator", "finance", "admin", "auditor")
CARE = ("clinician", "navigator", "admin")
WORK = ("clinician", "navigator", "finance", "admin")
NAVIGATION = ("navigator", "admin")
MESSAGES_READ = ("navigator", "admin", "auditor")
MONEY = ("finance", "admin")
MONEY_READ = ("finance", "admin", "auditor")
ADMIN = ("admin",)

POLICY: dict[str, object] = {
    # every browser's
    "static": ANYONE,
    "bootstrap.static": ANYONE,
    "assets.htmx": ANYONE,
    "health.healthz": ANYONE,
    "health.readyz": ANYONE,
    "health.metrics": ANYONE,
    # accounts
    "accounts.login": ANYONE,
    "accounts.logout": SIGNED_IN,
    "accounts.account": SIGNED_IN,
    "accounts.people": ADMIN,
    "accounts.person": ADMIN,
    "accounts.deactivate": ADMIN,
    "accounts.reactivate": ADMIN,
    # cases
    "cases.refer": CARE,
    "cases.lookalikes": CARE,
    "cases.person": CARE,
    "cases.add_phone": CARE,
    "cases.phone": CARE,
    "cases.end_phone": CARE,
    "cases.prefer_phone": CARE,
    "cases.give_consent": CARE,
    "cases.add_companion": CARE,
    "cases.companion": CARE,
    "cases.remove_companion": CARE,
    "cases.safe_contact": NAVIGATION,
    "cases.edit": CARE,
    "cases.counter_referral": CARE,
    "cases.case_file": ALL,
    "cases.needs": CARE,
    "cases.need_done": CARE,
    "cases.add_note": CARE,
    "cases.log_call": CARE,
    "cases.finish_task": WORK,
    "cases.postpone_task": WORK,
    "cases.take_task": WORK,
    "cases.access": CARE,
    "cases.unname_staff": CARE,
    "cases.restrict": CARE,
    "cases.restricted_cases": ("admin", "auditor"),
    "cases.places": SIGNED_IN,
    "cases.add_place": NAVIGATION,
    "cases.place": NAVIGATION,
    "cases.services": SIGNED_IN,
    "cases.add_service": NAVIGATION,
    "cases.service": NAVIGATION,
    # travel
    "travel.route_book": ALL,
    "travel.add_route": NAVIGATION,
    "travel.edit_route": NAVIGATION,
    "travel.add_alert": NAVIGATION,
    "travel.end_alert": NAVIGATION,
    "travel.beds": STAFF,
    "travel.confirm_stay": NAVIGATION,
    "travel.trip": ALL,
    "travel.away_today": STAFF,
    # finance
    # messaging
    "messaging.inbox": MESSAGES_READ,
    "messaging.outgoing": MESSAGES_READ,
    "messaging.message": MESSAGES_READ,
    "messaging.conversation": MESSAGES_READ,
    "messaging.withdraw": NAVIGATION,
    "messaging.by_hand": NAVIGATION,
    "messaging.take": NAVIGATION,
    "messaging.finish": NAVIGATION,
    "messaging.resume": NAVIGATION,
    "messaging.simulator": NAVIGATION,
    "messaging.send_now": NAVIGATION,
    "messaging.twilio_status": ANYONE,
    # imports
    "imports.batches": NAVIGATION,
    "imports.batch": NAVIGATION,
    "imports.bring_in": NAVIGATION,
    "imports.discard": NAVIGATION,
    "imports.confirm_messages": NAVIGATION,
    "imports.undo": NAVIGATION,
    "imports.report": NAVIGATION,
    "imports.refused": NAVIGATION,
    "imports.review": NAVIGATION,
    "imports.review_row": NAVIGATION,
    "imports.dismiss": NAVIGATION,
    # coordination
    "coordination.home": SIGNED_IN,
    "coordination.answer_as_patient": NAVIGATION,
    "coordination.twilio_inbound": ANYONE,
    "coordination.worklist": STAFF,
    "coordination.more": SIGNED_IN,
    "coordination.case_list": ALL,
    "coordination.search_page": ALL,
    "coordination.case_page": ALL,
    "coordination.book": NAVIGATION,
    "coordination.move": NAVIGATION,
    "coordination.cancel": NAVIGATION,
    "coordination.outcome": CARE,
    "coordination.choose_trip": NAVIGATION,
    "coordination.correct_leg": NAVIGATION,
    "coordination.leave_urgently": CARE,
    "coordination.depart": CARE,
    "coordination.arrive": CARE,
    "coordination.come_home": CARE,
    "coordination.approve_money": MONEY,
    "coordination.hold": NAVIGATION,
    "coordination.resume": NAVIGATION,
    "coordination.close": NAVIGATION,
    "coordination.reopen": NAVIGATION,
    "coordination.death": CARE,
}
