"""What stands on a travel sheet: plain values, already in the words of whoever reads it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Piece:
    """One thing on the way: a ride, a night; `picture` is a pictogram, empty for a heading (a day)."""

    picture: str
    head: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Way:
    """There, or home: what happens, in order; its first piece is the heading that says which."""

    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Visit:
    """What the journey is for: the day, when to be there, and the rest in lines."""

    day: str
    present: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Receipt:
    """What is signed at the foot, and the labels of the four places to sign. No amount stands on this paper."""

    sentence: str
    signature: str
    thumbprint: str
    on_behalf: str
    witness: str


@dataclass(frozen=True)
class TravelSheet:
    """`people` by their spoken names, or how many they are. `phones`: (whose, number as it is dialled).

    `dial`: the address in the QR (`tel:…`); empty for none.
    """

    title: str
    case_label: str
    people: str
    author: str
    visit: Visit
    ways: tuple[Way, ...]
    bring_title: str
    bring: tuple[str, ...]
    phones_title: str
    phones: tuple[tuple[str, str], ...]
    phones_note: str
    receipt: Receipt
    page_words: str  # "Hoja %(page)s de %(pages)s", for the few that take two
    dial: str = ""


Column = list[Piece]
Page = list[Column]
