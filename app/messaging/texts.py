"""The Spanish texts, each with what may be spared when names are long. Wording: docs/rules-messages.md.

Written with their accents; `render` drops them. Nouns and the present, never a past in -ó: "llegó" without
its accent says "I arrive". No money, diagnosis, link or brand, and the city alone. Every text is signed with
the navigator's first name, because an unsigned "conteste 1" looks like extortion.
"""

from dataclasses import dataclass
from string import Formatter

from app.messaging import gsm7
from app.messaging.wording import capitalised, clipped, first_name

NO_CREDIT = "Si no tiene saldo, no se apure: yo le marco."
YES_NO = "Conteste 1 = SI, 2 = NO."
UNDER_WAY = "Conteste 3 = ya salimos, 4 = ya llegamos, 5 = hay un problema."


@dataclass(frozen=True)
class Template:
    """One text. `brief` says the same in fewer words. `asks` are the answers it waits for. `promises_call`: it
    says "today I call you", and so makes that call somebody's task."""

    kind: str
    role: str
    body: str
    brief: str
    variant: str = ""
    language: str = "es"
    version: int = 1
    asks: tuple[str, ...] = ()
    promises_call: bool = False

    @property
    def key(self) -> str:
        """`day_before.relative.no_driver.es`."""
        return ".".join(part for part in (self.kind, self.role, self.variant, self.language) if part)

    @property
    def fields(self) -> frozenset[str]:
        """The names that `render` must be given."""
        bodies = self.body + self.brief
        return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(bodies) if name)


def _opening(role: str, text: str, brief: str = "", **more) -> Template:
    kind, _, variant = more.pop("kind").partition(".")
    return Template(
        kind, role, f"{{Name}}, soy {{navigator}}. {text}", f"{{Name}}, soy {{navigator}}. {brief or text}",
        variant=variant, **more,
    )  # fmt: skip


def _confirmation(role: str, kind: str, sentence: str, question: str) -> Template:
    """Asks for 1 or 2, and says that no answer is no harm."""
    return _opening(
        role, f"{sentence} {question} {YES_NO} {NO_CREDIT}", f"{sentence} {question} {YES_NO}",
        kind=kind, asks=("confirm", "decline"),
    )  # fmt: skip


def _under_way(role: str, kind: str, sentence: str) -> Template:
    """Asks for 3, 4 or 5."""
    return _opening(
        role, f"{sentence} {UNDER_WAY} {NO_CREDIT}", f"{sentence} {UNDER_WAY}",
        kind=kind, asks=("departed", "arrived", "problem"),
    )  # fmt: skip


_BOOKED = (
    Template(
        "booked", "patient",
        "Buen día, {name}. Soy {navigator}, de {office}. Ya hay cita: {appointment}, en {city}. "
        "Unos días antes le aviso su salida.",
        "{Name}, soy {navigator}. Ya hay cita: {appointment}, en {city}.",
    ),
    Template(
        "booked", "relative",
        "Buen día, {name}. Soy {navigator}, de {office}. {patient} viaja a {city} el {departure_day} "
        "y {together}. Unos días antes le aviso la hora.",
        "{Name}, soy {navigator}. {patient} viaja a {city} el {departure_day} y {together}.",
    ),
    Template(
        "booked", "relative",
        "Buen día, {name}. Soy {navigator}, de {office}. Ya hay cita de {patient}: {appointment}, en {city}. "
        "Unos días antes le aviso la salida.",
        "{Name}, soy {navigator}. Ya hay cita de {patient}: {appointment}, en {city}.",
        variant="no_trip",
    ),
)  # fmt: skip

