"""Reads of money for pages, other floors and reports."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.cases.models import Case
from app.cases.queries.cases import visible_to
from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound, Refused
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from . import rules
from .models import (
    Account,
    Advance,
    AdvanceLine,
    Budget,
    Claim,
    ClaimLine,
    Custodian,
    Entry,
    Fund,
    Rate,
    Receipt,
    SealedReport,
    SealedReportLine,
    SealedVoid,
    Transfer,
)

WITH_RECEIPT = joinedload(Transfer.receipt).load_only(Receipt.file_id)


def one_or_404(model, key: int):
    """The row, or the same answer as for a page that never was."""
    row = db.session.get(model, key)
    if row is None:
        raise NotFound(_("Eso no existe."))
    return row


def all_rates() -> list[rules.DatedRate]:
    rows = db.session.scalars(select(Rate))
    return [rules.DatedRate(row.category, row.unit, row.amount, row.valid_from, row.valid_to) for row in rows]


def rate_rows() -> list[Rate]:
    return list(db.session.scalars(select(Rate).order_by(Rate.category, Rate.unit, Rate.valid_from)))


def priced_meals(meals: Iterable[tuple[date, str, int]], currency: str = CURRENCY) -> Money:
    """What (day, breakfast | lunch | dinner, persons) cost by the dated rates. Refused: a day without a rate."""
    return rules.priced_meals(all_rates(), meals, currency)


def priced_stipend(days: Iterable[tuple[date, int]], currency: str = CURRENCY) -> Money:
    """What (day, companions) cost by the dated rates."""
    return rules.priced_stipend(all_rates(), days, currency)


def vehicle_km(day: date) -> Money | None:
    """What a kilometre of a vehicle of the programme costs by the dated rates; None: no rate holds on that day."""
    try:
        return rules.rate_on(all_rates(), "transport", "vehicle_km", day)
    except rules.NoRate:
        return None


def funds() -> list[Fund]:
    return list(db.session.scalars(select(Fund).order_by(Fund.active.desc(), Fund.name)))


def boxes() -> list[Custodian]:
    """Those in use, each with its person and deputy."""
    people = joinedload(Custodian.user), joinedload(Custodian.deputy)
    return list(db.session.scalars(select(Custodian).where(Custodian.active).options(*people).order_by(Custodian.name)))


def budget_of(case_id: int, source: str | None = None) -> Budget | None:
    """The newest budget of the case that still counts, or that of one source."""
    wanted = select(Budget).where(Budget.case_id == case_id, Budget.state != "released")
    if source:
        wanted = select(Budget).where(Budget.case_id == case_id, Budget.source == source)
    return db.session.scalar(wanted.order_by(Budget.id.desc()).limit(1))


def budgets_of_sources(sources: Iterable[str]) -> dict[str, Budget]:
    """Source → its budget that still counts, with its lines."""
    wanted = select(Budget).where(Budget.source.in_(list(sources)), Budget.state != "released")
    return {budget.source: budget for budget in db.session.scalars(wanted.options(selectinload(Budget.lines)))}


def budgets_to_approve() -> list[Budget]:
    """The oldest hundred, each with its lines and who prepared it."""
    wanted = select(Budget).where(Budget.state == "draft").order_by(Budget.id).limit(100)
    loaded = joinedload(Budget.lines), joinedload(Budget.prepared_by)
    return list(db.session.scalars(wanted.options(*loaded)).unique())


def budget_or_404(case_id: int, budget_id: int) -> Budget:
    budget = one_or_404(Budget, budget_id)
    if budget.case_id != case_id:
        raise NotFound(_("Eso no existe."))
    return budget


def ready_to_hand_over(source: str) -> bool:
    """Approved, and something of it not handed over yet."""
    return bool(sources_ready([source]))


def sources_ready(sources: Iterable[str]) -> set[str]:
    """Those of which something is approved and not handed over yet."""
    found = (
        select(Budget.source)
        .join(Advance, Advance.budget_id == Budget.id)
        .where(Budget.source.in_(list(sources)), Advance.state.in_(("approved", "paid")))
        .where(Advance.paid_minor < Advance.amount_minor)
    )
    return set(db.session.scalars(found))


def still_to_hand_over(budget: Budget) -> dict[str, Money]:
    """Per category, what the budget says and no advance has asked for yet."""
    asked = dict(
        db.session.execute(
            select(AdvanceLine.category, func.sum(AdvanceLine.amount_minor))
            .join(Advance)
            .where(Advance.budget_id == budget.id, Advance.state != "cancelled")
            .group_by(AdvanceLine.category)
        ).all()
    )
    rest = {line.category: line.amount - Money(int(asked.get(line.category, 0))) for line in budget.lines}
    return {category: amount for category, amount in rest.items() if amount > Money.zero(budget.currency)}


def money_out(case_id: int, source: str | None = None) -> Money:
    """What is in the family's hands, neither proved nor given back; of one source, or of the case."""
    rest = func.coalesce(func.sum(Advance.paid_minor - Advance.applied_minor - Advance.returned_minor), 0)
    wanted = select(rest).where(Advance.case_id == case_id)
    if source:
        wanted = wanted.join(Budget, Advance.budget_id == Budget.id).where(Budget.source == source)
    return Money(int(db.session.scalar(wanted)))


