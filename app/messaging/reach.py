"""On which phone a person may be texted now, or why not. Pure; looked at again right before every sending."""

from dataclasses import dataclass

from app.cases.safe_hours import SafeHours
from app.foundation.language import _l

REASONS = {
    "no_consent": _l("No ha dicho si acepta mensajes: falta preguntarle."),
    "refused_consent": _l("No acepta mensajes."),
    "no_phone": _l("No tiene teléfono registrado."),
    "relay_only": _l("Sólo se le avisa por recado (caseta o teléfono prestado): hay que llamar."),
    "landline": _l("Su teléfono es fijo y no recibe mensajes."),
    "opted_out": _l("Escribió ALTO en ese teléfono."),
    "number_dead": _l("Su número ya no sirve."),
    "no_other_phone": _l("No hay otro teléfono que probar."),
    "safe_contact": _l("Caso reservado: no está en el plan de contacto seguro."),
    "suspended": _l("Su línea está suspendida: no se le manda nada hasta que vuelva."),
    "safe_in_person": _l("Caso reservado: el acuerdo dice que sólo en persona."),
    "safe_hours": _l("Caso reservado: falta decir desde qué hora y hasta qué hora, o ya no hay hora segura a tiempo."),
    "safe_wait": _l("Espera: sale dentro de las horas del contacto seguro."),
    "talk": _l("Espera: hay una conversación con ese teléfono."),
    "test_mode": _l("Modo de prueba: el número no está en la lista permitida."),
    "died": _l("Falleció: no se manda nada."),
    "closed": _l("El caso está cerrado."),
    "on_hold": _l("El caso está en pausa."),
    "same_text_wait": _l("Espera: hace poco salió este mismo mensaje a ese teléfono."),
    "same_text": _l("Ese teléfono ya recibió este mismo mensaje."),
    "superseded": _l("Cambió lo que había que avisar."),
    "withdrawn": _l("Lo quitó una persona."),
    "by_hand": _l("Se mandó a mano por WhatsApp."),
    "late": _l("Ya no llegaba a tiempo."),
    "line_busy": _l("Ahorita hay otra llamada a ese teléfono: sale en un rato."),
    "answered": _l("Ya contestó: no hace falta repetirlo."),
}
OUT_OF_REACH = (
    "no_consent", "refused_consent", "no_phone", "relay_only", "landline", "opted_out", "number_dead",
    "no_other_phone", "safe_contact", "test_mode", "suspended", "safe_in_person", "safe_hours",
)  # fmt: skip
PUT_OFF = ("talk", "safe_wait", "same_text_wait", "line_busy")
TAKEN_AWAY = ("withdrawn", "by_hand")


@dataclass(frozen=True)
class Line:
    """One of a person's phones, in the order they are tried."""

    phone_id: int
    number: str | None
    kind: str = "mobile"
    relay_only: bool = False
    dead: bool = False
    opted_out: bool = False
    suspended: bool = False


@dataclass(frozen=True)
class Standing:
    """What decides whether a person may be texted at all. `consent` None: never asked. `safe_person` None: an open
    case; then the plan's phone and hours do not count. `voice` is the consent to calls, None also while calls are
    switched off; `reads` None: nobody asked."""

    consent: bool | None
    lines: tuple[Line, ...]
    died: bool = False
    closed: bool = False
    on_hold: bool = False
    safe_person: bool | None = None
    safe_phone_id: int | None = None
    safe_hours: SafeHours | None = None
    voice: bool | None = None
    reads: bool | None = None


@dataclass(frozen=True)
class Reach:
    """A number to write to, or the code of REASONS why there is none. `channel` voice: a call; `relayed`: somebody
    else answers there, who is only asked to pass on whom to call."""

    number: str | None = None
    phone_id: int | None = None
    reason: str | None = None
    channel: str = "sms"
    relayed: bool = False


def reach(standing: Standing, tried: frozenset[str] = frozenset(), allowed: frozenset[str] = frozenset()) -> Reach:
    """The first phone that may be written to. `tried` numbers are passed over; `allowed`, when there is any, is
    the list of the only numbers that a test installation writes to."""
    barred = _barred(standing)
    if barred:
        return Reach(reason=barred)
    lines = [line for line in standing.lines if standing.safe_phone_id in (None, line.phone_id)]
    reasons = [_unusable(line, tried, allowed) for line in lines]
    for line, reason in zip(lines, reasons, strict=True):
        if reason is None:
            return Reach(line.number, line.phone_id)
    return Reach(reason=reasons[0] if reasons else "no_phone")


def _barred(standing: Standing) -> str | None:
    """What stops every phone of a person at once."""
    checks = (
        ("died", standing.died),
        ("closed", standing.closed),
        ("on_hold", standing.on_hold),
        ("safe_contact", standing.safe_person is False),
        ("safe_in_person", standing.safe_person is True and standing.safe_phone_id is None),
        ("safe_hours", standing.safe_person is True and standing.safe_hours is None),
        ("no_consent", standing.consent is None),
        ("refused_consent", standing.consent is False),
    )
    return next((reason for reason, holds in checks if holds), None)


def _unusable(line: Line, tried: frozenset[str], allowed: frozenset[str]) -> str | None:
    checks = (
        ("no_phone", line.number is None),
        ("relay_only", line.relay_only or line.kind == "caseta"),
        ("landline", line.kind == "landline"),
        ("number_dead", line.dead),
        ("suspended", line.suspended),
        ("opted_out", line.opted_out),
        ("no_other_phone", line.number in tried),
        ("test_mode", bool(allowed) and line.number not in allowed),
    )
    return next((reason for reason, holds in checks if holds), None)
