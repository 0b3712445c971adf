"""The book of texts: for each kind, reader and language the words in use. A value, handed to the rules."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from .template import Template, key_of

LANGUAGES = ("es", "en", "tzh", "tzo", "mam")
SURE = ("es", "en")
"""Languages whose texts need no speaker's word before they are sent."""


@dataclass(frozen=True)
class Book:
    """Texts by key. Those of a language that no speaker has checked are in it, and never chosen."""

    texts: Mapping[str, Template] = field(default_factory=dict)

    def find(self, kind: str, role: str, variant: str = "", language: str = "es") -> Template | None:
        """The text for one reader: in their language if it may be sent, else in Spanish; None where there is none."""
        for tongue in (language, "es"):
            text = self.texts.get(key_of(kind, role, variant, tongue))
            if text and text.checked:
                return text
        return None

    def standing(self, kind: str, role: str, variant: str, language: str) -> str:
        """`in_use`, `draft` (a speaker has to check it) or `missing`."""
        text = self.texts.get(key_of(kind, role, variant, language))
        if text is None:
            return "missing"
        return "in_use" if text.checked else "draft"

    def overlaid(self, newer: Iterable[Template]) -> "Book":
        """This book with some texts put in the place of others."""
        return Book({**self.texts, **{text.key: text for text in newer}})


def bound(texts: Iterable[Template]) -> Book:
    return Book({text.key: text for text in texts})
