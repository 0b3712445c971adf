"""The words of the travel sheet, one set for each language in which people read it.

Days and hours are those of the texts (`messaging.tongues`). A language without a set here gets the Spanish one: as
with texts, nobody is handed a draft that no speaker has checked.
"""

from datetime import date, time

from app.messaging.tongues import TONGUES, Spanish
from app.messaging.wording import capitalised


class SpanishSheet:
    """Sentences as one says them to both, the patient and who goes along."""

    tongue: Spanish = TONGUES["es"]
    there, between, stay, home = "De ida", "Entre citas", "Allá", "De regreso"
    bring_title, phones_title = "Lleven", "Llamen a"
    papers = ("INE y CURP de quienes van", "Sus papeles y estudios", "Las medicinas que toma")
    keep = "Guarden boletos y recibos del viaje"
    ring = "Si no tienen saldo, den un timbrazo: les marcamos."
    needs = {
        "laboratory": "los estudios de laboratorio", "medicine": "el medicamento que les pidieron",
        "assessment": "la valoración que les pidieron", "donors": "los donadores que les pidieron",
        "document": "los papeles que les pidieron",
    }  # fmt: skip
    modes = {
        "walk": "A pie", "raite": "Raite", "redilas": "Camioneta pasajera", "colectivo": "Colectivo",
        "bus": "Autobús", "taxi": "Taxi", "vehicle": "Vehículo del programa", "ambulance": "Ambulancia",
    }  # fmt: skip
    hospital, appointment, clinic = "el hospital", "su cita", "la clínica"
    kinds = {"patient": "quien tiene la cita", "": "quien acompaña"}
    received = "Me explicaron este viaje y recibí mi apoyo. Es gratuito."
    explained = "Me explicaron este viaje. Es gratuito."
    sign, thumb = "Firma", "Huella"
    on_behalf, witness = "Firma a ruego, nombre", "Testigo, nombre y firma"
    page = "Hoja %(page)s de %(pages)s"

    def title(self, city: str) -> str:
        return f"Su viaje a {city}"

    def case(self, number: str) -> str:
        return f"Caso {number}"

    def day(self, day: date) -> str:
        return capitalised(self.tongue.full_day(day))

    def hour(self, hour: time) -> str:
        return self.tongue.hour_in_words(hour)

    def present(self, hour: time) -> str:
        return f"Preséntese {self.tongue.at_hour_in_words(hour)}"

    def seen(self, hour: time) -> str:
        return f"La cita es {self.tongue.at_hour_in_words(hour)}"

    def then(self, day: date) -> str:
        """Another date, after the first: `Después, jueves 17 de diciembre`."""
        return f"Después, {self.tongue.full_day(day)}"

    def prepare(self, how: str) -> str:
        return f"Para esta cita: {how}"

    def needed(self, need: str, days: list[str]) -> str:
        """`Para el jueves 17 de diciembre: ayuno de 8 horas`; without days, for every date of the journey."""
        return f"Para el {' y el '.join(days)}: {need}" if days else f"Para cada cita: {need}"

    def at(self, place: str) -> str:
        """`En el Hospital de las Culturas, San Cristóbal`, `En Tuxtla`."""
        return f"En el {place}" if place.startswith(("Hospital", "Instituto", "Centro")) else f"En {place}"

    def ride(self, mode: str, origin: str, destination: str) -> str:
        """`Colectivo de Jaltenango a Tuxtla`; `el` melts into what stands before it."""
        said = f"{self.modes[mode]} de {origin} a {destination}"
        return said.replace(" de el ", " del ").replace(" a el ", " al ")

    def meeting(self, place: str) -> str:
        return f"Suben en: {place}"

    def driver(self, name: str) -> str:
        return f"Con {name}"

    def arrives(self, hour: time) -> str:
        return f"Llegan {self.tongue.at_hour_in_words(hour)}"

    def sleeps(self, who: str, people: int, nights: int, where: str) -> str:
        """`Duermen 2 noches en Albergue Tuxtla`; `who` is empty where all of them do."""
        verb = "duerme" if people == 1 else "duermen"
        count = f" {nights} noches" if nights > 1 else ""
        return capitalised(f"{who} {verb}{count} en {where}".strip())

    def chair(self, place: str) -> str:
        return f"una silla, en {place}"

    own_home = "casa"
    open_stay = "El regreso se les avisa"

    def door(self, house: str, papers: str) -> str:
        """`En Albergue Tuxtla piden: INE del familiar y hoja de referencia`, in the house's own words."""
        return f"En {house} piden: {papers}"

    def together(self, names: list[str]) -> str:
        """`Doña Rosa, Juan y Lucía`."""
        *first, last = names
        link = "e" if last.lower().startswith(("i", "hi")) and not last.lower().startswith("hie") else "y"
        return capitalised(f"{', '.join(first)} {link} {last}" if first else last)

    def so_many(self, people: int) -> str:
        return "1 persona" if people == 1 else f"{people} personas"

    def office(self, navigator: str, office: str) -> str:
        return f"{navigator}, oficina de {office}"

    def telephone(self, navigator: str) -> str:
        return f"Teléfono de {navigator}"


