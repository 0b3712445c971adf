"""How a date, an hour and a name are said aloud: the words inside texts, never figures to decipher.

Everything here takes local (wall-clock) values and gives Spanish with its accents; `gsm7` drops them later.
"""

from datetime import date, datetime, time

DAYS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
MONTHS = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
    "noviembre", "diciembre",
)  # fmt: skip
FORMS_OF_ADDRESS = ("doña", "don", "sra.", "sr.", "dra.", "dr.")
_LINKS = ("de", "del", "la", "las", "los", "y", "e", "en", "con", "el")


def weekday(day: date) -> str:
    """`martes 15`."""
    return f"{DAYS[day.weekday()]} {day.day}"


def full_day(day: date) -> str:
    """`martes 15 de diciembre`."""
    return f"{weekday(day)} de {MONTHS[day.month - 1]}"


def hour_in_words(hour: time) -> str:
    """`8 de la mañana`, `12:30 del día`, `7 de la noche`."""
    return f"{_figures(hour)} {part_of_day(hour)}"


def hour_short(hour: time) -> str:
    """`5:30 am`, as a driver says it."""
    return f"{(hour.hour - 1) % 12 + 1}:{hour.minute:02d} {'am' if hour.hour < 12 else 'pm'}"


def at_hour(hour: time) -> str:
    """`a las 6`, `a la 1:15`."""
    figures = _figures(hour)
    return f"a {'la' if (hour.hour - 1) % 12 == 0 else 'las'} {figures}"


def _figures(hour: time) -> str:
    twelve = (hour.hour - 1) % 12 + 1
    return f"{twelve}:{hour.minute:02d}" if hour.minute else str(twelve)


def part_of_day(hour: time) -> str:
    """`de la mañana`, `del día` at noon, `de la tarde`, `de la noche`."""
    if hour.hour == 12:
        return "del día"
    if 1 <= hour.hour < 12:
        return "de la mañana"
    return "de la tarde" if 12 < hour.hour < 19 else "de la noche"


def appointment_day(moment: datetime, precision: str) -> str:
    """The date as far as the hospital gave it: day and hour, the day alone, or the week it falls in."""
    if precision == "week":
        monday = date.fromordinal(moment.date().toordinal() - moment.weekday())
        return f"la semana del {full_day(monday)}"
    if precision == "date":
        return full_day(moment.date())
    return f"{full_day(moment.date())}, {hour_in_words(moment.time())}"


def capitalised(name: str) -> str:
    """`doña Rosa` at the head of a sentence: `Doña Rosa`."""
    return name[:1].upper() + name[1:]


def first_name(name: str) -> str:
    """The name people use: `doña María` of `doña María Guadalupe`, `Rosa` of `Rosa Elena`."""
    words = name.split()
    with_form = bool(words) and words[0].lower() in FORMS_OF_ADDRESS
    return " ".join(words[: 2 if with_form else 1])


def bare_name(name: str) -> str:
    """The name without its form of address: `Rosa` of `doña Rosa`."""
    words = name.split()
    return " ".join(words[1:]) if len(words) > 1 and words[0].lower() in FORMS_OF_ADDRESS else name


def clipped(name: str, room: int) -> str:
    """At most `room` letters, cut where a word ends if one does, and never after a mere `de la`."""
    name = " ".join(name.split())
    if len(name) <= room:
        return name
    words = name[: room + 1].split()[:-1] if " " in name[: room + 1] else []
    while words and words[-1].lower() in _LINKS:
        words.pop()
    return " ".join(words) or name[:room]
