"""What the codes of `cases` are called on screen (words of PRACTICE.md): code → label, in display order."""

from app.foundation.language import _l

STAGE_NAMES = {
    "deceased": _l("Falleció"),
    "closed": _l("Cerrado"),
    "on_hold": _l("En pausa"),
    "travelling": _l("De viaje"),
    "awaiting_outcome": _l("Falta saber qué pasó"),
    "ready": _l("Listo para salir"),
    "trip_planned": _l("Viaje planeado"),
    "booked": _l("Con cita"),
    "requested": _l("En espera de fecha"),
    "settling": _l("Por comprobar"),
    "loop_open": _l("Falta contrarreferencia"),
    "new": _l("Nuevo"),
}
# tone and shape of each stage's mark: the shape says it before the colour does
STAGE_MARKS = {
    "deceased": ("stop", "✝"),
    "closed": ("calm", "■"),
    "on_hold": ("wait", "❚❚"),
    "travelling": ("good", "➤"),
    "awaiting_outcome": ("act", "?"),
    "ready": ("good", "✓"),
    "trip_planned": ("wait", "◒"),
    "booked": ("wait", "◔"),
    "requested": ("act", "…"),
    "settling": ("act", "$"),
    "loop_open": ("act", "↩"),
    "new": ("act", "✦"),
}
SEXES = {"female": _l("Mujer"), "male": _l("Hombre"), "other": _l("Otro")}
LANGUAGES = {
    "es": _l("Español"), "tzh": _l("Tseltal"), "tzo": _l("Tsotsil"), "mam": _l("Mam"), "ctu": _l("Ch’ol"),
    "zoc": _l("Zoque"), "toj": _l("Tojolabal"), "en": _l("Inglés"),
}  # fmt: skip
KINSHIPS = {
    "spouse": _l("Esposa/o o pareja"), "parent": _l("Madre o padre"), "child": _l("Hija/o"),
    "sibling": _l("Hermana/o"), "grandparent": _l("Abuela/o"), "grandchild": _l("Nieta/o"),
    "uncle_aunt": _l("Tía/o"), "other": _l("Otra persona"),
}  # fmt: skip
PHONE_OWNERS = {"own": _l("Propio"), "relative": _l("De un familiar"), "caseta": _l("Caseta telefónica")}
PHONE_KINDS = {"mobile": _l("Celular"), "landline": _l("Fijo"), "caseta": _l("Caseta telefónica")}
DELIVERIES = {
    "unknown": _l("sin probar"), "reachable": _l("llegan mensajes"), "failing": _l("falla"), "dead": _l("no existe"),
}  # fmt: skip
PURPOSES = {
    "sms": _l("Mensajes de texto"), "voice": _l("Llamadas"), "whatsapp": _l("WhatsApp"),
    "data": _l("Guardar sus datos"),
}  # fmt: skip
CONSENT_METHODS = {
    "written": _l("Por escrito"), "spoken": _l("De palabra"), "thumbprint": _l("Huella y testigo"),
    "sheet": _l("Venía en la hoja"),
}  # fmt: skip
ORIGINS = {
    "pasante": _l("Médica/o pasante"), "acompanante": _l("Promotora o acompañante"), "nursing": _l("Enfermería"),
    "brigade": _l("Brigada"), "appointment": _l("Cita"), "visit": _l("Visita de tamizaje"),
    "hospital": _l("Hospital"), "self": _l("Por su cuenta"),
}  # fmt: skip
INSURANCES = {
    "imss_bienestar": _l("IMSS-Bienestar o ninguno"), "imss": _l("IMSS"), "issste": _l("ISSSTE"),
    "issstech": _l("ISSSTECH"), "other": _l("Otro"),
}  # fmt: skip
PLACE_KINDS = {
    "community": _l("Comunidad"), "clinic": _l("Clínica"), "hospital": _l("Hospital"),
    "lodging": _l("Hospedaje"), "town": _l("Pueblo o ciudad"), "terminal": _l("Terminal"),
}  # fmt: skip
PRICED_PER = {"person": _l("por persona"), "room": _l("por cuarto")}
LODGING_TAKES = {
    "anyone": _l("A cualquiera"), "companions_of_inpatients": _l("Sólo familiares de hospitalizados"),
    "women": _l("Sólo mujeres, y quien llevan en brazos"),
}  # fmt: skip
PRECISIONS = {
    "datetime": _l("Fecha y hora"), "date": _l("Sólo fecha"), "week": _l("Semana"),
    "waiting": _l("En espera de fecha"),
}  # fmt: skip
APPOINTMENT_STATES = {
    "requested": _l("En espera de fecha: insistir"), "waitlisted": _l("En lista de espera"),
    "booked": _l("Con cita"), "attended": _l("La atendieron"), "not_seen": _l("Llegó y no la atendieron"),
    "no_show": _l("No llegó"), "cancelled_hospital": _l("La canceló el hospital"),
    "cancelled_patient": _l("La canceló el paciente"), "rescheduled": _l("Se movió"),
}  # fmt: skip
APPOINTMENT_MARKS = {
    "requested": ("act", "…"), "waitlisted": ("wait", "…"), "booked": ("wait", "◔"), "attended": ("good", "✓"),
    "not_seen": ("act", "✕"), "no_show": ("act", "✕"), "cancelled_hospital": ("stop", "✕"),
    "cancelled_patient": ("stop", "✕"), "rescheduled": ("calm", "↷"),
}  # fmt: skip
CONFIRMATIONS = {
    "unknown": _l("sin confirmar"), "confirmed": _l("sí va"), "declined": _l("no puede"),
    "unreachable": _l("no se le localiza"),
}  # fmt: skip
OUTCOMES = {
    "attended": _l("La atendieron"),
    "not_seen": _l("Llegó y no la atendieron"),
    "no_show": _l("No llegó"),
}
CAUSES = {
    "hospital": _l("El hospital"),
    "patient": _l("El paciente o su familia"),
    "programme": _l("El programa"),
}
NO_SHOW_CAUSES = {
    "money": _l("No tenía dinero"), "road": _l("No había paso"), "fear": _l("Miedo"), "harvest": _l("Cosecha"),
    "childcare": _l("Nadie cuidaba a sus hijos"), "papers": _l("Faltaban papeles"),
    "not_told": _l("No le llegó el aviso"), "ill": _l("Se puso mal"), "other": _l("Otra causa"),
}  # fmt: skip
PRECONDITIONS = {
    "laboratory": _l("Laboratorio"), "medicine": _l("Medicamento"), "assessment": _l("Valoración"),
    "donors": _l("Donadores"), "document": _l("Papeles"),
}  # fmt: skip
TASKS = {
    "call": _l("Llamar"), "date": _l("Insistir por la fecha"), "review": _l("Revisar"),
    "decline": _l("Dijo que no puede"), "urgent": _l("Urgente"), "money": _l("Dinero"),
    "outcome": _l("Preguntar qué pasó"), "counter_referral": _l("Contrarreferencia"),
    "relay": _l("Pasar recado"), "papers": _l("Papeles"), "travel": _l("Viaje"), "other": _l("Otro"),
}  # fmt: skip
NOTES = {
    "note": _l("Nota"), "call": _l("Llamada"), "visit": _l("Visita"), "whatsapp": _l("WhatsApp a mano"),
    "event": _l("Suceso"),
}  # fmt: skip
CALL_OUTCOMES = {
    "answered": _l("Contestó"), "no_answer": _l("No contestó"), "off": _l("Apagado o sin señal"),
    "wrong": _l("Número equivocado"), "relayed": _l("Se dejó recado"),
}  # fmt: skip
CLOSING_REASONS = {
    "resolved": _l("Atención terminada, con respuesta del hospital"),
    "continues_clinic": _l("Sigue en la clínica"),
    "refused": _l("La persona decidió no seguir"),
    "moved": _l("Se fue a vivir a otro lado"),
    "unreachable": _l("No se le pudo localizar"),
    "not_needed": _l("Ya no lo necesita"),
    "died": _l("Falleció"),
    "duplicate": _l("Caso repetido"),
}
