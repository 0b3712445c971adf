"""The Spanish texts, each with what may be spared when names are long. Wording: docs/rules-messages.md.

Written with their accents; `render` drops them. Nouns and the present, never a past in -ó: "llegó" without
its accent says "I arrive". No money, diagnosis, link or brand, and the city alone. Every text is signed with
the navigator's first name, because an unsigned "conteste 1" looks like extortion.
"""

from .template import Pen, Template

NO_CREDIT = "Si no tiene saldo, no se apure: yo le marco."
YES_NO = "Conteste 1 = SI, 2 = NO."
UNDER_WAY = "Conteste 3 = ya salimos, 4 = ya llegamos, 5 = hay un problema."
WORD = "Pásele el recado, por favor."
PEN = Pen("es", "{Name}, soy {navigator}.")
text = PEN.text


def _confirmation(role: str, kind: str, sentence: str, question: str) -> Template:
    """Asks for 1 or 2, and says that no answer is no harm."""
    return text(
        role, kind, f"{sentence} {question} {YES_NO} {NO_CREDIT}", f"{sentence} {question} {YES_NO}",
        asks=("confirm", "decline"),
    )  # fmt: skip


def _under_way(role: str, kind: str, sentence: str) -> Template:
    """Asks for 3, 4 or 5."""
    return text(
        role, kind, f"{sentence} {UNDER_WAY} {NO_CREDIT}", f"{sentence} {UNDER_WAY}",
        asks=("departed", "arrived", "problem"),
    )  # fmt: skip


_BOOKED = (
    PEN.bare(
        "patient", "booked",
        "Buen día, {name}. Soy {navigator}, de {office}. Ya hay cita: {appointment}, en {city}. "
        "Unos días antes le aviso su salida.",
        "{Name}, soy {navigator}. Ya hay cita: {appointment}, en {city}.",
    ),
    PEN.bare(
        "relative", "booked",
        "Buen día, {name}. Soy {navigator}, de {office}. {patient} viaja a {city} el {departure_day} "
        "y {together}. Unos días antes le aviso la hora.",
        "{Name}, soy {navigator}. {patient} viaja a {city} el {departure_day} y {together}.",
    ),
    PEN.bare(
        "relative", "booked.no_trip",
        "Buen día, {name}. Soy {navigator}, de {office}. Ya hay cita de {patient}: {appointment}, en {city}. "
        "Unos días antes le aviso la salida.",
        "{Name}, soy {navigator}. Ya hay cita de {patient}: {appointment}, en {city}.",
    ),
)  # fmt: skip

_CHANGED = (
    text(
        "patient", "moved",
        "Hay CAMBIO: ya no es {was}. Ahora es {becomes}, en {city}. Yo le aviso su salida.",
        "CAMBIO: ya no es {was}. Ahora es {becomes}, en {city}.",
    ),
    text(
        "relative", "moved",
        "Hay CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}. Yo le aviso.",
        "CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}.",
    ),
    text(
        "acompanante", "moved",
        "CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}. Pásele el recado.",
        "CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}.",
    ),
    text(
        "patient", "cancelled",
        "El hospital ya no atiende {the_day}. NO salga de su casa. Su apoyo sigue igual. "
        "Le marco cuando den otra fecha.",
        "El hospital ya no atiende {the_day}. NO salga de su casa.",
    ),
    text(
        "relative", "cancelled",
        "El hospital ya no atiende a {patient} {the_day}. NO salgan de su casa. Su apoyo sigue igual. "
        "Le marco cuando den otra fecha.",
        "El hospital ya no atiende a {patient} {the_day}. NO salgan de su casa.",
    ),
    text(
        "acompanante", "cancelled",
        f"El hospital ya no atiende a {{patient}} {{the_day}}. Que NO salga de su casa; yo le marco. {WORD}",
        "El hospital ya no atiende a {patient} {the_day}. Que NO salga de su casa.",
    ),
)  # fmt: skip

