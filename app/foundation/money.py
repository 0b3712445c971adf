"""Money: an integer of centavos and its currency, never parted, never a float."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import total_ordering

from num2words import num2words

from .errors import Refused
from .language import _

CURRENCY = "MXN"
TOO_MUCH_MINOR = 1_000_000_000_00
_AMOUNT = re.compile(r"-?\d{1,3}(,\d{3})*(\.\d{1,2})?|-?\d+(\.\d{1,2})?", re.ASCII)


def half_up(amount: Decimal) -> int:
    """Centavos of a decimal number of centavos, halves away from zero: the one rounding there is."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """`amount_minor` centavos of `currency`. Adding two currencies is a ValueError: it is our mistake."""

    amount_minor: int
    currency: str = CURRENCY

    @classmethod
    def zero(cls, currency: str = CURRENCY) -> "Money":
        return cls(0, currency)

    @classmethod
    def parse(cls, typed: str, currency: str = CURRENCY) -> "Money":
        """What a person types: `1250`, `$1,250.50`, `1,250.50 MXN`. Refuses anything else, `1.250,50` too, and
        a thousand millions or more, which is a slip of the finger.
        """
        bare = typed.strip().removeprefix("$").removesuffix(currency).strip()
        if not _AMOUNT.fullmatch(bare):
            raise Refused(_("Escriba la cantidad en pesos y centavos, por ejemplo 1,250.50."))
        minor = half_up(Decimal(bare.replace(",", "")) * 100)
        if abs(minor) >= TOO_MUCH_MINOR:
            raise Refused(_("Esa cantidad es demasiado grande: revise los ceros."))
        return cls(minor, currency)

    @property
    def decimal(self) -> Decimal:
        return Decimal(self.amount_minor) / 100

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor + other.amount_minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.amount_minor - other.amount_minor, self.currency)

    def __mul__(self, times: int) -> "Money":
        return Money(self.amount_minor * times, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount_minor, self.currency)

    def __bool__(self) -> bool:
        return self.amount_minor != 0

    def __lt__(self, other: "Money") -> bool:
        self._same(other)
        return self.amount_minor < other.amount_minor

    def __str__(self) -> str:
        sign = "-" if self.amount_minor < 0 else ""
        return f"{sign}${abs(self.decimal):,.2f} {self.currency}"


def total(amounts, currency: str = CURRENCY) -> Money:
    """The sum of any number of amounts, zero for none."""
    return sum(amounts, Money.zero(currency))


def split(whole: Money, weights: Sequence[int]) -> list[Money]:
    """Parts in proportion to `weights` that add up to `whole` exactly, by largest remainder.

    Ties go to the earlier part. Weights are not negative and not all zero (ValueError).
    """
    if not weights or min(weights) < 0 or sum(weights) == 0:
        raise ValueError("a split needs weights that are not negative and not all zero")
    size, sign = abs(whole.amount_minor), -1 if whole.amount_minor < 0 else 1
    exact = [divmod(size * weight, sum(weights)) for weight in weights]
    parts = [quotient for quotient, _rest in exact]
    by_remainder = sorted(range(len(parts)), key=lambda i: -exact[i][1])
    for i in by_remainder[: size - sum(parts)]:
        parts[i] += 1
    return [Money(sign * part, whole.currency) for part in parts]


def in_words(amount: Money) -> str:
    """`(UN MIL DOSCIENTOS CINCUENTA PESOS 50/100 M.N.)`, as Mexican cheques and receipts write it."""
    pesos, centavos = divmod(abs(amount.amount_minor), 100)
    words = num2words(pesos, lang="es")
    words = re.sub(r"(^|millón |millones )mil\b", r"\1un mil", words)
    words = re.sub(r"veintiuno(?= mil| millones|$)", "veintiún", words)
    words = re.sub(r"\buno(?= mil| millones|$)", "un", words)
    unit = "PESO" if pesos == 1 else "DE PESOS" if pesos and pesos % 1_000_000 == 0 else "PESOS"
    sign = "MENOS " if amount.amount_minor < 0 else ""
    return f"({sign}{words.upper()} {unit} {centavos:02d}/100 M.N.)"