_CHANGED = (
    _opening(
        "patient", "Hay CAMBIO: ya no es {was}. Ahora es {becomes}, en {city}. Yo le aviso su salida.",
        "CAMBIO: ya no es {was}. Ahora es {becomes}, en {city}.", kind="moved",
    ),
    _opening(
        "relative",
        "Hay CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}. "
        "Yo le aviso la salida.",
        "CAMBIO en la cita de {patient}: ya no es {was}. Ahora es {becomes}, en {city}.", kind="moved",
    ),
    _opening(
        "patient",
        "El hospital ya no atiende {the_day}. NO salga de su casa. Su apoyo sigue igual. "
        "Le marco cuando den otra fecha.",
        "El hospital ya no atiende {the_day}. NO salga de su casa.", kind="cancelled",
    ),
    _opening(
        "relative",
        "El hospital ya no atiende a {patient} {the_day}. NO salgan de su casa. Su apoyo sigue igual. "
        "Le marco cuando den otra fecha.",
        "El hospital ya no atiende a {patient} {the_day}. NO salgan de su casa.",
        kind="cancelled",
    ),
)  # fmt: skip

_BEFORE = (
    _confirmation(
        "patient", "two_days_before", "Pasado mañana {day} sale a {city}.", "¿Va a ir?",
    ),
    _confirmation(
        "patient", "two_days_before.no_trip", "Pasado mañana {day} es su cita en {city}.", "¿Va a ir?",
    ),
    _confirmation(
        "relative", "two_days_before", "Pasado mañana {day} salen a {city} usted y {patient}.", "¿Van a ir?",
    ),
    _confirmation(
        "relative", "two_days_before.no_trip",
        "Pasado mañana {day} es la cita de {patient} en {city}.", "¿Van a ir?",
    ),
    _opening(
        "patient",
        "Mañana {day} sale {hour} de {meeting_point} con {driver}. Si {later} no llega, deme un timbrazo.",
        "Mañana {day} sale {hour} de {meeting_point} con {driver}.", kind="day_before",
    ),
    _opening(
        "relative",
        "Mañana {day} salen {hour} de {meeting_point} con {driver}. Si {later} no llega, deme un timbrazo.",
        "Mañana {day} salen {hour} de {meeting_point} con {driver}.", kind="day_before",
    ),
    _opening(
        "patient",
        "Mañana {day} sale {hour} de {meeting_point}. Si {later} no hay carro, deme un timbrazo.",
        "Mañana {day} sale {hour} de {meeting_point}.", kind="day_before.no_driver",
    ),
    _opening(
        "relative",
        "Mañana {day} salen {hour} de {meeting_point}. Si {later} no hay carro, deme un timbrazo.",
        "Mañana {day} salen {hour} de {meeting_point}.", kind="day_before.no_driver",
    ),
    _opening(
        "patient",
        "Mañana {day} es su cita en {city}{at_hour}. Cualquier cosa, deme un timbrazo.",
        "Mañana {day} es su cita en {city}{at_hour}.", kind="day_before.no_trip",
    ),
    _opening(
        "relative",
        "Mañana {day} es la cita de {patient} en {city}{at_hour}. Cualquier cosa, deme un timbrazo.",
        "Mañana {day} es la cita de {patient} en {city}{at_hour}.", kind="day_before.no_trip",
    ),
)  # fmt: skip

_AROUND = tuple(
    template
    for role in ("patient", "relative")
    for template in (
        _opening(
            role,
            "Ya está listo lo de su viaje. Pase a la oficina de {office}, {pickup}, con su INE. "
            "Si no puede ir, avíseme.",
            "Ya está listo lo de su viaje. Pase a la oficina de {office} con su INE.", kind="money_ready",
        ),
        _under_way(role, "on_the_way", "¿Cómo van?"),
        _under_way(role, "on_the_way.alone", "¿Cómo va?"),
        _under_way(role, "on_the_way_home", "¿Cómo van de regreso?"),
        _under_way(role, "on_the_way_home.alone", "¿Cómo va de regreso?"),
        _opening(
            role,
            "¿Cómo les fue en el hospital? Guarde sus papeles y boletos. Si se quedan, conteste 6. "
            "Hoy le marco para que me cuente.",
            "¿Cómo les fue en el hospital? Guarde sus papeles y boletos. Hoy le marco.",
            kind="after_visit", asks=("staying",), promises_call=True,
        ),
    )
)  # fmt: skip

