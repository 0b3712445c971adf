"""Another currency's millionths as our centavos: exact until the one named point where they are rounded."""

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from .rules import DatedRate, NoRate, rate_on

OWN_RATE = 100_00
"""A hundred of our own unit, in centavos. A rate is what a hundred of theirs cost: four decimals, as banks tell it."""
_WHOLE = 100 * 1_000_000


def exact(micros: int, rate_minor: int) -> Fraction:
    """Centavos of `micros` millionths of a currency of which a hundred cost `rate_minor` centavos."""
    return Fraction(micros * rate_minor, _WHOLE)


def nearest(centavos: Fraction) -> int:
    """Whole centavos, halves away from zero."""
    size = floor(abs(centavos) + Fraction(1, 2))
    return size if centavos >= 0 else -size


def rounded(parts: Sequence[Fraction]) -> list[int]:
    """Whole centavos for each part, adding up to their sum, which is rounded once: largest remainder, ties to the
    earlier. No part moves by a centavo or more; parts may be below zero (a price that was corrected)."""
    whole = [floor(part) for part in parts]
    missing = nearest(sum(parts, Fraction())) - sum(whole)
    by_remainder = sorted(range(len(parts)), key=lambda i: whole[i] - parts[i])
    for i in by_remainder[:missing]:
        whole[i] += 1
    return whole


def check_rate(category: str, amount: Money) -> None:
    """Refused: what one dollar costs, typed where a hundred are asked for."""
    if category == "exchange" and amount.amount_minor < OWN_RATE:
        raise Refused(_("Escriba cuánto cuestan cien, con centavos: a 18.2537 cada uno, son 1,825.37."), "amount")


def rate_of(rates: Sequence[DatedRate], currency: str, day) -> int:
    """Centavos for a hundred of `currency` on `day`. Refused: nobody has said; nothing is guessed."""
    if currency == CURRENCY:
        return OWN_RATE
    try:
        return rate_on(rates, "exchange", f"{currency.lower()}_100", day).amount_minor
    except NoRate as unknown:
        raise NoRate(
            _("Falta el tipo de cambio (%(currency)s) del %(day)s.", currency=currency, day=f"{day:%d/%m/%Y}")
        ) from unknown
