"""Who may open what: one line a route. A route that is not here fails the build and is refused to everybody.

Whose case it is (a clinician's own clinic, a restricted case's named staff) is decided with the case itself,
in cases.queries.case_or_404.
"""

from app.foundation.web import ANYONE, SIGNED_IN

ALL = ("clinician", "navigator", "finance", "admin", "auditor")
STAFF = ("navigator", "finance", "admin", "auditor")
CARE = ("clinician", "navigator", "admin")
NAVIGATION = ("navigator", "admin")
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
    # travel
    # finance
    # messaging
    # coordination
    "coordination.home": SIGNED_IN,
}