_A_WEEK_BEFORE = (
    text(
        "patient", "seven_days_before",
        "{soon} sale a {city}. Vaya juntando sus papeles; antes de salir le aviso la hora y si va en ayunas.",
        "{soon} sale a {city}. Vaya juntando sus papeles.",
    ),
    text(
        "patient", "seven_days_before.no_trip",
        "{soon} es su cita en {city}. Vaya juntando sus papeles; antes le aviso la salida y si va en ayunas.",
        "{soon} es su cita en {city}. Vaya juntando sus papeles.",
    ),
    text(
        "relative", "seven_days_before",
        "{soon} salen a {city} usted y {patient}. Vayan juntando los papeles; antes le aviso la hora y si va en "
        "ayunas.",
        "{soon} salen a {city} usted y {patient}. Vayan juntando los papeles.",
    ),
    text(
        "relative", "seven_days_before.no_trip",
        "{soon} es la cita de {patient} en {city}. Vayan juntando los papeles; antes le aviso la salida y si va en "
        "ayunas.",
        "{soon} es la cita de {patient} en {city}. Vayan juntando los papeles.",
    ),
)  # fmt: skip

_BEFORE = (
    _confirmation("patient", "two_days_before", "{soon} sale a {city}.", "¿Va a ir?"),
    _confirmation("patient", "two_days_before.no_trip", "{soon} es su cita en {city}.", "¿Va a ir?"),
    _confirmation("relative", "two_days_before", "{soon} salen a {city} usted y {patient}.", "¿Van a ir?"),
    _confirmation("relative", "two_days_before.no_trip", "{soon} es la cita de {patient} en {city}.", "¿Van a ir?"),
    text(
        "patient", "day_before",
        "{soon} sale {hour} de {meeting_point} con {driver}. Si {later} no llega, deme un timbrazo.",
        "{soon} sale {hour} de {meeting_point} con {driver}.",
    ),
    text(
        "relative", "day_before",
        "{soon} salen {hour} de {meeting_point} con {driver}. Si {later} no llega, deme un timbrazo.",
        "{soon} salen {hour} de {meeting_point} con {driver}.",
    ),
    text(
        "patient", "day_before.no_driver",
        "{soon} sale {hour} de {meeting_point}. Si {later} no hay carro, deme un timbrazo.",
        "{soon} sale {hour} de {meeting_point}.",
    ),
    text(
        "relative", "day_before.no_driver",
        "{soon} salen {hour} de {meeting_point}. Si {later} no hay carro, deme un timbrazo.",
        "{soon} salen {hour} de {meeting_point}.",
    ),
    text(
        "patient", "day_before.no_trip",
        "{soon} es su cita en {city}{at_hour}. Cualquier cosa, deme un timbrazo.",
        "{soon} es su cita en {city}{at_hour}.",
    ),
    text(
        "relative", "day_before.no_trip",
        "{soon} es la cita de {patient} en {city}{at_hour}. Cualquier cosa, deme un timbrazo.",
        "{soon} es la cita de {patient} en {city}{at_hour}.",
    ),
    text(
        "acompanante", "day_before",
        f"{{soon}} sale {{patient}} a {{city}}, {{hour}}, de {{meeting_point}}. {WORD}",
        "{soon} sale {patient} a {city}, {hour}, de {meeting_point}.",
    ),
    text(
        "acompanante", "day_before.no_trip",
        f"{{soon}} es la cita de {{patient}} en {{city}}{{at_hour}}. {WORD}",
        "{soon} es la cita de {patient} en {city}{at_hour}.",
    ),
)  # fmt: skip

_AROUND = tuple(
    template
    for role in ("patient", "relative")
    for template in (
        text(
            role, "money_ready",
            "Ya está listo lo de su viaje. Pase a la oficina de {office}, {pickup}, con su INE. "
            "Si no puede ir, avíseme.",
            "Ya está listo lo de su viaje. Pase a la oficina de {office} con su INE.",
        ),
        _under_way(role, "on_the_way", "¿Cómo van?"),
        _under_way(role, "on_the_way.alone", "¿Cómo va?"),
        _under_way(role, "on_the_way_home", "¿Cómo van de regreso?"),
        _under_way(role, "on_the_way_home.alone", "¿Cómo va de regreso?"),
        text(
            role, "after_visit",
            "¿Cómo les fue en el hospital? Guarde sus papeles y boletos. Si se quedan, conteste 6. "
            "Hoy le marco para que me cuente.",
            "¿Cómo les fue en el hospital? Guarde sus papeles y boletos. Hoy le marco.",
            asks=("staying",), promises_call=True,
        ),
    )
)  # fmt: skip