class SpanishAlone(SpanishSheet):
    """The same to a patient whom nobody goes along with."""

    bring_title, phones_title = "Lleve", "Llame a"
    papers = ("Su INE y su CURP", *SpanishSheet.papers[1:])
    keep = "Guarde boletos y recibos del viaje"
    ring = "Si no tiene saldo, dé un timbrazo: le marcamos."
    needs = {need: words.replace("les pidieron", "le pidieron") for need, words in SpanishSheet.needs.items()}
    open_stay = "El regreso se le avisa"

    def meeting(self, place: str) -> str:
        return f"Sube en: {place}"

    def arrives(self, hour: time) -> str:
        return f"Llega {self.tongue.at_hour_in_words(hour)}"


class EnglishSheet(SpanishSheet):
    tongue = TONGUES["en"]
    there, between, stay, home = "Going", "Between the dates", "There", "Coming home"
    bring_title, phones_title = "Bring", "Call"
    papers = ("INE and CURP of everybody who goes", "Your papers and test results", "The medicines you take")
    keep = "Keep tickets and receipts of the journey"
    ring = "No credit? Let it ring once: we call back."
    needs = {
        "laboratory": "the laboratory results", "medicine": "the medicine they asked for",
        "assessment": "the assessment they asked for", "donors": "the donors they asked for",
        "document": "the papers they asked for",
    }  # fmt: skip
    modes = {
        "walk": "On foot", "raite": "A ride (raite)", "redilas": "Passenger truck", "colectivo": "Colectivo",
        "bus": "Bus", "taxi": "Taxi", "vehicle": "The programme's car", "ambulance": "Ambulance",
    }  # fmt: skip
    hospital, appointment, clinic = "the hospital", "your appointment", "the clinic"
    kinds = {"patient": "who has the appointment", "": "who goes along"}
    received = "The journey was explained to me and I have my support. It is free."
    explained = "The journey was explained to me. It is free."
    sign, thumb = "Signature", "Thumbprint"
    on_behalf, witness = "Signs on behalf, name", "Witness, name, signature"
    page = "Sheet %(page)s of %(pages)s"
    own_home = "a home"
    open_stay = "We will tell you when you come home"

    def title(self, city: str) -> str:
        return f"Your journey to {city}"

    def case(self, number: str) -> str:
        return f"Case {number}"

    def present(self, hour: time) -> str:
        return f"Be there {self.tongue.at_hour(hour)}"

    def seen(self, hour: time) -> str:
        return f"The appointment is {self.tongue.at_hour(hour)}"

    def then(self, day: date) -> str:
        return f"Then, {self.tongue.full_day(day)}"

    def prepare(self, how: str) -> str:
        return f"For this appointment: {how}"

    def needed(self, need: str, days: list[str]) -> str:
        return f"For {' and '.join(days)}: {need}" if days else f"For each appointment: {need}"

    def at(self, place: str) -> str:
        return f"At {place}"

    def ride(self, mode: str, origin: str, destination: str) -> str:
        return f"{self.modes[mode]} from {origin} to {destination}"

    def meeting(self, place: str) -> str:
        return f"Get on at: {place}"

    def driver(self, name: str) -> str:
        return f"With {name}"

    def arrives(self, hour: time) -> str:
        return f"You arrive {self.tongue.at_hour(hour)}"

    def sleeps(self, who: str, people: int, nights: int, where: str) -> str:
        count = f" {nights} nights" if nights > 1 else ""
        verb = "sleeps" if who and people == 1 else "sleep"
        return capitalised(f"{who or 'you'} {verb}{count} at {where}")

    def chair(self, place: str) -> str:
        return f"{place}, on a chair"

    def door(self, house: str, papers: str) -> str:
        return f"{house} asks for: {papers}"

    def together(self, names: list[str]) -> str:
        *first, last = names
        return capitalised(f"{', '.join(first)} and {last}" if first else last)

    def so_many(self, people: int) -> str:
        return "1 person" if people == 1 else f"{people} persons"

    def office(self, navigator: str, office: str) -> str:
        return f"{navigator}, office of {office}"

    def telephone(self, navigator: str) -> str:
        return f"{navigator}'s telephone"


SETS: dict[str, SpanishSheet] = {"es": SpanishSheet(), "en": EnglishSheet()}
ALONE: dict[str, SpanishSheet] = {"es": SpanishAlone(), "en": SETS["en"]}


def words_of(language: str, people: int) -> SpanishSheet:
    """The set of a language's code, for so many who travel; Spanish where there is none."""
    sets = ALONE if people == 1 else SETS
    return sets.get(language, sets["es"])
