"""What makes a password and a role."""

import re
from datetime import timedelta

from app.foundation.errors import Refused
from app.foundation.language import _, _l

ROLE_NAMES = {
    "clinician": _l("Médica/o pasante"),
    "navigator": _l("Navegadora/or"),
    "finance": _l("Finanzas"),
    "admin": _l("Administración"),
    "auditor": _l("Auditoría"),
}
SESSION_LASTS = timedelta(hours=12)
SHORTEST_PASSWORD = 10  # length beats composition: OWASP ASVS 5.0, 6.2


def check_password(password: str, *, email: str, field: str = "password") -> None:
    """Refused: shorter than ten characters, or made of the address."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused(_("La contraseña lleva al menos 10 caracteres; una frase corta sirve."), field)
    if email.split("@")[0].lower() in password.lower():
        raise Refused(_("La contraseña no puede contener su correo."), field)


def check_role(role: str, clinic_code: str | None) -> None:
    """Refused: an unknown role, a clinician without a clinic."""
    if role not in ROLE_NAMES:
        raise Refused(_("Ese papel no existe. Use: %(roles)s.", roles=", ".join(ROLE_NAMES)), "role")
    if role == "clinician" and not clinic_code:
        raise Refused(_("Diga de qué clínica es la médica o el médico."), "clinic_code")


def own_phone(typed: str) -> str | None:
    """`+52` and ten digits, however it was typed; None where nothing was. Refused: anything else (field `phone`)."""
    digits = re.sub(r"\D", "", typed)
    if not digits:
        return None
    national = digits[-10:]
    if len(national) < 10 or digits[:-10] not in ("", "52", "521"):
        raise Refused(_("Escriba los diez números de su celular."), "phone")
    return f"+52{national}"
