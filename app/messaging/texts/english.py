"""The English texts, for who reads English better than Spanish. The same rules as the Spanish ones."""

from .template import Pen, Template

NO_CREDIT = "No credit? Do not worry: I will call you."
YES_NO = "Answer 1 = YES, 2 = NO."
UNDER_WAY = "Answer 3 = we left, 4 = we arrived, 5 = there is a problem."
WORD = "Please pass it on."
PEN = Pen("en", "{Name}, this is {navigator}.")
text = PEN.text


def _confirmation(role: str, kind: str, sentence: str) -> Template:
    return text(
        role, kind, f"{sentence} Will you go? {YES_NO} {NO_CREDIT}", f"{sentence} Will you go? {YES_NO}",
        asks=("confirm", "decline"),
    )  # fmt: skip


def _under_way(role: str, kind: str, sentence: str) -> Template:
    return text(
        role, kind, f"{sentence} {UNDER_WAY} {NO_CREDIT}", f"{sentence} {UNDER_WAY}",
        asks=("departed", "arrived", "problem"),
    )  # fmt: skip


_DATES = (
    text(
        "patient", "booked",
        "You have an appointment: {appointment}, in {city}. A few days before I will tell you when you leave.",
        "You have an appointment: {appointment}, in {city}.",
    ),
    text(
        "relative", "booked",
        "{patient} travels to {city} on {departure_day} and {together}. A few days before I will tell you the hour.",
        "{patient} travels to {city} on {departure_day} and {together}.",
    ),
    text(
        "relative", "booked.no_trip",
        "{patient} has an appointment: {appointment}, in {city}. I will tell you when to leave.",
        "{patient} has an appointment: {appointment}, in {city}.",
    ),
    text(
        "patient", "moved",
        "CHANGE: it is no longer {was}. Now it is {becomes}, in {city}. I will tell you when you leave.",
        "CHANGE: it is no longer {was}. Now it is {becomes}, in {city}.",
    ),
    text(
        "relative", "moved",
        "CHANGE for {patient}: it is no longer {was}. Now it is {becomes}, in {city}. I will tell you when to leave.",
        "CHANGE for {patient}: it is no longer {was}. Now it is {becomes}, in {city}.",
    ),
    text(
        "acompanante", "moved",
        f"CHANGE for {{patient}}: it is no longer {{was}}. Now it is {{becomes}}, in {{city}}. {WORD}",
        "CHANGE for {patient}: it is no longer {was}. Now it is {becomes}, in {city}.",
    ),
    text(
        "patient", "cancelled",
        "The hospital will not see you {the_day}. Do NOT leave home. Your support stays. I will call you with a new "
        "date.",
        "The hospital will not see you {the_day}. Do NOT leave home.",
    ),
    text(
        "relative", "cancelled",
        "The hospital will not see {patient} {the_day}. Do NOT leave home. Your support stays. I will call you.",
        "The hospital will not see {patient} {the_day}. Do NOT leave home.",
    ),
    text(
        "acompanante", "cancelled",
        f"The hospital will not see {{patient}} {{the_day}}. Nobody should leave home; I will call. {WORD}",
        "The hospital will not see {patient} {the_day}. Nobody should leave home.",
    ),
)  # fmt: skip

_BEFORE = (
    text(
        "patient", "seven_days_before",
        "{soon} you leave for {city}. Get your papers ready; I will tell you the hour and whether you fast.",
        "{soon} you leave for {city}. Get your papers ready.",
    ),
    text(
        "patient", "seven_days_before.no_trip",
        "{soon} is your appointment in {city}. Get your papers ready; I will tell you when to leave and whether you "
        "fast.",
        "{soon} is your appointment in {city}. Get your papers ready.",
    ),
    text(
        "relative", "seven_days_before",
        "{soon} you and {patient} leave for {city}. Get the papers ready; I will tell you the hour and about fasting.",
        "{soon} you and {patient} leave for {city}. Get the papers ready.",
    ),
    text(
        "relative", "seven_days_before.no_trip",
        "{soon} is the appointment of {patient} in {city}. Get the papers ready; I will tell you when to leave.",
        "{soon} is the appointment of {patient} in {city}. Get the papers ready.",
    ),
    _confirmation("patient", "two_days_before", "{soon} you leave for {city}."),
    _confirmation("patient", "two_days_before.no_trip", "{soon} is your appointment in {city}."),
    _confirmation("relative", "two_days_before", "{soon} you and {patient} leave for {city}."),
    _confirmation("relative", "two_days_before.no_trip", "{soon} is the appointment of {patient} in {city}."),
    *(
        template
        for role in ("patient", "relative")
        for template in (
            text(
                role, "day_before",
                "{soon} you leave {hour} from {meeting_point} with {driver}. If nobody comes {later}, give me a "
                "missed call.",
                "{soon} you leave {hour} from {meeting_point} with {driver}.",
            ),
            text(
                role, "day_before.no_driver",
                "{soon} you leave {hour} from {meeting_point}. If there is no ride {later}, give me a missed call.",
                "{soon} you leave {hour} from {meeting_point}.",
            ),
        )
    ),
    text(
        "patient", "day_before.no_trip",
        "{soon} is your appointment in {city}{at_hour}. If you need me, give me a missed call.",
        "{soon} is your appointment in {city}{at_hour}.",
    ),
    text(
        "relative", "day_before.no_trip",
        "{soon} is the appointment of {patient} in {city}{at_hour}. If you need me, give me a missed call.",
        "{soon} is the appointment of {patient} in {city}{at_hour}.",
    ),
    text(
        "acompanante", "day_before",
        f"{{soon}} {{patient}} leaves for {{city}}, {{hour}}, from {{meeting_point}}. {WORD}",
        "{soon} {patient} leaves for {city}, {hour}, from {meeting_point}.",
    ),
    text(
        "acompanante", "day_before.no_trip",
        f"{{soon}} is the appointment of {{patient}} in {{city}}{{at_hour}}. {WORD}",
        "{soon} is the appointment of {patient} in {city}{at_hour}.",
    ),
)  # fmt: skip

