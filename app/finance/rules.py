"""Decisions about money, on plain values. docs/rules-money.md says the same in prose, with worked sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from app.foundation.errors import NotAllowed, Refused
from app.foundation.language import _, ngettext
from app.foundation.money import CURRENCY, Money, split, total

FIXED = frozenset({"meals", "stipend"})  # apoyo fijo: the signed slip and proof of travel are enough (P5)
APPROVERS = ("finance", "admin")
SMALL_DIFFERENCE = Money(5_00)  # closes by itself: a peso here and there is not worth a trip to the office
CONFIRM_WITHIN = timedelta(days=1)  # a hand-over between custodians; afterwards it is overdue
SECOND_APPROVER_ABOVE = Money(10_000_00)  # above it two people approve, neither of them the preparer


class NoRate(Refused):
    """Nothing says what this costs on that day."""


class SelfApproval(NotAllowed):
    """Nobody approves what they prepared."""


class Short(Refused):
    """The fund, box or advance does not hold that much."""


@dataclass(frozen=True)
class DatedRate:
    """`amount` for one unit from `valid_from` to `valid_to`, both included; None is open."""

    category: str
    unit: str
    amount: Money
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def rate_on(rates: Iterable[DatedRate], category: str, unit: str, day: date) -> Money:
    """The amount in force on `day`; of several, the one that began last. Refused: none."""
    valid = [rate for rate in rates if (rate.category, rate.unit) == (category, unit) and rate.holds_on(day)]
    if not valid:
        raise NoRate(_("No hay tarifa de %(what)s para el %(day)s.", what=f"{category}/{unit}", day=day.isoformat()))
    return max(valid, key=lambda rate: rate.valid_from).amount


def priced_meals(rates: Sequence[DatedRate], meals: Iterable[tuple[date, str, int]], currency=CURRENCY) -> Money:
    """Σ rate of the day × persons, for (day, breakfast | lunch | dinner, persons)."""
    return total((rate_on(rates, "meal", meal, day) * persons for day, meal, persons in meals), currency)


def priced_stipend(rates: Sequence[DatedRate], days: Iterable[tuple[date, int]], currency=CURRENCY) -> Money:
    """Σ companion day × companions, for (day, companions)."""
    return total((rate_on(rates, "stipend", "companion_day", day) * heads for day, heads in days), currency)


def line_kind(category: str) -> str:
    return "fixed" if category in FIXED else "to_prove"


def check_amount(amount: Money | None, field_name: str = "amount") -> None:
    """Refused: nothing, or nothing above zero."""
    if amount is None or amount.amount_minor <= 0:
        raise Refused(_("La cantidad debe ser mayor que cero."), field_name)


def check_approver(role: str, approver_id: int, preparer_id: int) -> None:
    """Refused: the preparer themselves, or somebody who is neither finance nor admin."""
    if approver_id == preparer_id:
        raise SelfApproval(_("Nadie autoriza lo que preparó: pídalo a otra persona."))
    if role not in APPROVERS:
        raise NotAllowed(_("Sólo finanzas o administración autorizan dinero."))


def check_receiver(by_id: int, role: str, giver_id: int, hands: Sequence[int], name: str) -> None:
    """Refused: the giver; somebody who is neither the custodian's person nor the deputy. Where a custodian has no
    person of the programme (a driver, a bank), whoever minds the money confirms with the paper in hand."""
    if by_id == giver_id:
        raise SelfApproval(_("La confirma quien recibe, no quien entrega."))
    if hands and by_id not in hands:
        raise NotAllowed(_("Sólo confirma quien recibe por %(name)s, o su suplente.", name=name))
    if not hands and role not in APPROVERS:
        raise NotAllowed(_("%(name)s no tiene persona en el programa: lo confirma finanzas.", name=name))


def check_giver(by_id: int, role: str, hands: Sequence[int], name: str, field_name: str = "source") -> None:
    """Refused: cash out of somebody else's hands, but for who minds the money of all."""
    if by_id not in hands and role not in APPROVERS:
        raise NotAllowed(_("Sólo entrega quien lleva %(name)s, su suplente o finanzas.", name=name), field_name)


def check_room(name: str, holds: Money, limit: Money | None, amount: Money) -> None:
    """Refused: more than still fits in those hands; the sentence says how much does."""
    if limit and holds + amount > limit:
        raise Refused(
            _("%(name)s no puede tener más de %(limit)s y ya tiene %(holds)s: le caben %(room)s.",
              name=name, limit=limit, holds=holds, room=max(limit - holds, Money.zero(limit.currency))),
            "amount",
        )  # fmt: skip


def may_give(by_id: int, role: str, hands: Sequence[int]) -> bool:
    """Cash to a family: whoever carries it, or minds the money of all; out of a box that nobody carries, the office."""
    return by_id in hands or role in APPROVERS or (not hands and role == "navigator")


def overdue(handed_at: datetime, now: datetime) -> bool:
    """Cash that nobody confirmed for a day is asked after."""
    return now - handed_at > CONFIRM_WITHIN


def needs_second_approver(amount: Money) -> bool:
    return amount > SECOND_APPROVER_ABOVE


def accounted(accepted: Money, outstanding: Money) -> tuple[Money, Money]:
    """What was accepted, as (taken from the advance, owed above it): applied never exceeds what is outstanding."""
    applied = min(accepted, outstanding)
    return applied, accepted - applied


