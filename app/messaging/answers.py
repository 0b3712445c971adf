"""What a person meant: numbers first, then the words of the field, spelled as people spell them.

Certain or not at all: only a whole answer is understood. "Sí, pero no tengo para el pasaje" is not a yes.
Whatever is left is a doubt, and a doubt goes to a person.
"""

import re
import unicodedata
from dataclasses import dataclass

from app.foundation.language import _l

MEANINGS = {
    "confirm": _l("sí va"),
    "decline": _l("no puede"),
    "departed": _l("ya salieron"),
    "arrived": _l("ya llegaron"),
    "problem": _l("problema en el camino"),
    "staying": _l("se queda en el hospital"),
    "no_road": _l("no hay paso"),
    "no_money": _l("no tiene dinero"),
    "stop": _l("ya no quiere mensajes"),
    "start": _l("quiere mensajes otra vez"),
    "help": _l("pide ayuda"),
    "discharge": _l("lo dieron de alta"),
    "call_me": _l("pide que le marquen"),
    "doubt": _l("hay que leerlo"),
}
URGENT = ("problem", "no_road", "no_money")


@dataclass(frozen=True)
class Answer:
    """`meaning` is one of MEANINGS."""

    meaning: str

    @property
    def urgent(self) -> bool:
        """Somebody is stuck: today, not tomorrow."""
        return self.meaning in URGENT


HOME = (
    "ya regresamos", "ya regrese", "regresamos", "ya volvimos", "ya estamos en la casa", "ya estoy en la casa",
    "ya estamos en casa", "ya estoy en casa", "ya estamos en nuestra casa", "ya estoy en mi casa",
    "ya llegamos a la casa", "ya llegue a la casa", "ya llegamos a casa", "ya llegue a casa", "ya llegue a mi casa",
    "ya estamos de regreso", "4 ya regresamos",
)  # fmt: skip
_NUMBERS = {"1": "confirm", "2": "decline", "3": "departed", "4": "arrived", "5": "problem", "6": "staying"}
_EXACT = {"alto": "stop", "baja": "stop", "stop": "stop", "mensajes": "start", "ayuda": "help", "alta": "discharge"}
_SAID = {
    "confirm": (
        "uno", "si", "si voy", "si boy", "si ire", "si vamos", "si vamos a ir", "si voy a ir", "claro que si",
        "si claro", "si puedo", "ai voy", "ahi voy", "ahi estare", "1 si", "1 si voy", "si 1", "confirmo",
    ),
    "decline": (
        "dos", "no", "no voy", "no puedo", "no puedo ir", "no voy a ir", "no vamos", "no podemos", "no podemos ir",
        "no ire", "2 no", "2 no puedo", "no 2", "ya no voy", "no voy a poder", "no voy a poder ir",
    ),
    "departed": ("tres", "ya salimos", "ya sali", "salimos", "ya vamos", "3 ya salimos", "ya vamos en camino"),
    "arrived": ("cuatro", "ya llegamos", "ya llegue", "llegamos", "4 ya llegamos", "ya estamos aqui", *HOME),
    "problem": ("cinco", "problema", "hay un problema", "hay problema", "problema en el camino", "5 problema"),
    "staying": (
        "seis", "me quedo", "me quedo en el hospital", "nos quedamos", "se queda internada", "se queda internado",
        "6 me quedo", "nos quedamos en el hospital",
    ),
    "call_me": ("llamame", "llameme", "marqueme", "marcame", "me puede marcar", "me marca", "no tengo saldo"),
    "discharge": ("ya me dieron de alta", "me dieron de alta", "ya la dieron de alta", "ya lo dieron de alta"),
}  # fmt: skip
_NO_ROAD = (
    r"no (?:hay|ay|ai) (?:paso|carro|camioneta|transporte)|derrumbe|bloqueo|camino (?:esta )?cerrado|"
    r"no pasa (?:el )?carro"
)
_NO_MONEY = r"no (?:tengo|tenemos|hay|ajusto|alcanza|completo) (?:\w+ ){0,3}?(?:dinero|paga|pasaje|paisaje)"
_COURTESIES = re.compile(
    r"\b(?:gracias|muchas|buen|buenos|buenas|dia|dias|tardes|noches|hola|por favor|porfavor|senorita|seno|lic|"
    r"licenciada|doctora|doctor|dios|bendiga|la|le|saludos)\b"
)


def understand(text: str) -> Answer:
    """What a text from a phone means. Accents, capitals, signs and doubled letters do not matter."""
    said = _plain(text)
    if said in _EXACT:
        return Answer(_EXACT[said])
    stuck = _stuck(said)
    if stuck:
        return Answer(stuck)
    bare = " ".join(_COURTESIES.sub(" ", said).split())
    for candidate in (said, bare):
        if candidate in _NUMBERS:
            return Answer(_NUMBERS[candidate])
        if candidate and _by_ear(candidate) in _HEARD:
            return Answer(_HEARD[_by_ear(candidate)])
    return Answer("doubt")


def says_home(text: str) -> bool:
    """Whether "we have arrived" says where: at home, and the trip is over."""
    bare = " ".join(_COURTESIES.sub(" ", _plain(text)).split())
    return not _AT_HOME.isdisjoint((_by_ear(_plain(text)), _by_ear(bare)))


def _stuck(said: str) -> str | None:
    """The two things that keep people home, wherever they are said in a longer text."""
    if re.search(_NO_ROAD, said):
        return "no_road"
    return "no_money" if re.search(_NO_MONEY, said) else None


def _plain(text: str) -> str:
    """Lower case, no accents, no signs; `1.`, `1)` and ` 1 ` are all `1`."""
    split = unicodedata.normalize("NFKD", text.lower())
    letters = "".join(letter for letter in split if not unicodedata.combining(letter))
    return " ".join(re.sub(r"[^a-z0-9ñ]+", " ", letters).split())


def _by_ear(said: str) -> str:
    """As it sounds in Mexico: llegamos = yegamos, voy = boy, hay = ay, siii = si."""
    sound = re.sub(r"([a-z])\1+", lambda double: "ll" if double.group() == "ll" else double.group(1), said)
    for written, heard in (("ll", "y"), ("ch", "#"), ("h", ""), ("#", "ch"), ("v", "b"), ("z", "s"), ("qu", "k")):
        sound = sound.replace(written, heard)
    return re.sub(r"c(?=[ei])", "s", sound)


_AT_HOME = {_by_ear(phrase) for phrase in HOME} | {
    _by_ear(" ".join(_COURTESIES.sub(" ", phrase).split())) for phrase in HOME
}
_HEARD = {_by_ear(phrase): meaning for meaning, phrases in _SAID.items() for phrase in phrases}