def seen_by(user: User, wanted: Select, model) -> Select:
    """Restricted cases are left out for who is not named, but for those who mind the money of all."""
    if user.role in ("finance", "admin", "auditor"):
        return wanted
    return wanted.join(Case, model.case_id == Case.id).where(visible_to(user))


def advance_page(user: User, after: str | None = None, state: str = "") -> KeysetPage[Advance]:
    """Newest first; of one state, or of all."""
    return _paper_page(Advance, select(Advance), user, after, state)


def claim_page(user: User, after: str | None = None, state: str = "") -> KeysetPage[Claim]:
    """Newest first with their sums and who prepared them; of one state, or of all."""
    lines = selectinload(Claim.lines).lazyload(ClaimLine.receipt)
    return _paper_page(Claim, select(Claim).options(lines, joinedload(Claim.prepared_by)), user, after, state)


def _paper_page(model, wanted: Select, user: User, after: str | None, state: str) -> KeysetPage:
    wanted = wanted.where(model.state == state) if state else wanted
    return keyset_page(seen_by(user, wanted, model), model.id, after, descending=True)


def entry_page(after: str | None = None) -> KeysetPage[Entry]:
    lines = selectinload(Entry.transfers).options(joinedload(Transfer.case).lazyload("*"), WITH_RECEIPT)
    return keyset_page(select(Entry).options(lines), Entry.seq, after, descending=True)


def transfers_of(account: Account, after: str | None) -> KeysetPage[Transfer]:
    wanted = select(Transfer).where((Transfer.debit_id == account.id) | (Transfer.credit_id == account.id))
    wanted = wanted.options(WITH_RECEIPT, joinedload(Transfer.entry).lazyload("*"))
    return keyset_page(wanted, Transfer.id, after, descending=True)


def sealed_page(after: str | None = None) -> KeysetPage[SealedReport]:
    """Newest first, with their fund, what voided and what replaced them."""
    told = [joinedload(part) for part in (SealedReport.fund, SealedReport.void, SealedReport.replaced_by)]
    return keyset_page(select(SealedReport).options(*told), SealedReport.id, after, descending=True)


def sealed_by_token(token: str) -> SealedReport | SealedVoid:
    """The report or the paper that voids one, whose QR this is."""
    for model in (SealedReport, SealedVoid):
        if found := db.session.scalar(select(model).where(model.token == token)):
            return found
    raise NotFound(_("Ningún documento lleva ese código."))


def check_names(report: SealedReport, user: User) -> None:
    """Refused: a report that names somebody of a case that was restricted since, and that this user may not open."""
    if not (report.names_reason or report.payee):
        return
    hidden = (
        select(Case.id).join(Claim, Claim.case_id == Case.id).join(ClaimLine, ClaimLine.claim_id == Claim.id)
        .join(SealedReportLine, SealedReportLine.claim_line_id == ClaimLine.id)
        .where(SealedReportLine.report_id == report.id, Case.restricted, ~visible_to(user))
    )  # fmt: skip
    if db.session.scalar(hidden.limit(1)) is not None:
        raise Refused(_("Este informe nombra a alguien de un caso que ahora es reservado: ya no se entrega."))


def claims_against(advance: Advance) -> list[Claim]:
    return list(db.session.scalars(select(Claim).where(Claim.advance_id == advance.id).order_by(Claim.id)))


def source_of(claim: Claim) -> str:
    """What the claim's advance was for (`trip:7`); empty for a claim without one."""
    return claim.advance.budget.source if claim.advance and claim.advance.budget else ""
