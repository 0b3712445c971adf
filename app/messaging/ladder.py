"""When a text did not arrive: what the carrier's code means, and which rung comes next.

The rungs: once more to the same phone → the person's other phone → a relative who has their own text → a
call to make. Codes: Twilio's error dictionary, sorted in docs/rules-messages.md.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.foundation.language import _l

ONCE_MORE_AFTER = timedelta(minutes=30)
NUMBER_IS_WRONG = frozenset({"21211", "21614", "21612", "21408", "21617", "21635"})
OPTED_OUT = frozenset({"21610"})
TRY_ONCE_MORE = frozenset({"30001", "30003", "30008"})
NUMBER_IS_DEAD = frozenset({"30005", "30006"})
FILTERED = frozenset({"30007"})
CHANNEL_BROKEN = frozenset({"20003", "30002"})
TOO_FAST = "20429"
LATER = frozenset({TOO_FAST, "21611", "30001"})
"""The carrier wants no more from us now: not sent, and nothing is wrong with the text or the number."""

SENTENCES = {
    "20003": _l("La cuenta de mensajes rechazó la clave."),
    "20429": _l("Se mandó demasiado rápido."),
    "21211": _l("El número no es válido."),
    "21408": _l("La cuenta no puede mandar a ese país."),
    "21610": _l("La compañía dice que pidió ya no recibir mensajes."),
    "21611": _l("La cola de la compañía está llena."),
    "21612": _l("La compañía no puede mandar a ese número."),
    "21614": _l("Es un teléfono fijo: no recibe mensajes."),
    "21617": _l("El mensaje es demasiado largo."),
    "30001": _l("La cola de la compañía está llena."),
    "30002": _l("La cuenta de mensajes está suspendida."),
    "30003": _l("El teléfono estaba apagado o sin señal."),
    "30005": _l("El número no existe."),
    "30006": _l("Es un teléfono fijo: no recibe mensajes."),
    "30007": _l("La compañía filtró el mensaje."),
    "30008": _l("La compañía no dice por qué no llegó."),
}


@dataclass(frozen=True)
class Climb:
    """What has been tried for one text to one person. `other_phones` may still be written to."""

    code: str
    retried: bool
    other_phones: int
    relative_told: bool = False


def next_rung(climb: Climb) -> str:
    """`retry` (same phone, after 30 minutes), `other_phone`, `relative` (call, less hurry), or `call`.

    A text that was filtered is not sent again anywhere: the same words would be filtered again.
    """
    if climb.code in TRY_ONCE_MORE and not climb.retried:
        return "retry"
    if climb.other_phones and climb.code not in FILTERED | OPTED_OUT:
        return "other_phone"
    return "relative" if climb.relative_told else "call"


def sentence(code: str | None) -> str:
    """The code in words for the navigator."""
    return str(SENTENCES.get(code or "", _l("No llegó.")))
