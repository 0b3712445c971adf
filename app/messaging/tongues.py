"""How dates, hours and the small words around names are said in each language of the texts.

Tseltal and Tsotsil say days, months and hours in Spanish, as in daily speech; only their "tomorrow" is their own.
"""

from datetime import date, datetime, time

from app.messaging import wording

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


class Spanish:
    """Every word that is put into a text, as Spanish says it."""

    soon_words = ("Hoy", "Mañana", "Pasado mañana", "El")
    article = "el "
    that_week = "esa semana"
    village = "su comunidad"
    when_you_can = "cuando pueda"
    together = {"female": "usted va con ella", "male": "usted va con él", "": "van juntos"}

    def weekday(self, day: date) -> str:
        return wording.weekday(day)

    def full_day(self, day: date) -> str:
        return wording.full_day(day)

    def day_beside(self, day: date, other: date) -> str:
        """The day, with its month only where `other` is in another one."""
        same_month = (day.year, day.month) == (other.year, other.month)
        return self.weekday(day) if same_month else self.full_day(day)

    def on(self, day: str) -> str:
        """`el martes 15`."""
        return f"{self.article}{day}"

    def hour_in_words(self, hour: time) -> str:
        return wording.hour_in_words(hour)

    def hour_short(self, hour: time) -> str:
        return wording.hour_short(hour)

    def at_hour(self, hour: time) -> str:
        return wording.at_hour(hour)

    def at_hour_in_words(self, hour: time) -> str:
        """`a las 8 de la mañana`."""
        return f"{wording.at_hour(hour)} {wording.hour_in_words(hour).split(' ', 1)[1]}"

    def appointment_day(self, moment: datetime, precision: str) -> str:
        return wording.appointment_day(moment, precision)

    def soon(self, day: date, said_on: date) -> str:
        """`Hoy`, `Mañana` or `Pasado mañana` and the day, else the day alone: true on the day it is said."""
        ahead = (day - said_on).days
        if 0 <= ahead <= 2:
            return f"{self.soon_words[ahead]} {self.weekday(day)}"
        return wording.capitalised(f"{self.soon_words[3]} {self.day_beside(day, said_on)}".strip())


class English(Spanish):
    soon_words = ("Today", "Tomorrow", "The day after tomorrow,", "On")
    article = "on "
    that_week = "that week"
    village = "your village"
    when_you_can = "when you can"
    together = {"female": "you go with her", "male": "you go with him", "": "you go together"}

    def weekday(self, day: date) -> str:
        return f"{_DAYS[day.weekday()]} {day.day}"

    def full_day(self, day: date) -> str:
        return f"{self.weekday(day)} {_MONTHS[day.month - 1]}"

    def hour_in_words(self, hour: time) -> str:
        figures = f"{(hour.hour - 1) % 12 + 1}" + (f":{hour.minute:02d}" if hour.minute else "")
        return f"{figures} {'am' if hour.hour < 12 else 'pm'}"

    def at_hour(self, hour: time) -> str:
        return f"at {self.hour_in_words(hour)}"

    at_hour_in_words = at_hour

    def appointment_day(self, moment: datetime, precision: str) -> str:
        if precision == "week":
            monday = date.fromordinal(moment.date().toordinal() - moment.weekday())
            return f"the week of {self.full_day(monday)}"
        if precision == "date":
            return self.full_day(moment.date())
        return f"{self.full_day(moment.date())}, {self.hour_in_words(moment.time())}"


class _Borrowing(Spanish):
    """Days and hours from Spanish, without its articles."""

    article = ""
    together = {"female": "", "male": "", "": ""}


class Tseltal(_Borrowing):
    soon_words = ("Yoʼtik", "Pajel", "Chaʼbej", "")


class Tsotsil(_Borrowing):
    soon_words = ("Avi", "Okʼob", "Chaʼej", "")


class Mam(_Borrowing):
    """Nobody has written Mam yet; whoever does gets the day alone."""

    soon_words = ("", "", "", "")

    def soon(self, day: date, said_on: date) -> str:
        return wording.capitalised(self.day_beside(day, said_on))


TONGUES: dict[str, Spanish] = {"es": Spanish(), "en": English(), "tzh": Tseltal(), "tzo": Tsotsil(), "mam": Mam()}
