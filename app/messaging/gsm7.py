"""The alphabet of a text message: which letters fit, how many parts a text takes, what to change so it fits.

GSM 03.38 (3GPP TS 23.038): 160 septets alone, 153 in each part of a longer text; one letter outside the
alphabet turns the whole text into UCS-2, 70 alone and 67 in parts. Spanish has é ñ ü ¿ ¡ É Ñ there, and not
á í ó ú, nor their capitals.
"""

import unicodedata
from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
ALONE, IN_PARTS = 160, 153
UCS2_ALONE, UCS2_IN_PARTS = 70, 67

_SPELLED = str.maketrans(
    {
        "ª": "a", "º": "o", "°": "o", "–": "-", "—": "-", "…": "...", "“": '"', "”": '"', "«": '"', "»": '"',
        "‘": "'", "’": "'", "ʼ": "'", "´": "'", "`": "'", "\u00a0": " ", "\t": " ", "•": "-", "½": "1/2",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How long a text is on the air. `units` are septets, or UTF-16 units when `alphabet` is `ucs2`."""

    alphabet: str
    units: int
    segments: int

    @property
    def left(self) -> int:
        """Units still free in the last part."""
        alone, parts = (ALONE, IN_PARTS) if self.alphabet == "gsm7" else (UCS2_ALONE, UCS2_IN_PARTS)
        return alone - self.units if self.segments == 1 else parts * self.segments - self.units


def is_gsm7(text: str) -> bool:
    """Whether every letter is in the alphabet, its extension included."""
    return all(letter in BASIC or letter in EXTENDED for letter in text)


def outside(text: str) -> list[str]:
    """The letters that are not in the alphabet, each once, in the order they appear."""
    return list(dict.fromkeys(letter for letter in text if letter not in BASIC and letter not in EXTENDED))


def transliterate(text: str) -> str:
    """The same words in the alphabet alone: á→a, “→", ʼ→'. What has no counterpart (an emoji) is left out."""
    return "".join(_nearest(letter) for letter in unicodedata.normalize("NFC", text).translate(_SPELLED))


def _nearest(letter: str) -> str:
    if letter in BASIC or letter in EXTENDED:
        return letter
    plain = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in plain if part in BASIC or part in EXTENDED)


def size(text: str) -> Size:
    """What `text` takes on the air. Nothing at all still takes one part."""
    if is_gsm7(text):
        widths = [2 if letter in EXTENDED else 1 for letter in text]
        return _size("gsm7", widths, ALONE, IN_PARTS)
    widths = [2 if ord(letter) > 0xFFFF else 1 for letter in text]
    return _size("ucs2", widths, UCS2_ALONE, UCS2_IN_PARTS)


def segments(text: str) -> int:
    """How many parts the carrier charges for."""
    return size(text).segments


def septets(text: str) -> int:
    """Septets of a text in the alphabet; a letter of the extension is two. Refuses any other: ValueError."""
    if not is_gsm7(text):
        raise ValueError(f"not in the alphabet: {''.join(outside(text))!r}")
    return size(text).units


def _size(alphabet: str, widths: list[int], alone: int, in_parts: int) -> Size:
    units = sum(widths)
    if units <= alone:
        return Size(alphabet, units, 1)
    return Size(alphabet, units, _parts(widths, in_parts))


def _parts(widths: list[int], room: int) -> int:
    """A letter that takes two units never straddles two parts."""
    parts, used = 1, 0
    for width in widths:
        if used + width > room:
            parts, used = parts + 1, 0
        used += width
    return parts
