"""How much of a budget a fund may pay by what its donor limits, on plain values."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from app.foundation.language import _
from app.foundation.money import Money

LODGING = "lodging"


@dataclass(frozen=True)
class Limit:
    """A fund pays at most so much of a budget, and the sentence that says why.

    `of`: the category that is limited, of which it may pay `allowed`; empty: all of them together.
    """

    most: Money
    why: str
    of: str = ""
    allowed: Money = Money(0)


def limit_of(category: str, allowed: Money, line: Money, whole: Money, why: str) -> Limit:
    """Of one category."""
    return Limit(part_for(whole, line, allowed), why, category, allowed)


@dataclass(frozen=True)
class Cap:
    """`kind`: case, trip, night or category (then of `category`)."""

    kind: str
    amount: Money
    category: str = ""


@dataclass(frozen=True)
class Asked:
    """A budget: what it says by category, its nights (None: not known), and what the fund bears for the rest of its
    case."""

    lines: Mapping[str, Money]
    whole: Money
    nights: int | None
    borne: Money


def part_for(whole: Money, line: Money, allowed: Money) -> Money:
    """The most of a budget so that its part of one line is within `allowed`: a fund bears the same share of each."""
    if line <= allowed:
        return whole
    return Money(max(allowed.amount_minor, 0) * whole.amount_minor // line.amount_minor, whole.currency)


def caps(held: Iterable[Cap], asked: Asked, labels: Mapping[str, str]) -> Iterator[Limit]:
    """Every cap that holds, as what it leaves of this budget. A night counts once, however many sleep."""
    nothing = Money.zero(asked.whole.currency)
    for cap in held:
        amount = str(cap.amount)
        if cap.kind == "trip":
            yield Limit(cap.amount, _("Da hasta %(amount)s por viaje.", amount=amount))
        elif cap.kind == "case":
            left = max(cap.amount - asked.borne, nothing)
            yield Limit(left, _("Da hasta %(amount)s por caso: le quedan %(left)s.", amount=amount, left=str(left)))
        elif cap.kind == "category":
            name = str(labels.get(cap.category, cap.category)).lower()
            why = _("De %(category)s da hasta %(amount)s por viaje.", category=name, amount=amount)
            yield limit_of(cap.category, cap.amount, asked.lines.get(cap.category, nothing), asked.whole, why)
        else:
            yield _nights(cap, asked, nothing)


def _nights(cap: Cap, asked: Asked, nothing: Money) -> Limit:
    lodging, amount = asked.lines.get(LODGING, nothing), str(cap.amount)
    if asked.nights is None:
        why = _("Da hasta %(amount)s por noche, y no se sabe cuántas noches son.", amount=amount)
        return Limit(nothing if lodging else asked.whole, why, LODGING, nothing)
    why = _("Da hasta %(amount)s por noche: de hospedaje, %(allowed)s.", amount=amount,
            allowed=str(cap.amount * asked.nights))  # fmt: skip
    return limit_of(LODGING, cap.amount * asked.nights, lodging, asked.whole, why)