_AROUND = tuple(
    template
    for role in ("patient", "relative")
    for template in (
        text(
            role, "money_ready",
            "What you need for the trip is ready. Come to the office in {office}, {pickup}, with your INE. "
            "If you cannot, tell me.",
            "What you need for the trip is ready. Come to the office in {office} with your INE.",
        ),
        _under_way(role, "on_the_way", "How is it going?"),
        _under_way(role, "on_the_way.alone", "How is it going?"),
        _under_way(role, "on_the_way_home", "How is the way home?"),
        _under_way(role, "on_the_way_home.alone", "How is the way home?"),
        text(
            role, "after_visit",
            "How was it at the hospital? Keep papers and tickets. If you stay there, answer 6. I will call you today.",
            "How was it at the hospital? Keep papers and tickets. I will call you today.",
            asks=("staying",), promises_call=True,
        ),
    )
)  # fmt: skip

_HOME = (
    text(
        "patient", "after_return",
        "How are you? Take your medicine as you were told and do not miss your next appointment. "
        "If you need me, give me a missed call.",
        "How are you? Remember your medicine and your next appointment.",
    ),
    text(
        "patient", "after_return.next_date",
        "How are you? Take your medicine as you were told. Your next appointment is {next_day}. "
        "If you need me, give me a missed call.",
        "How are you? Take your medicine. Your next appointment is {next_day}.",
    ),
    text(
        "relative", "after_return",
        "How is {patient}? Remember the medicine and the next appointment. If you need me, give me a missed call.",
        "How is {patient}? Remember the medicine and the next appointment.",
    ),
    text(
        "relative", "after_return.next_date",
        "How is {patient}? Remember the medicine. The next appointment is {next_day}. If you need me, give me a "
        "missed call.",
        "How is {patient}? Remember the medicine. The next appointment is {next_day}.",
    ),
    text(
        "acompanante", "after_return",
        "{patient} is back home. If you can, pass by and see about the medicine. If you need me, give me a missed "
        "call.",
        "{patient} is back home. If you can, pass by.",
    ),
)  # fmt: skip

_ANSWERS = (
    PEN.bare(
        "anyone", "stopped",
        "Done: no more texts to this number. Your appointment and your support stay; find me at the clinic or the "
        "office. To come back write MENSAJES.",
        "Done: no more texts to this number. To come back write MENSAJES.",
    ),
    PEN.bare(
        "anyone", "started",
        "Done: this is {navigator}. I text this number again. To stop write ALTO.",
        "Done: this is {navigator}. To stop write ALTO.",
    ),
    PEN.bare(
        "anyone", "which_one",
        "This is {navigator}. I text more than one person on this phone. Whose answer is it? Answer the name: {names}.",
        "This is {navigator}. Whose answer is it? Answer the name: {names}.",
        asks=("name",),
    ),
    PEN.bare(
        "anyone", "who",
        "This is {navigator}, of {office}. I do not have this number. Who are you, from which community? "
        "If you prefer, give me a missed call.",
        "This is {navigator}. I do not have this number. Who are you, from which community?",
    ),
    PEN.bare(
        "anyone", "help",
        "This is {navigator}. 1 = I go, 2 = I cannot, 5 = problem on the way, 6 = I stay at the hospital. "
        "Or give me a missed call. To stop: ALTO.",
        "This is {navigator}. 1 = I go, 2 = I cannot, 5 = problem, 6 = I stay. To stop: ALTO.",
    ),
)  # fmt: skip

TEXTS: tuple[Template, ...] = (*_DATES, *_BEFORE, *_AROUND, *_HOME, *_ANSWERS)
