"""What a reimbursement report is about, which expenses that takes in, and what it will say before it is sealed."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.cases.models import Case
from app.cases.spellings.text import fold
from app.foundation.db import db
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money, total

from . import labels
from .models import Claim, ClaimLine, ClaimLinePart, Fund, Receipt, SealedReport, SealedReportLine, SealedVoid
from .proofs import rests_on_cancelled

Sealed = tuple[ClaimLine, str, Money]  # an expense, its category, what is asked for of it
COUNTED = ("approved", "paid")  # claims whose expenses a report asks for


@dataclass(frozen=True)
class Scope:
    """A period, and where given one fund, one payee, one case. `names_reason`: why patients are named; empty: no names.

    Who is paid for a restricted case stays unsaid: a report about a payee leaves those cases out.
    """

    starts_on: date
    ends_on: date
    fund: Fund | None = None
    payee: str = ""
    case_number: str = ""
    names_reason: str = ""

    @property
    def fund_id(self) -> int | None:
        return self.fund.id if self.fund else None

    @property
    def key(self) -> tuple:
        """Two scopes of equal keys are about the same; of two reasons to name people, either will do."""
        return self.starts_on, self.ends_on, self.fund_id, fold(self.payee), self.case_number, bool(self.names_reason)


@dataclass(frozen=True)
class Category:
    label: str
    count: int
    amount: Money


@dataclass(frozen=True)
class Contents:
    """The expenses of a scope, in the order of their days; its payee as a claim spells the name.

    `last` is the newest report about the same, or None.
    """

    scope: Scope
    lines: list[ClaimLine]
    last: SealedReport | None
    cancelled: int  # expenses of this scope that are left out, for the SAT has their CFDI as cancelled
    also_in: list[tuple[str, int]]  # other reports that stand and ask for some of these expenses, and for how many

    @cached_property
    def total(self) -> Money:
        currency = self.lines[0].currency if self.lines else CURRENCY
        return total((line.borne_by(self.scope.fund_id) for line in self.lines), currency)

    @cached_property
    def digest(self) -> str:
        return digest(self.lines, self.scope.fund_id)

    @property
    def seen(self) -> str:
        """What somebody has looked at: it differs as soon as the scope or one expense does."""
        return hashlib.sha256(f"{self.scope.key}{self.digest}".encode()).hexdigest()

    @property
    def sealed(self) -> SealedReport | None:
        """The report that says the very same and is not void."""
        last = self.last
        return last if last and last.state != "void" and last.lines_sha256 == self.digest else None

    @property
    def cases(self) -> int:
        return len({line.claim.case_id for line in self.lines})

    @property
    def unpictured(self) -> int:
        """Expenses whose receipt has no file: their line has nothing in the annex."""
        return sum(line.receipt is not None and line.receipt.file is None for line in self.lines)

    @property
    def by_category(self) -> list[Category]:
        """In the order of the paper."""
        named = sorted(self.lines, key=lambda line: str(labels.CATEGORIES[line.category]))
        groups = [(code, list(lines)) for code, lines in groupby(named, key=lambda line: line.category)]
        amount = lambda lines: total((x.borne_by(self.scope.fund_id) for x in lines), lines[0].currency)  # noqa: E731
        return [Category(str(labels.CATEGORIES[code]), len(lines), amount(lines)) for code, lines in groups]


def contents(scope: Scope) -> Contents:
    """Refused: dates the wrong way round; a case or a payee that nobody knows."""
    if scope.ends_on < scope.starts_on:
        raise Refused(_("El último día no puede ser anterior al primero."), "ends_on")
    spellings = _spellings(scope.payee) if scope.payee else []
    scope = replace(scope, payee=spellings[0]) if spellings else scope
    found, last = _wanted(scope, spellings), _last_of(scope)
    wanted = found.where(~rests_on_cancelled())
    cancelled = db.session.scalar(found.where(rests_on_cancelled()).with_only_columns(func.count(ClaimLine.id)))
    loaded = (
        contains_eager(ClaimLine.claim).contains_eager(Claim.case),
        joinedload(ClaimLine.receipt).joinedload(Receipt.file), selectinload(ClaimLine.parts),
    )  # fmt: skip
    lines = list(db.session.scalars(wanted.options(*loaded).order_by(ClaimLine.spent_on, ClaimLine.id)))
    return Contents(scope, lines, last, cancelled, _also_in(wanted, last, scope.fund_id))


def digest(lines: list[ClaimLine], fund_id: int | None) -> str:
    """Of expenses as a fund bears them; None: all funds together."""
    return digest_of((line, line.category, line.borne_by(fund_id)) for line in lines)


def digest_of(lines: Iterable[Sealed]) -> str:
    """Of expenses under these categories, each for so much."""
    rows = (f"{line.id}:{category}:{line.spent_on}:{borne}" for line, category, borne in lines)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _wanted(scope: Scope, spellings: list[str]) -> Select[tuple[ClaimLine]]:
    """Accepted expenses by the day on which they were made, of approved and closed claims."""
    wanted = select(ClaimLine).join(ClaimLine.claim).join(Claim.case).where(
        Claim.state.in_(COUNTED), ClaimLine.spent_on.between(scope.starts_on, scope.ends_on),
        ClaimLine.accepted_minor > 0,
    )  # fmt: skip
    if scope.fund:
        part = and_(ClaimLinePart.fund_id == scope.fund.id, ClaimLinePart.accepted_minor > 0)
        shared = exists().where(ClaimLinePart.claim_line_id == ClaimLine.id, part)
        wanted = wanted.where(or_(and_(Claim.fund_id == scope.fund.id, Claim.split.is_(False)), shared))
    if scope.case_number:
        if not db.session.scalar(select(Case.id).where(Case.number == scope.case_number)):
            raise Refused(_("No hay un caso %(number)s.", number=scope.case_number), "case_number")
        wanted = wanted.where(Case.number == scope.case_number)
    if spellings:
        wanted = wanted.where(Case.restricted.is_(False), Claim.payee_name.in_(spellings))
    return wanted


def _spellings(payee: str) -> list[str]:
    """The ways in which this name was written on claims: accents, capitals and spaces do not count."""
    found = [name for name in payees() if fold(name) == fold(payee)]
    if not found:
        raise Refused(
            _("A nadie con ese nombre se le ha aprobado un gasto. Escríbalo como está en su comprobación."), "payee"
        )
    return found


def payees() -> list[str]:
    """Everybody to whom an expense was approved, but for those of restricted cases."""
    named = select(Claim.payee_name).join(Claim.case).where(Claim.state.in_(COUNTED), Case.restricted.is_(False))
    return list(db.session.scalars(named.distinct().order_by(Claim.payee_name)))


def scope_of(report: SealedReport) -> Scope:
    return Scope(
        report.starts_on, report.ends_on, report.fund, report.payee, report.case_number, report.names_reason
    )  # fmt: skip


def _last_of(scope: Scope) -> SealedReport | None:
    same = select(SealedReport).where(
        SealedReport.starts_on == scope.starts_on, SealedReport.ends_on == scope.ends_on,
        SealedReport.case_number == scope.case_number,
    )  # fmt: skip
    found = db.session.scalars(same.order_by(SealedReport.id.desc()))
    return next((report for report in found if scope_of(report).key == scope.key), None)


def _also_in(wanted: Select, last: SealedReport | None, fund_id: int | None) -> list[tuple[str, int]]:
    """Of an expense that two funds share, each asks for its part: their reports do not ask for the same."""
    later = aliased(SealedReport)
    shared = (
        select(SealedReport.number, func.count())
        .join(SealedReportLine, SealedReportLine.report_id == SealedReport.id)
        .outerjoin(later, later.replaces_id == SealedReport.id)
        .outerjoin(SealedVoid, SealedVoid.report_id == SealedReport.id)
        .where(later.id.is_(None), SealedVoid.id.is_(None), SealedReport.id != (last.id if last else 0))
        .where(SealedReportLine.claim_line_id.in_(wanted.with_only_columns(ClaimLine.id)))
    )
    if fund_id:
        other = and_(ClaimLinePart.fund_id == SealedReport.fund_id, ClaimLinePart.fund_id != fund_id)
        own = exists().where(ClaimLinePart.claim_line_id == SealedReportLine.claim_line_id, other)
        shared = shared.where(~own)
    rows = db.session.execute(shared.group_by(SealedReport.number).order_by(SealedReport.number))
    return [(number, count) for number, count in rows]
