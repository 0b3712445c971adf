"""What a donor limits: dates, categories, clinics, diagnoses, ages, and so much for each category."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from .. import labels
from ..models import Fund, FundRestriction, Partida

ICD_10 = re.compile(r"[A-Z](\d(\d(\.\d{1,2})?)?)?")
OLDEST = 120


@dataclass(frozen=True)
class Limits:
    """What is asked for. Empty means: no limit of this kind. `icd10` are beginnings of codes, as typed."""

    categories: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()
    icd10: str = ""
    age_from: int | None = None
    age_to: int | None = None
    eligible_from: date | None = None
    eligible_to: date | None = None

    def restrictions(self) -> set[tuple[str, str]]:
        """(kind, value) of each. Refused: no ICD-10 code; ages or dates the wrong way round."""
        if self.eligible_from and self.eligible_to and self.eligible_to < self.eligible_from:
            raise Refused(_("El último día no puede ser anterior al primero."), "eligible_to")
        ages = [("age_from", self.age_from), ("age_to", self.age_to)]
        for name, age in ages:
            if age is not None and not 0 <= age <= OLDEST:
                raise Refused(_("La edad va de 0 a %(oldest)s años.", oldest=OLDEST), name)
        if self.age_from is not None and self.age_to is not None and self.age_to < self.age_from:
            raise Refused(_("La edad mayor no puede ser menos que la menor."), "age_to")
        kept = {("category", value) for value in self.categories} | {("clinic", value) for value in self.clinics}
        kept |= {("icd10", code) for code in _codes(self.icd10)}
        return kept | {(name, str(age)) for name, age in ages if age is not None}


def _codes(typed: str) -> Iterable[str]:
    for code in re.split(r"[,;\s]+", typed.strip().upper()):
        if code and not ICD_10.fullmatch(code):
            raise Refused(_("«%(code)s» no es de la CIE-10: escriba C50, o C para todo el grupo.", code=code), "icd10")
        if code:
            yield code


def change_terms(fund: Fund, limits: Limits, partidas: Mapping[str, Money], by: User) -> Fund:
    """What the fund pays for from now on; `partidas` are ceilings by category. What was promised stays promised.

    Refused: limits that contradict each other; a partida of a category that the fund does not pay.
    """
    wanted = limits.restrictions()
    strange = set(partidas) - set(limits.categories) if limits.categories else set()
    if strange:
        name = labels.CATEGORIES[min(strange)]
        raise Refused(_("Hay una partida de %(name)s, y el fondo no la cubre.", name=str(name).lower()), "categories")
    before = {(item.kind, item.value): item for item in fund.restrictions}
    for key in set(before) - wanted:
        db.session.delete(before[key])
    for kind, value in sorted(wanted - set(before)):
        db.session.add(FundRestriction(fund_id=fund.id, kind=kind, value=value))
    fund.eligible_from, fund.eligible_to = limits.eligible_from, limits.eligible_to
    _keep_partidas(fund, partidas)
    db.session.flush()
    db.session.expire(fund, ["restrictions", "partidas"])
    audit.record(
        "fund.terms_changed", f"fund:{fund.id}", by, restrictions=sorted(f"{kind}:{value}" for kind, value in wanted),
        partidas={category: str(ceiling) for category, ceiling in sorted(partidas.items())},
        eligible=[str(limits.eligible_from or ""), str(limits.eligible_to or "")],
    )  # fmt: skip
    return fund


def _keep_partidas(fund: Fund, partidas: Mapping[str, Money]) -> None:
    before = {partida.category: partida for partida in fund.partidas}
    for category in set(before) - set(partidas):
        db.session.delete(before[category])
    for category, ceiling in partidas.items():
        kept = before.get(category) or Partida(
            fund_id=fund.id, category=category, name=str(labels.CATEGORIES[category])
        )
        kept.ceiling_minor = ceiling.amount_minor
        db.session.add(kept)


def set_active(fund: Fund, active: bool, by: User) -> Fund:
    """A fund that ended is offered no more; its money and its promises stay where they are."""
    fund.active = active
    audit.record("fund.active" if active else "fund.inactive", f"fund:{fund.id}", by)
    return fund
