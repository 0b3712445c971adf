"""The texts that the program ships with, by language. A programme's own wordings are data: wordings.py."""

from . import english, spanish, tseltal, tsotsil
from .book import LANGUAGES, SURE, Book, bound
from .template import NAMES, PLACES, Template, key_of, render

SHIPPED = bound((*spanish.TEXTS, *english.TEXTS, *tseltal.TEXTS, *tsotsil.TEXTS))
TEMPLATES = SHIPPED.texts
KINDS = tuple(dict.fromkeys(text.kind for text in spanish.TEXTS))
ANSWERS = ("stopped", "started", "which_one", "who", "help")

__all__ = [
    "ANSWERS", "KINDS", "LANGUAGES", "NAMES", "PLACES", "SHIPPED", "SURE", "TEMPLATES", "Book", "Template", "bound",
    "key_of", "render",
]  # fmt: skip
