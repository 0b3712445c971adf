"""How several funds share one amount, on plain values; docs/rules-money.md has it in prose, with worked sums."""

import re
from collections.abc import Sequence
from decimal import Decimal

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, half_up, split, total

from .rules import Short

REST = ("resto", "lo demás", "lo demas")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,2})?)\s*%", re.ASCII)
WHOLE = 100_00  # a hundred percent, in hundredths


def shares_typed(whole: Money, typed: Sequence[str]) -> list[Money]:
    """What each fund pays of `whole`, as somebody typed it for each: `60 %`, `500.00`, `resto`, or nothing.

    Percents of one whole are shared by largest remainder, so the parts add up to it. Refused: what is none of these,
    two rests, more than the whole, less than it.
    """
    parts = read(whole, typed)
    takes_rest = [n for n, one in enumerate(typed) if one.strip().lower() in REST]
    return _with_rest(parts, whole - total(parts, whole.currency), takes_rest)


def read(whole: Money, typed: Sequence[str]) -> list[Money]:
    """What was typed so far, in pesos; whoever takes the rest has nothing yet. Refused: what cannot be read."""
    says = [one.strip().lower() for one in typed]
    percents = [_percent(one) for one in says]
    if sum(filter(None, percents)) > WHOLE:
        raise Refused(_("Los porcentajes suman más de 100."), "parts")
    weights = [percent or 0 for percent in percents]
    by_percent = split(whole, [*weights, WHOLE - sum(weights)])
    parts = [by_percent[n] if percents[n] is not None else _amount(one, whole.currency) for n, one in enumerate(says)]
    if any(part.amount_minor < 0 for part in parts):
        raise Refused(_("La cantidad no puede ser negativa."), "parts")
    return parts


def _percent(said: str) -> int | None:
    """Hundredths of a percent; None for what is no percentage."""
    found = _PERCENT.fullmatch(said)
    return half_up(Decimal(found[1]) * 100) if found else None


def _amount(said: str, currency: str) -> Money:
    return Money.zero(currency) if said in ("", *REST) else Money.parse(said, currency)


def _with_rest(parts: list[Money], left: Money, takes_rest: list[int]) -> list[Money]:
    if len(takes_rest) > 1:
        raise Refused(_("Sólo un fondo pone el resto."), "parts")
    if left.amount_minor < 0:
        raise Refused(_("Sobran %(amount)s: las partes suman más que el presupuesto.", amount=str(-left)), "parts")
    if left and not takes_rest:
        raise Refused(_("Faltan %(amount)s por repartir: póngalos en un fondo, o escriba «resto».", amount=str(left)),
                      "parts")  # fmt: skip
    for n in takes_rest:
        parts[n] = left
    return parts


def by_turns(whole: Money, most: Sequence[Money]) -> list[Money]:
    """As much as the first may, then the second, and so on; what none may is left over, in no part."""
    parts, left = [], whole
    for limit in most:
        parts.append(max(min(left, limit), Money.zero(whole.currency)))
        left = left - parts[-1]
    return parts


def within(whole: Money, weights: Sequence[int], most: Sequence[int]) -> list[Money]:
    """By weights, none above its `most` (centavos): what one cannot bear the others bear, by their weights.

    Refused: all together may not bear it.
    """
    if whole.amount_minor > sum(most):
        missing = Money(whole.amount_minor - sum(most), whole.currency)
        raise Short(_("Entre los fondos no alcanza: faltan %(amount)s.", amount=str(missing)), "fund")
    parts = [0] * len(most)
    while left := whole.amount_minor - sum(parts):
        room = [n for n, limit in enumerate(most) if limit > parts[n]]
        shares = [weights[n] for n in room]
        if not any(shares):
            shares = [most[n] - parts[n] for n in room]
        for n, share in zip(room, split(Money(left), shares), strict=True):
            parts[n] = min(most[n], parts[n] + share.amount_minor)
    return [Money(part, whole.currency) for part in parts]


def drawn(amounts: Sequence[Money], totals: Sequence[Money]) -> list[list[Money]]:
    """Each amount shared among funds of which each bears its total in all: every row adds up to its amount, every
    column to its total. Each row is shared by what the funds have left, by largest remainder.

    `amounts` and `totals` have the same sum (ValueError).
    """
    left = [part.amount_minor for part in totals]
    if sum(one.amount_minor for one in amounts) != sum(left):
        raise ValueError("amounts and totals differ")
    rows = []
    for amount in amounts:
        row = split(amount, left) if amount else [Money.zero(amount.currency)] * len(left)
        left = [before - part.amount_minor for before, part in zip(left, row, strict=True)]
        rows.append(row)
    return rows
