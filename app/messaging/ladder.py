"""When a text did not arrive: what the carrier's code means, and which rung comes next.

The rungs: once more to the same phone → the person's other phone → a call by the machine → somebody calls, with
less hurry where a relative has their own text. Codes: Twilio's error dictionary, sorted in docs/rules-messages.md.
"""

from dataclasses import dataclass
from datetime import timedelta

from app.foundation.language import _l
from app.messaging import voice

ONCE_MORE_AFTER = timedelta(minutes=30)
NUMBER_IS_WRONG = frozenset({"21211", "21614", "21635"})
TEXT_IS_REFUSED = frozenset({"21617", "30007"})
OPTED_OUT = frozenset({"21610"})
PHONE_IS_AWAY = frozenset({"30003", "30008"})
NUMBER_IS_DEAD = frozenset({"30005", "30006"})
IS_LANDLINE = frozenset({"21614", "30006"})
CHANNEL_BROKEN = frozenset({"20003", "30002"})
TOO_FAST, QUEUE_FULL = "20429", "21611"
NOT_NOW = frozenset({TOO_FAST, QUEUE_FULL, "30001"})
"""The carrier wants no more from us now: not sent, and nothing is wrong with the text or the number."""
TRY_ONCE_MORE = PHONE_IS_AWAY | {"30001", "30002"}
PHONE_IS_NOT_TO_BLAME = TEXT_IS_REFUSED | CHANNEL_BROKEN | {"21408", "30001"}

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
    can_be_called: bool = False


def next_rung(climb: Climb) -> str:
    """`retry` (same phone, after 30 minutes), `other_phone`, `voice` (the machine calls), `relative` (somebody
    calls, with less hurry: a relative knows), or `call`.

    A text that was filtered, or is too long, is not sent again anywhere: it would be refused again.
    """
    if climb.code in TRY_ONCE_MORE | voice.NOBODY_HEARD and not climb.retried:
        return "retry"
    if climb.other_phones and climb.code not in TEXT_IS_REFUSED | OPTED_OUT:
        return "other_phone"
    if climb.can_be_called and climb.code not in OPTED_OUT:
        return "voice"
    return "relative" if climb.relative_told else "call"


def sentence(code: str | None) -> str:
    """The code in words for the navigator."""
    return str((SENTENCES | voice.SENTENCES).get(code or "", _l("No llegó.")))
