"""Names of people and places as keys: accents, case and the order of the two surnames do not count."""

from .text import fold

_BEFORE_A_NAME = {"clinica", "hospital", "de", "del", "la", "las", "los", "el"}


def person_key(given_names: str, first_surname: str, second_surname: str | None = "") -> str:
    """Equal for the same names in any case, without accents, and with the surnames in either order."""
    surnames = sorted((fold(first_surname), fold(second_surname or "")))
    return f"{fold(given_names)}|{surnames[0]}|{surnames[1]}"


def place_key(text: str) -> str:
    """Equal for a place with or without accents, a leading Clínica or Hospital, and its article."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in _BEFORE_A_NAME:
        words = words[1:]
    return " ".join(words)
