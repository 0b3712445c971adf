"""What makes a password, a role and a second step."""

import re
import secrets
from datetime import datetime, timedelta

import pyotp
from pyotp.exceptions import OTPVerificationError

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
HALF_LASTS = timedelta(minutes=10)  # between the password and the code
WRONG_CODES = 5  # in a row; then the code is not asked for during
PAUSE = timedelta(minutes=5)
RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another on paper
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


def new_secret() -> str:
    """160 random bits in base 32, as authenticator apps take them."""
    return pyotp.random_base32()


def address(secret: str, email: str, programme: str) -> str:
    """What the QR says."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=programme)


def counter_of(secret: str, typed: str, now: datetime) -> int | None:
    """The half-minute of which this is the code: now, the one before or the one after; None: of none."""
    digits = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"[0-9]{6}", digits):
        return None
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(digits, for_time=now, valid_window=1)
    except OTPVerificationError:
        return None


def new_recovery_codes() -> list[str]:
    """`k3mv-9q2p-7txd`: 59 random bits each."""
    return [
        "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _m in range(3)) for _k in range(RECOVERY_CODES)
    ]


def plain_code(typed: str) -> str:
    """A recovery code however it was typed."""
    return re.sub(r"[\s-]", "", typed).lower()
