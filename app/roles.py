"""Groups of roles, as the policy names them."""

ALL = ("clinician", "navigator", "finance", "admin", "auditor")
STAFF = ("navigator", "finance", "admin", "auditor")
CARE = ("clinician", "navigator", "admin")
WORK = ("clinician", "navigator", "finance", "admin")
NAVIGATION = ("navigator", "admin")
MESSAGES_READ = ("navigator", "admin", "auditor")
MONEY = ("finance", "admin")
MONEY_READ = ("finance", "admin", "auditor")
ADMIN = ("admin",)
