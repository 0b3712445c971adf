"""Tseltal DRAFTS of the main texts, written without a speaker: none is sent until one has checked it on screen.

Days, months and hours are said in Spanish, as they are in daily Tseltal. The glottal mark ʼ goes out as '.
"""

from .template import Pen, Template

NO_CREDIT = "Teme mayuk a saldo, ma me xamel awoʼtan: ya jkʼoponat."
YES_NO = "Jakʼa 1 = YA, 2 = MAʼUK."
UNDER_WAY = "Jakʼa 3 = lokʼotikix, 4 = kʼotikix, 5 = ay wokol."
PEN = Pen("tzh", "{Name}, joʼon {navigator}.", checked=False)
text = PEN.text


def _confirmation(role: str, kind: str, sentence: str) -> Template:
    return text(
        role, kind, f"{sentence} ¿Ya bal xbaat? {YES_NO} {NO_CREDIT}", f"{sentence} ¿Ya bal xbaat? {YES_NO}",
        asks=("confirm", "decline"),
    )  # fmt: skip


def _under_way(role: str, kind: str) -> Template:
    sentence = "¿Bin xiʼ ya xbeenat?"
    return text(
        role, kind, f"{sentence} {UNDER_WAY} {NO_CREDIT}", f"{sentence} {UNDER_WAY}",
        asks=("departed", "arrived", "problem"),
    )  # fmt: skip


_DATES = (
    text(
        "patient", "booked",
        "Ayix skʼaalel a cita: {appointment}, ta {city}. Ya to kalbat bin ora ya xlokʼat.",
        "Ayix skʼaalel a cita: {appointment}, ta {city}.",
    ),
    text(
        "relative", "booked",
        "{patient} ya xbaat ta {city}, {departure_day}, ya xbaat sok. Ya to kalbat te ora.",
        "{patient} ya xbaat ta {city}, {departure_day}, ya xbaat sok.",
    ),
    text(
        "relative", "booked.no_trip",
        "Ayix skʼaalel scita {patient}: {appointment}, ta {city}. Ya to kalbat bin ora ya xlokʼik.",
        "Ayix skʼaalel scita {patient}: {appointment}, ta {city}.",
    ),
    text("patient", "moved", "JELIX: maʼukix {was}. Yoʼtik jaʼ {becomes}, ta {city}."),
    text("relative", "moved", "JELIX scita {patient}: maʼukix {was}. Yoʼtik jaʼ {becomes}, ta {city}."),
    text(
        "patient", "cancelled",
        "Te hospital ma xyilatix {the_day}. MA me xlokʼat ta ana. Ya jkʼoponat teme ay yan kʼaal.",
        "Te hospital ma xyilatix {the_day}. MA me xlokʼat ta ana.",
    ),
    text(
        "relative", "cancelled",
        "Te hospital ma xyilix {patient} {the_day}. MA me xlokʼex ta anaik. Ya jkʼoponat teme ay yan kʼaal.",
        "Te hospital ma xyilix {patient} {the_day}. MA me xlokʼex ta anaik.",
    ),
)  # fmt: skip

_TRIP = tuple(
    template
    for role, goes in (("patient", "ya xlokʼat"), ("relative", "ya xlokʼex"))
    for template in (
        _confirmation(role, "two_days_before", f"{{soon}} {goes} bael ta {{city}}."),
        text(
            role, "day_before",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}, sok {{driver}}. Teme ma xjul, kʼoponon.",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}, sok {{driver}}.",
        ),
        text(
            role, "day_before.no_driver",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}. Teme mayuk carro, kʼoponon.",
            f"{{soon}} {goes} {{hour}}, ta {{meeting_point}}.",
        ),
        _under_way(role, "on_the_way"),
        _under_way(role, "on_the_way.alone"),
        text(
            role, "money_ready",
            "Chapalix te bi ya xtuun ta abeel. Laʼ ta oficina ta {office} sok a INE. Teme ma xjuʼ, albon.",
            "Chapalix te bi ya xtuun ta abeel. Laʼ ta oficina ta {office} sok a INE.",
        ),
    )
)  # fmt: skip

_VISIT = (
    _confirmation("patient", "two_days_before.no_trip", "{soon} jaʼ a cita ta {city}."),
    _confirmation("relative", "two_days_before.no_trip", "{soon} jaʼ scita {patient} ta {city}."),
    text("patient", "day_before.no_trip", "{soon} jaʼ a cita ta {city}{at_hour}. Teme ay bi kʼan awaʼiy, kʼoponon."),
    text(
        "relative", "day_before.no_trip",
        "{soon} jaʼ scita {patient} ta {city}{at_hour}. Teme ay bi kʼan awaʼiy, kʼoponon.",
        "{soon} jaʼ scita {patient} ta {city}{at_hour}.",
    ),
)  # fmt: skip

TEXTS: tuple[Template, ...] = (*_DATES, *_TRIP, *_VISIT)