_HOME = (
    text(
        "patient", "after_return",
        "¿Cómo sigue? Tome sus medicinas como le indicaron y no olvide su próxima cita. "
        "Si necesita algo, deme un timbrazo.",
        "¿Cómo sigue? No olvide sus medicinas y su próxima cita. Si necesita algo, deme un timbrazo.",
    ),
    text(
        "patient", "after_return.next_date",
        "¿Cómo sigue? Tome sus medicinas como le indicaron. Su próxima cita es el {next_day}. "
        "Si necesita algo, deme un timbrazo.",
        "¿Cómo sigue? Tome sus medicinas. Su próxima cita es el {next_day}. Si necesita algo, deme un timbrazo.",
    ),
    text(
        "relative", "after_return",
        "¿Cómo sigue {patient}? Que tome sus medicinas y no olviden su próxima cita. "
        "Si necesitan algo, deme un timbrazo.",
        "¿Cómo sigue {patient}? No olviden sus medicinas y su próxima cita.",
    ),
    text(
        "relative", "after_return.next_date",
        "¿Cómo sigue {patient}? Que tome sus medicinas. Su próxima cita es el {next_day}. "
        "Si necesitan algo, deme un timbrazo.",
        "¿Cómo sigue {patient}? Que tome sus medicinas. Su próxima cita es el {next_day}.",
    ),
    text(
        "acompanante", "after_return",
        "{patient} ya está en su casa. Si puede, pase a ver cómo sigue y que tome sus medicinas. "
        "Cualquier cosa, deme un timbrazo.",
        "{patient} ya está en su casa. Si puede, pase a ver cómo sigue.",
    ),
)  # fmt: skip

_ANSWERS = (
    PEN.bare(
        "anyone", "stopped",
        "Listo: ya no le mando mensajes a este número. Su cita y su apoyo siguen igual; "
        "búsqueme en la clínica o en la oficina. Para volver escriba MENSAJES.",
        "Listo: ya no le mando mensajes a este número. Su cita y su apoyo siguen igual. "
        "Para volver escriba MENSAJES.",
    ),
    PEN.bare(
        "anyone", "started",
        "Listo: soy {navigator}. Ya le vuelvo a mandar mensajes a este número. "
        "Para que ya no le lleguen escriba ALTO.",
        "Listo: soy {navigator}. Ya le vuelvo a mandar mensajes. Para que ya no le lleguen escriba ALTO.",
    ),
    PEN.bare(
        "anyone", "which_one",
        "Soy {navigator}. En este teléfono aviso a más de una persona. "
        "¿Por quién me contesta? Mande el nombre: {names}.",
        "Soy {navigator}. ¿Por quién me contesta? Mande el nombre: {names}.",
        asks=("name",),
    ),
    PEN.bare(
        "anyone", "who",
        "Soy {navigator}, de {office}. No tengo guardado este número. ¿Quién es y de qué comunidad? "
        "Si prefiere, deme un timbrazo y le marco.",
        "Soy {navigator}. No tengo guardado este número. ¿Quién es y de qué comunidad?",
    ),
    PEN.bare(
        "anyone", "help",
        "Soy {navigator}. 1 = SI voy, 2 = no puedo, 5 = problema en el camino, "
        "6 = me quedo en el hospital. O deme un timbrazo. Para ya no recibir: ALTO.",
        "Soy {navigator}. 1 = SI voy, 2 = no puedo, 5 = problema, 6 = me quedo en el hospital. "
        "Para ya no recibir: ALTO.",
    ),
)  # fmt: skip

TEXTS: tuple[Template, ...] = (*_BOOKED, *_CHANGED, *_A_WEEK_BEFORE, *_BEFORE, *_AROUND, *_HOME, *_ANSWERS)
