"""The few words of a referral sheet that stand for a choice: yes and no, sex, insurance, who refers, kinship."""

from .text import NotUnderstood, fold

_YES = {"si", "s", "x", "1", "true", "verdadero", "yes", "y", "urgente", "ok"}
_NO = {"no", "n", "0", "false", "falso", "ninguna", "ninguno"}
_SEXES = {
    "h": "male", "hombre": "male", "masculino": "male", "masc": "male", "varon": "male", "nino": "male",
    "mujer": "female", "femenino": "female", "fem": "female", "f": "female", "nina": "female",
}  # fmt: skip
_INSURANCES = {
    "imss bienestar": "imss_bienestar", "seguro popular": "imss_bienestar", "insabi": "imss_bienestar",
    "ninguno": "imss_bienestar", "ninguna": "imss_bienestar", "sin seguro": "imss_bienestar",
    "no tiene": "imss_bienestar", "imss": "imss", "issste": "issste", "isstech": "issstech",
    "issstech": "issstech", "otro": "other", "otra": "other", "particular": "other", "privado": "other",
    "pemex": "other", "sedena": "other",
}  # fmt: skip
_ORIGINS = {
    "pasante": "pasante", "medico": "pasante", "medica": "pasante", "medico pasante": "pasante",
    "acompanante": "acompanante", "promotora": "acompanante", "enfermeria": "nursing", "enfermera": "nursing",
    "enfermero": "nursing", "brigada": "brigade", "cita": "appointment", "visita": "visit",
    "tamizaje": "visit", "visita de tamizaje": "visit", "hospital": "hospital",
    "propio": "self", "el paciente": "self", "la paciente": "self", "paciente": "self",
}  # fmt: skip
_PHONE_OWNERS = {
    "propio": "own", "propia": "own", "paciente": "own", "familiar": "relative", "pariente": "relative",
    "caseta": "caseta", "caseta telefonica": "caseta", "vecino": "relative", "vecina": "relative",
    "compartido": "relative",
}  # fmt: skip
_KINSHIPS = {
    "esposo": ("spouse", "male"), "esposa": ("spouse", "female"), "pareja": ("spouse", None),
    "concubino": ("spouse", "male"), "concubina": ("spouse", "female"),
    "hijo": ("child", "male"), "hija": ("child", "female"),
    "padre": ("parent", "male"), "papa": ("parent", "male"),
    "madre": ("parent", "female"), "mama": ("parent", "female"),
    "hermano": ("sibling", "male"), "hermana": ("sibling", "female"),
    "tio": ("uncle_aunt", "male"), "tia": ("uncle_aunt", "female"),
    "abuelo": ("grandparent", "male"), "abuela": ("grandparent", "female"),
    "nieto": ("grandchild", "male"), "nieta": ("grandchild", "female"),
    "sobrino": ("other", "male"), "sobrina": ("other", "female"),
    "primo": ("other", "male"), "prima": ("other", "female"),
    "cunado": ("other", "male"), "cunada": ("other", "female"),
    "suegro": ("other", "male"), "suegra": ("other", "female"),
    "vecino": ("other", "male"), "vecina": ("other", "female"),
    "amigo": ("other", "male"), "amiga": ("other", "female"),
    "tutor": ("other", "male"), "tutora": ("other", "female"), "otro": ("other", None),
}  # fmt: skip
_LANGUAGES = {
    "espanol": "es", "castellano": "es", "tseltal": "tzh", "tzeltal": "tzh", "tsotsil": "tzo", "tzotzil": "tzo",
    "mam": "mam", "chol": "ctu", "zoque": "zoc", "tojolabal": "toj", "ingles": "en", "english": "en",
}  # fmt: skip


def yes_or_no(text: str) -> bool | None:
    """`sí`, `X`, `URGENTE` … `no`; None for blank."""
    word = fold(text)
    if not word:
        return None
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise NotUnderstood(text)


def sex(text: str, *, m_means: str = "female") -> str | None:
    """`female`, `male`, or None for blank. `m_means` is what a lone M stands for: see `meaning_of_m`."""
    word = fold(text)
    if not word:
        return None
    return m_means if word == "m" else _chosen(_SEXES, word, text)


def meaning_of_m(column: list[str]) -> str:
    """In a column of H and M, M is a woman; in one of F and M (and no H), a man."""
    letters = {fold(text) for text in column}
    return "male" if "f" in letters and "h" not in letters else "female"


def insurance(text: str) -> str | None:
    """A code of `imss_bienestar · imss · issste · issstech · other`; None for blank: nobody knows."""
    return _chosen(_INSURANCES, fold(text), text)


def origin(text: str) -> str | None:
    """Who refers: one of the eight origins of DOMAIN's list; None for blank."""
    return _chosen(_ORIGINS, fold(text), text)


def phone_owner(text: str) -> str | None:
    """Whose the phone is: `own · relative · caseta`; None for blank."""
    return _chosen(_PHONE_OWNERS, fold(text), text)


def kinship(text: str) -> tuple[str, str | None] | None:
    """The relation of a companion to the patient, and the companion's sex where the word says it."""
    return _chosen(_KINSHIPS, fold(text), text)


def language(text: str) -> str | None:
    """An ISO 639 code (`es`, `tzh`, `tzo`, `mam`, `ctu` …), from its name or from the code itself; None for blank."""
    word = fold(text)
    return word if word in _LANGUAGES.values() else _chosen(_LANGUAGES, word, text)


def _chosen(table, word, text):
    if not word:
        return None
    if word not in table:
        raise NotUnderstood(text)
    return table[word]
