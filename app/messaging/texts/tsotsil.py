"""Tsotsil DRAFTS of the main texts, written without a speaker: none is sent until one has checked it on screen.

Days, months and hours are said in Spanish, as they are in daily Tsotsil. The glottal mark ʼ goes out as '.
"""

from .template import Pen, Template

NO_CREDIT = "Mi muʼyuk a saldo, mu xavat avoʼnton: ta jkʼoponot."
YES_NO = "Takʼo 1 = CHIBAT, 2 = MOʼOJ."
UNDER_WAY = "Takʼo 3 = lilokʼotikotik xa, 4 = lijulotikotik xa, 5 = oy jvokoltik."
PEN = Pen("tzo", "{Name}, voʼon {navigator}.", checked=False)
text = PEN.text


def _confirmation(role: str, kind: str, sentence: str) -> Template:
    return text(
        role, kind, f"{sentence} ¿Mi chabat? {YES_NO} {NO_CREDIT}", f"{sentence} ¿Mi chabat? {YES_NO}",
        asks=("confirm", "decline"),
    )  # fmt: skip


def _under_way(role: str, kind: str) -> Template:
    sentence = "¿Kʼuxi chaxanav?"
    return text(
        role, kind, f"{sentence} {UNDER_WAY} {NO_CREDIT}", f"{sentence} {UNDER_WAY}",
        asks=("departed", "arrived", "problem"),
    )  # fmt: skip


_DATES = (
    text(
        "patient", "booked",
        "Oy xa skʼakʼalil a cita: {appointment}, ta {city}. Ta to xkalbot kʼusi ora chalokʼ.",
        "Oy xa skʼakʼalil a cita: {appointment}, ta {city}.",
    ),
    text(
        "relative", "booked",
        "{patient} chbat ta {city}, {departure_day}, chachiʼin batel. Ta to xkalbot li orae.",
        "{patient} chbat ta {city}, {departure_day}, chachiʼin batel.",
    ),
    text(
        "relative", "booked.no_trip",
        "Oy xa skʼakʼalil scita {patient}: {appointment}, ta {city}. Ta to xkalbot kʼusi ora chalokʼik.",
        "Oy xa skʼakʼalil scita {patient}: {appointment}, ta {city}.",
    ),
    text("patient", "moved", "IJEL XA: maʼuk xa {was}. Jaʼ xa {becomes}, ta {city}."),
    text("relative", "moved", "IJEL XA scita {patient}: maʼuk xa {was}. Jaʼ xa {becomes}, ta {city}."),
    text(
        "patient", "cancelled",
        "Li hospitale mu xa xayilot {the_day}. MU xalokʼ ta ana. Ta jkʼoponot mi oy yan kʼakʼal.",
        "Li hospitale mu xa xayilot {the_day}. MU xalokʼ ta ana.",
    ),
    text(
        "relative", "cancelled",
        "Li hospitale mu xa xil {patient} {the_day}. MU xalokʼik ta anaik. Ta jkʼoponot mi oy yan kʼakʼal.",
        "Li hospitale mu xa xil {patient} {the_day}. MU xalokʼik ta anaik.",
    ),
)  # fmt: skip

_TRIP = tuple(
    template
    for role, goes in (("patient", "chalokʼ"), ("relative", "chalokʼik"))
    for template in (
        _confirmation(role, "two_days_before", f"{{soon}} {goes} batel ta {{city}}."),
        text(
            role, "day_before",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}, xchiʼuk {{driver}}. Mi mu xtal, kʼopono-un.",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}, xchiʼuk {{driver}}.",
        ),
        text(
            role, "day_before.no_driver",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}. Mi muʼyuk karo, kʼopono-un.",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}.",
        ),
        _under_way(role, "on_the_way"),
        _under_way(role, "on_the_way.alone"),
        text(
            role, "money_ready",
            "Chapal xa li kʼusi chtun ta axanbale. Laʼ ta oficina ta {office} xchiʼuk a INE. Mi mu xuʼ, albo-un.",
            "Chapal xa li kʼusi chtun ta axanbale. Laʼ ta oficina ta {office} xchiʼuk a INE.",
        ),
    )
)  # fmt: skip

_VISIT = (
    _confirmation("patient", "two_days_before.no_trip", "{soon} jaʼ a cita ta {city}."),
    _confirmation("relative", "two_days_before.no_trip", "{soon} jaʼ scita {patient} ta {city}."),
    text("patient", "day_before.no_trip", "{soon} jaʼ a cita ta {city}{at_hour}. Mi oy kʼusi chakʼan, kʼopono-un."),
    text(
        "relative", "day_before.no_trip",
        "{soon} jaʼ scita {patient} ta {city}{at_hour}. Mi oy kʼusi chakʼan, kʼopono-un.",
        "{soon} jaʼ scita {patient} ta {city}{at_hour}.",
    ),
)  # fmt: skip

TEXTS: tuple[Template, ...] = (*_DATES, *_TRIP, *_VISIT)