def foreseen(claimed: Money, outstanding: Money, applied: Money | None = None) -> str:
    """What approving all of it comes to, in a sentence for who reviews. `applied`: what the advance accounts for, where
    its funds do not all pay everything; else as much as is outstanding."""
    applied = accounted(claimed, outstanding)[0] if applied is None else applied
    owed = claimed - applied
    if owed and outstanding > applied:
        return _("Si se aprueba todo: %(applied)s salen del apoyo y se le pagan %(owed)s más; quedan %(rest)s por "
                 "comprobar o devolver, de fondos que no pagan esos rubros.", applied=applied, owed=owed,
                 rest=outstanding - applied)  # fmt: skip
    if owed:
        return _("Si se aprueba todo: %(applied)s salen del apoyo y se le pagan %(owed)s más.", applied=applied,
                 owed=owed)  # fmt: skip
    return _("Si se aprueba todo: %(applied)s salen del apoyo y quedan %(rest)s por comprobar o devolver.",
             applied=applied, rest=outstanding - applied)  # fmt: skip


@dataclass(frozen=True)
class Closing:
    """How an advance's rest ends: given back, forgiven as a small difference, left open."""

    returned: Money
    forgiven: Money
    left_open: Money


def closing(outstanding: Money, returned: Money, *, keep_open: bool) -> Closing:
    """Refused: more given back than was outstanding; less, unless small or another claim is to come."""
    if returned.amount_minor < 0:
        raise Refused(_("La cantidad debe ser mayor que cero."), "returned")
    if returned > outstanding:
        raise Refused(_("Sólo faltan %(rest)s por comprobar o devolver.", rest=outstanding), "returned")
    rest, nothing = outstanding - returned, Money.zero(outstanding.currency)
    if keep_open:
        return Closing(returned, nothing, rest)
    if rest > SMALL_DIFFERENCE:
        says = _("Faltan %(rest)s: devuélvalos, o marque que habrá otra comprobación.", rest=rest)
        raise Refused(says, "returned")
    return Closing(returned, rest, nothing)


def shares(whole: Money, lines: Sequence[tuple[str, int]]) -> list[tuple[str, Money]]:
    """A part delivery over an advance's (category, centavos) lines, by largest remainder; empty shares dropped."""
    parts = split(whole, [minor for _category, minor in lines])
    return [(category, part) for (category, _minor), part in zip(lines, parts, strict=True) if part]


@dataclass(frozen=True)
class Terms:
    """What a donor limits. `restrictions` are (kind, value); kinds: category, clinic, icd10, age_from, age_to."""

    eligible_from: date | None = None
    eligible_to: date | None = None
    restrictions: frozenset[tuple[str, str]] = frozenset()

    def values(self, kind: str) -> set[str]:
        return {value for key, value in self.restrictions if key == kind}


@dataclass(frozen=True)
class Wish:
    """What is asked of a fund: for which categories, on which day, from which clinic, for whom."""

    categories: frozenset[str]
    on: date
    clinic: str = ""
    icd10: str = ""
    age: int | None = None
    labels: dict[str, str] = field(default_factory=dict, compare=False)


def objections(terms: Terms, wish: Wish) -> list[str]:
    """Why the fund cannot pay for this, in sentences; none: it can. No sentence gives a diagnosis or an age away."""
    found = []
    if (terms.eligible_from and wish.on < terms.eligible_from) or (terms.eligible_to and wish.on > terms.eligible_to):
        found.append(_("El fondo no cubre gastos de esa fecha."))
    refused = wish.categories - terms.values("category") if terms.values("category") else set()
    if refused:
        names = ", ".join(sorted(str(wish.labels.get(category, category)) for category in refused))
        found.append(_("El fondo no cubre: %(categories)s.", categories=names))
    if terms.values("clinic") and wish.clinic not in terms.values("clinic"):
        found.append(_("El fondo no cubre los casos de esa clínica."))
    if not _person_fits(terms, wish):
        found.append(_("El fondo no cubre este caso."))
    return found


def _person_fits(terms: Terms, wish: Wish) -> bool:
    groups = terms.values("icd10")
    if groups and not any(wish.icd10.startswith(group) for group in groups):
        return False
    youngest, oldest = terms.values("age_from"), terms.values("age_to")
    if (youngest or oldest) and wish.age is None:
        return False
    return all(wish.age >= int(age) for age in youngest) and all(wish.age <= int(age) for age in oldest)


def reasons(terms: Terms, wish: Wish) -> list[str]:
    """Why the fund may pay for this, in sentences, for who approves. None gives a diagnosis or an age away."""
    found = []
    if terms.values("category"):
        names = sorted(str(wish.labels.get(category, category)) for category in wish.categories)
        found.append(
            ngettext("cubre el rubro %(names)s", "cubre los rubros %(names)s", len(names), names=", ".join(names))
        )
    if terms.values("clinic"):
        found.append(_("cubre los casos de esta clínica"))
    if terms.values("icd10") or terms.values("age_from") or terms.values("age_to"):
        found.append(_("cubre casos como éste"))
    if terms.eligible_to:
        found.append(_("se acaba el %(day)s", day=f"{terms.eligible_to:%d/%m/%Y}"))
    return found or [_("cubre cualquier gasto de cualquier caso")]


def preference(terms: Terms, fits: bool, name: str) -> tuple:
    """The order in which funds are offered: those that fit; of them the one with most conditions, for what is free to
    use can wait; of equals the one that ends first; then by name."""
    conditions = len({kind for kind, _value in terms.restrictions})
    return (not fits, -conditions, terms.eligible_to or date.max, name)


def book_day(occurred_on: date, closed: Iterable[tuple[date, date]]) -> date:
    """The day on which the books carry it: its own, or the first one that is not in a closed period."""
    day = occurred_on
    for starts_on, ends_on in sorted(closed):
        if starts_on <= day <= ends_on:
            day = ends_on + timedelta(days=1)
    return day


def full_years(born_on: date | None, on: date) -> int | None:
    """Age on a day; None when the birth date is not known."""
    if born_on is None:
        return None
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
