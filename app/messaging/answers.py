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
        "uno", "si", "sii", "si voy", "si boy", "si ire", "si vamos", "si vamos a ir", "si voy a ir", "claro que si",
        "si claro", "si puedo", "ai voy", "ahi voy", "ahi estare", "1 si", "1 si voy", "si 1", "confirmo", "si mero",
        "si vamos los dos", "si bamos", "si voy yo", "yo si voy", "nosotros si vamos", "simon", "simon si voy",
        "si dios quiere", "si voy si dios quiere", "primero dios si voy", "si voy primero dios", "primero dios si",
        "primeramente dios si", "ahi vamos a estar", "ahi estaremos", "ai estamos", "ahi estamos", "ahi nos vemos",
        "si iremos", "si podemos", "si podemos ir", "si puedo ir", "el uno", "es uno", "es 1", "la 1", "numero 1",
        "opcion 1", "si va", "si va a ir", "si ba", "si va ir", "si van", "si vamos ir", "si voy ir", "si confirmo",
        "confirmado", "si confirmado", "de acuerdo si voy", "esta bien si voy", "bueno si voy", "seguro que si",
        "si asisto", "asistire", "si asistire", "si llegamos", "si llego", "si voy a llegar", "si si voy",
        "si si vamos", "dios mediante si voy", "si vamos dios mediante", "si vamos primero dios",
        "si vamos si dios quiere", "sip", "1 1", "si si",
    ),
    "decline": (
        "dos", "no", "noo", "no voy", "no boy", "no puedo", "no puedo ir", "no voy a ir", "no vamos", "no podemos",
        "no podemos ir", "no ire", "2 no", "2 no puedo", "no 2", "ya no voy", "no voy a poder", "no voy a poder ir",
        "no bamos", "no vamos a ir", "no vamos a poder", "no vamos a poder ir", "ya no vamos", "ya no puedo",
        "ya no puedo ir", "ya no podemos", "ya no podemos ir", "ya no voy a ir", "ya no vamos a ir", "el dos", "es 2",
        "es dos", "la 2", "numero 2", "opcion 2", "no va", "no va a ir", "no va ir", "no van", "no van a ir",
        "no va a poder ir", "no va a poder", "no puede", "no puede ir", "no pueden ir", "ya no va", "ya no va a ir",
        "ahorita no puedo", "ahorita no podemos", "esta vez no puedo", "esta vez no voy", "no asistire", "no iremos",
        "nop", "2 2", "no no", "no se va a poder", "no se puede", "no me es posible", "mejor no voy",
        "no no puedo", "no no voy", "no no vamos",
    ),
    "departed": (
        "tres", "ya salimos", "ya sali", "salimos", "ya vamos", "3 ya salimos", "ya vamos en camino", "ya bamos",
        "ya vamos de camino", "vamos de camino", "vamos de camino ya", "vamos en camino", "ya voy en camino",
        "voy en camino", "ya voy", "ya boy",
        "ya nos venimos", "ya nos fuimos", "ya venimos", "ya venimos en camino", "ya estamos en camino",
        "ya agarramos carro", "ya agarramos la combi", "ya subimos", "ya subimos al carro", "ya estamos en el carro",
        "ya salimos de la casa", "ya salimos de la comunidad", "ya salio", "ya salieron", "ya se fueron", "3 ya",
        "ya salimos hace rato", "ya arrancamos", "es 3", "el tres",
    ),
    "arrived": (
        "cuatro", "ya llegamos", "ya llegue", "llegamos", "4 ya llegamos", "ya estamos aqui", "ya estamos en tuxtla",
        "ya llegamos a tuxtla", "ya llegamos al hospital", "ya estamos en el hospital", "ya estoy en el hospital",
        "ya estoy aqui", "ya llego", "ya llegaron", "ya llegamos bien", "llegamos bien", "llegue bien",
        "ya llegamos gracias a dios", "llegamos con bien", "ya llegamos con bien", "ya llegamos a la casa",
        "ya estamos en la casa", "ya estamos en casa", "ya llegamos a casa", "ya estoy en mi casa", "es 4",
        "el cuatro", "4 ya", *HOME,
    ),
    "problem": (
        "cinco", "problema", "hay un problema", "hay problema", "problema en el camino", "5 problema", "ay problema",
        "tenemos un problema", "tengo un problema", "tuvimos un problema", "hay problemas", "tenemos problema", "es 5",
        "se descompuso el carro", "se descompuso la camioneta", "se poncho la llanta", "nos quedamos tirados",
        "nos quedamos varados", "estamos varados", "no llega el carro", "no llego el carro", "no vino el carro",
        "no ha llegado el carro", "nos dejo el carro", "nos dejo la camioneta", "no paso el carro", "el cinco",
        "no paso la camioneta", "no vino don beto", "no llega la camioneta",
    ),
    "staying": (
        "seis", "me quedo", "me quedo en el hospital", "nos quedamos", "se queda internada", "se queda internado",
        "6 me quedo", "nos quedamos en el hospital", "se quedo internada", "se quedo internado", "la internaron",
        "lo internaron", "me internaron", "se queda en el hospital", "la van a internar", "lo van a internar",
        "me van a internar", "la dejaron internada", "lo dejaron internado", "nos vamos a quedar", "me voy a quedar",
        "se va a quedar", "se va a quedar internada", "es 6", "el seis", "quedo internada", "quedo internado",
    ),
    "call_me": (
        "llamame", "llameme", "marqueme", "marcame", "me puede marcar", "me marca", "no tengo saldo", "llamenme",
        "marquenme", "me puede llamar", "me llama", "hableme", "hablame", "me habla", "me puede hablar",
        "me marca porfa", "deme una llamada", "me hace una llamada", "me regresa la llamada", "no tengo credito",
        "ya no tengo saldo", "estoy sin saldo", "no ay saldo", "se me acabo el saldo", "quiero hablar con usted",
    ),
    "discharge": (
        "ya me dieron de alta", "me dieron de alta", "ya la dieron de alta", "ya lo dieron de alta",
        "la dieron de alta", "lo dieron de alta", "ya salio de alta", "ya esta de alta", "hoy me dan de alta",
        "hoy la dan de alta", "hoy lo dan de alta", "nos dieron de alta", "ya nos dieron de alta",
    ),
}  # fmt: skip
_NO_ROAD = (
    r"no (?:hay|ay|ai) (?:paso|carro|camioneta|transporte|combi|colectivo|pasaje hoy)|derrumbe|derumbe|bloqueo|"
    r"bloqueado|blokeado|blokeo|camino (?:esta )?(?:cerrado|tapado|feo)|carretera (?:esta )?cerrada|"
    r"no pasa (?:el |la )?(?:carro|camioneta|combi)|no podemos pasar|no dejan pasar|crecio el rio|"
    r"rio (?:esta )?crecido|se cayo el puente|no se puede pasar"
)
_NO_MONEY = (
    r"no (?:tengo|tenemos|hay|ay|ajusto|ajustamos|ajusta|alcanza|completo|completamos|traigo|traemos) "
    r"(?:\w+ ){0,3}?(?:dinero|dinerito|paga|pasaje|pasajes|paisaje|paisajes|centavo|centavos|efectivo)"
)
_COURTESIES = re.compile(
    r"\b(?:gracias|muchas|buen|buenos|buenas|dia|dias|tardes|noches|hola|por favor|porfavor|porfa|senorita|seno|lic|"
    r"licenciada|doctora|doctor|dios|bendiga|la|le|saludos|oiga|que tenga|bonito|bonita|tarde|noche|"
    r"muy|buena|ok|jefa|mi)\b"
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
        if candidate and by_ear(candidate) in _HEARD:
            return Answer(_HEARD[by_ear(candidate)])
    return Answer("doubt")


def says_home(text: str) -> bool:
    """Whether "we have arrived" says where: at home, and the trip is over."""
    bare = " ".join(_COURTESIES.sub(" ", _plain(text)).split())
    return not _AT_HOME.isdisjoint((by_ear(_plain(text)), by_ear(bare)))


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


def by_ear(said: str) -> str:
    """As it sounds in Mexico: llegamos = yegamos, voy = boy, hay = ay, siii = si."""
    sound = re.sub(r"([a-z])\1+", lambda double: "ll" if double.group() == "ll" else double.group(1), said)
    for written, heard in (("ll", "y"), ("ch", "#"), ("h", ""), ("#", "ch"), ("v", "b"), ("z", "s"), ("qu", "k")):
        sound = sound.replace(written, heard)
    return re.sub(r"c(?=[ei])", "s", sound)


_AT_HOME = {by_ear(phrase) for phrase in HOME} | {
    by_ear(" ".join(_COURTESIES.sub(" ", phrase).split())) for phrase in HOME
}
_HEARD = {by_ear(phrase): meaning for meaning, phrases in _SAID.items() for phrase in phrases}