_ANSWERS = (
    Template(
        "stopped", "anyone",
        "Listo: ya no le mando mensajes a este número. Su cita y su apoyo siguen igual; "
        "búsqueme en la clínica o en la oficina. Para volver escriba MENSAJES.",
        "Listo: ya no le mando mensajes a este número. Su cita y su apoyo siguen igual. "
        "Para volver escriba MENSAJES.",
    ),
    Template(
        "started", "anyone",
        "Listo: soy {navigator}. Ya le vuelvo a mandar mensajes a este número. "
        "Para que ya no le lleguen escriba ALTO.",
        "Listo: soy {navigator}. Ya le vuelvo a mandar mensajes. Para que ya no le lleguen escriba ALTO.",
    ),
    Template(
        "which_one", "anyone",
        "Soy {navigator}. En este teléfono aviso a más de una persona. "
        "¿De quién es su respuesta? Conteste el nombre: {names}.",
        "Soy {navigator}. ¿De quién es su respuesta? Conteste el nombre: {names}.",
        asks=("name",),
    ),
    Template(
        "who", "anyone",
        "Soy {navigator}, de {office}. No tengo guardado este número. ¿Quién es y de qué comunidad? "
        "Si prefiere, deme un timbrazo y le marco.",
        "Soy {navigator}. No tengo guardado este número. ¿Quién es y de qué comunidad?",
    ),
    Template(
        "help", "anyone",
        "Soy {navigator}. 1 = SI voy, 2 = no puedo, 5 = problema en el camino, "
        "6 = me quedo en el hospital. O deme un timbrazo. Para ya no recibir: ALTO.",
        "Soy {navigator}. 1 = SI voy, 2 = no puedo, 5 = problema, 6 = me quedo en el hospital. "
        "Para ya no recibir: ALTO.",
    ),
)  # fmt: skip

TEMPLATES: dict[str, Template] = {
    template.key: template for template in (*_BOOKED, *_CHANGED, *_BEFORE, *_AROUND, *_ANSWERS)
}
KINDS = tuple(dict.fromkeys(template.kind for template in TEMPLATES.values()))
NAMES = ("name", "patient", "driver", "navigator")
PLACES = ("city", "office", "meeting_point", "pickup", "names")


def template_for(kind: str, role: str, variant: str = "", language: str = "es") -> Template:
    """The text of a kind for one reader: their language, else Spanish. Refuses an unknown one: KeyError."""
    for tongue in (language, "es"):
        key = ".".join(part for part in (kind, role, variant, tongue) if part)
        if key in TEMPLATES:
            return TEMPLATES[key]
    raise KeyError(f"no text for {kind} {role} {variant}")


def render(template: Template, words: dict[str, str]) -> str:
    """The text on the air, in the GSM alphabet and within one part, whatever the names.

    Long names give way first (María for María Guadalupe), then the courtesies, then places are cut at a word;
    day and hour never give way. `words` must hold every field of the template but `Name`.
    """
    tidy = {name: " ".join(value.split()) if name != "at_hour" else value for name, value in words.items()}
    steps = (
        (template.body, tidy),
        (template.body, _first_names(tidy)),
        (template.brief, _first_names(tidy)),
        (template.brief, _cut(_first_names(tidy), 14, 22)),
        (template.brief, _cut(_first_names(tidy), 10, 12)),
    )
    for body, values in steps:
        text = gsm7.transliterate(body.format(**values, Name=capitalised(values.get("name", ""))))
        if gsm7.segments(text) == 1:
            return text
    return text


def _first_names(words: dict[str, str]) -> dict[str, str]:
    return {name: first_name(value) if name in NAMES else value for name, value in words.items()}


def _cut(words: dict[str, str], name_room: int, place_room: int) -> dict[str, str]:
    rooms = dict.fromkeys(NAMES, name_room) | dict.fromkeys(PLACES, place_room)
    return {name: clipped(value, rooms[name]) if name in rooms else value for name, value in words.items()}
