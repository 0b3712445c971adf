"""A cash count (arqueo) on plain values: which pieces of money there are, and what so many of each come to."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.foundation.money import CURRENCY, Money, total


@dataclass(frozen=True)
class Piece:
    """A bill or a coin of `value_minor` centavos. Twenty pesos are both: the bill still goes around."""

    kind: str
    value_minor: int

    @property
    def key(self) -> str:
        return f"{self.kind}_{self.value_minor}"

    @property
    def value(self) -> Money:
        return Money(self.value_minor)

    @property
    def name(self) -> str:
        """`$200`, `$0.50`."""
        pesos, centavos = divmod(self.value_minor, 100)
        return f"${pesos:,}" if not centavos else f"${pesos}.{centavos:02d}"


BILLS = tuple(Piece("bill", pesos * 100) for pesos in (1000, 500, 200, 100, 50, 20))
COINS = tuple(Piece("coin", minor) for minor in (20_00, 10_00, 5_00, 2_00, 1_00, 50))
PIECES = (*BILLS, *COINS)


def counted(pieces: Mapping[Piece, int]) -> Money:
    return total((piece.value * number for piece, number in pieces.items()), CURRENCY)
