"""How states and kinds are called on screen, and in which tone."""

from app.foundation.language import _l
from app.messaging.answers import MEANINGS

__all__ = [
    "BY_HAND",
    "CALL_EVENTS",
    "CALL_NEXT",
    "CAME_BY",
    "CONDITIONS",
    "EVENTS",
    "KINDS",
    "MEANINGS",
    "NEXT",
    "RUNGS",
    "STATES",
]

STATES = {
    "planned": (_l("Por mandar"), "calm", "○"),
    "claimed": (_l("Saliendo"), "calm", "◔"),
    "sending": (_l("Saliendo"), "calm", "◔"),
    "unknown": (_l("En duda"), "wait", "◑"),
    "accepted": (_l("Mandado"), "calm", "●"),
    "sent": (_l("Mandado"), "calm", "●"),
    "delivered": (_l("Entregado"), "good", "✓"),
    "undelivered": (_l("No le llegó"), "act", "✕"),
    "failed": (_l("No salió"), "act", "✕"),
    "expired": (_l("Se pasó la hora"), "act", "✕"),
    "cancelled": (_l("No se manda"), "stop", "—"),
    "manual": (_l("Decida usted"), "act", "▲"),
}
KINDS = {
    "booked": _l("Hay cita"),
    "moved": _l("Cambio de fecha"),
    "cancelled": _l("Cancelada por el hospital"),
    "seven_days_before": _l("Una semana antes"),
    "two_days_before": _l("Dos días antes"),
    "day_before": _l("Un día antes"),
    "money_ready": _l("Su apoyo está listo"),
    "on_the_way": _l("En camino"),
    "on_the_way_home": _l("De regreso"),
    "after_visit": _l("Después de la visita"),
    "after_return": _l("Ya en casa: medicinas y próxima cita"),
    "stopped": _l("Respuesta a ALTO"),
    "started": _l("Respuesta a MENSAJES"),
    "which_one": _l("¿De quién es?"),
    "who": _l("¿Quién es?"),
    "help": _l("Respuesta a AYUDA"),
    "relay": _l("Recado con la acompañante"),
    "home_visit": _l("Visita a casa"),
    "date_of": _l("Respuesta a CITA"),
    "which_date": _l("¿De cuál fecha?"),
    "reply": _l("Respuesta escrita"),
}
NEXT = {
    "planned": _l("Sale a su hora, entre 9 y 20."),
    "claimed": _l("Está saliendo ahora."),
    "sending": _l("Está saliendo ahora."),
    "unknown": _l("Se pregunta a la compañía si lo tiene; mientras tanto no se manda otra vez."),
    "accepted": _l("La compañía lo tiene."),
    "sent": _l("La compañía lo mandó."),
    "delivered": _l("Llegó al teléfono."),
    "undelivered": _l("Se intenta por otro lado; si ya no hay por dónde, queda una llamada pendiente."),
    "failed": _l("Se intenta por otro lado; si ya no hay por dónde, queda una llamada pendiente."),
    "expired": _l("Ya no sirve mandarlo: queda una llamada pendiente."),
    "cancelled": _l("No se manda."),
    "manual": _l("No se vuelve a mandar solo: llame, o mándelo por WhatsApp."),
}
EVENTS = {
    "planned": _l("Por mandar"),
    "sending": _l("Sale hacia la compañía"),
    "unknown": _l("No se sabe si llegó a la compañía"),
    "accepted": _l("La compañía lo recibió"),
    "sent": _l("La compañía lo mandó"),
    "delivered": _l("Llegó al teléfono"),
    "undelivered": _l("No llegó al teléfono"),
    "failed": _l("No salió"),
    "expired": _l("Se pasó la hora"),
    "cancelled": _l("Se quitó"),
    "manual": _l("Queda a decisión de una persona"),
    "whatsapp": _l("A mano por WhatsApp"),
}
CAME_BY = {
    "sms": _l("Mensaje de texto"), "missed_call": _l("Llamada perdida"), "whatsapp": _l("WhatsApp"),
    "voice": _l("Llamada"),
}  # fmt: skip
CALL_EVENTS = {
    **EVENTS,
    "planned": _l("Por llamar"),
    "sending": _l("Se pide la llamada a la compañía"),
    "unknown": _l("No se sabe si la compañía está llamando"),
    "accepted": _l("La compañía va a llamar"),
    "sent": _l("Está sonando o ya contestaron"),
    "delivered": _l("Contestaron y se dijo"),
    "undelivered": _l("No se pudo decir"),
}
CALL_NEXT = {
    **NEXT,
    "accepted": _l("La compañía está llamando."),
    "sent": _l("Está sonando o ya contestaron."),
    "delivered": _l("Contestaron y se dijo."),
    "undelivered": _l("Se llama una vez más o por otro lado; si ya no hay por dónde, queda una llamada pendiente."),
}
RUNGS = {
    ("first", "sms"): _l("La primera vez"), ("first", "voice"): _l("Por llamada"),
    ("retry", "sms"): _l("Otra vez al mismo teléfono"), ("retry", "voice"): _l("Otra llamada al mismo teléfono"),
    ("other_phone", "sms"): _l("A su otro teléfono"),
    ("other_phone", "voice"): _l("Por llamada, porque por texto no llega"),
}  # fmt: skip
BY_HAND = {"copied": _l("copiado"), "opened": _l("abierto"), "sent": _l("mandado")}
CONDITIONS = {"on": _l("Con señal"), "off": _l("Apagado"), "dead": _l("Ya no existe")}
