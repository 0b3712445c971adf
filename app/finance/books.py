"""The books from a total down to its paper: a sealed report's lines, the chart, an account's running balance, an
entry with what it stands on. Case numbers, never names."""

from dataclasses import dataclass, field

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.foundation.db import KeysetPage, db, keyset_page
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import CURRENCY, Money

from . import labels, stale
from .accounts import RULES
from .models import (
    Account,
    Acta,
    Balance,
    CashCount,
    Claim,
    ClaimLine,
    ClaimLinePart,
    Correction,
    Delivery,
    Entry,
    Receipt,
    SealedReport,
    SealedReportLine,
    Transfer,
)

ONE_PER_CASE = ("advance", "payable")  # groups with an account for each case: a total on the chart, a list of their own


@dataclass(frozen=True)
class Share:
    """A category of a sealed report, as it was sealed; `changed`: of its expenses, those put elsewhere since."""

    category: str
    count: int
    amount: Money
    changed: int


def shares_of(report: SealedReport) -> list[Share]:
    """In the order of its paper."""
    part = and_(ClaimLinePart.claim_line_id == ClaimLine.id, ClaimLinePart.fund_id == report.fund_id)
    borne = func.coalesce(SealedReportLine.borne_minor, ClaimLinePart.accepted_minor, ClaimLine.accepted_minor)
    changed = case((SealedReportLine.id.in_(stale.lines_of(report)), 1), else_=0)
    sums = (
        select(SealedReportLine.category, func.count(), func.sum(borne), func.sum(changed))
        .join(ClaimLine, ClaimLine.id == SealedReportLine.claim_line_id)
        .outerjoin(ClaimLinePart, part)
        .where(SealedReportLine.report_id == report.id)
        .group_by(SealedReportLine.category)
    )
    found = [
        Share(name, count, Money(int(minor), report.currency), int(moved))
        for name, count, minor, moved in db.session.execute(sums)
    ]
    return sorted(found, key=lambda share: str(labels.CATEGORIES[share.category]))


def report_lines(report: SealedReport, category: str = "", after: str | None = None) -> KeysetPage[SealedReportLine]:
    """The expenses that it asked for, in its own order; of one category, or all."""
    line = joinedload(SealedReportLine.line)
    paper = joinedload(Claim.case).lazyload("*")
    wanted = select(SealedReportLine).where(SealedReportLine.report_id == report.id).options(
        line.joinedload(ClaimLine.receipt), line.selectinload(ClaimLine.parts),
        line.joinedload(ClaimLine.claim).options(paper, joinedload(Claim.fund)),
    )  # fmt: skip
    if category:
        wanted = wanted.where(SealedReportLine.category == category)
    return keyset_page(wanted, SealedReportLine.id, after)


def entries_of(claim_ids: set[int]) -> dict[int, int]:
    """Claim → the number of the entry that posted it: one statement."""
    sources = {f"claim:{claim_id}": claim_id for claim_id in claim_ids}
    found = select(Entry.source, Entry.seq).where(Entry.kind == "claim", Entry.source.in_(list(sources)))
    return {sources[source]: seq for source, seq in db.session.execute(found)}


@dataclass(frozen=True)
class Group:
    """A part of the chart: its accounts, or how many there are where each case has one."""

    kind: str
    accounts: list[Account]
    count: int
    debits: Money
    credits: Money

    @property
    def standing(self) -> Money:
        """What its accounts hold together, on their own side."""
        return self.credits - self.debits if RULES.get(self.kind) == "credit" else self.debits - self.credits

    @property
    def listed_apart(self) -> bool:
        return self.kind in ONE_PER_CASE


def chart(kinds: list[str]) -> list[Group]:
    """Groups in the order of `kinds`, each with its sums: two statements."""
    sums = (
        select(Account.kind, func.count(), func.sum(Balance.debits), func.sum(Balance.credits))
        .join(Balance, Balance.account_id == Account.id)
        .where(Account.currency == CURRENCY)
        .group_by(Account.kind)
    )
    totals = {kind: rest for kind, *rest in db.session.execute(sums)}
    listed = select(Account).where(Account.kind.not_in(ONE_PER_CASE), Account.currency == CURRENCY)
    accounts = list(db.session.scalars(listed.order_by(Account.code)))
    return [
        Group(kind, [one for one in accounts if one.kind == kind], count, Money(int(debits)), Money(int(credits)))
        for kind, (count, debits, credits) in ((kind, totals[kind]) for kind in kinds if kind in totals)
    ]


def account_page(kind: str, after: str | None = None) -> KeysetPage[Account]:
    """A group's accounts as they were opened, those at zero left out."""
    wanted = select(Account).join(Balance).where(Account.kind == kind, Balance.debits != Balance.credits)
    return keyset_page(wanted, Account.id, after)


@dataclass(frozen=True)
class Movement:
    """A transfer as one account sees it: `balance` is what the account stands at after it, on its own side."""

    transfer: Transfer
    other: Account
    debited: bool
    balance: Money


@dataclass(frozen=True)
class Statement:
    movements: list[Movement]
    next_key: str | None


def statement_of(account: Account, after: str | None = None) -> Statement:
    """Newest first. What it stood at before the page is summed from the transfers, so every page agrees."""
    touches = (Transfer.debit_id == account.id) | (Transfer.credit_id == account.id)
    case = joinedload(Transfer.case).lazyload("*")
    wanted = select(Transfer).where(touches).options(joinedload(Transfer.entry).lazyload("*"), case)
    page = keyset_page(wanted, Transfer.id, after, descending=True)
    if not page.rows:
        return Statement([], None)
    own = 1 if account.balance.rule != "credit" else -1
    standing = own * _debits_less_credits(account, page.rows[0].id)
    movements = []
    for row in page.rows:
        debited = row.debit_id == account.id
        standing_after = Money(standing, account.currency)
        movements.append(Movement(row, row.credit if debited else row.debit, debited, standing_after))
        standing -= own * (row.amount_minor if debited else -row.amount_minor)
    return Statement(movements, page.next_key)


def _debits_less_credits(account: Account, until_id: int) -> int:
    sides = (
        select(func.coalesce(func.sum(Transfer.amount_minor), 0))
        .where(side == account.id, Transfer.id <= until_id)
        .scalar_subquery()
        for side in (Transfer.debit_id, Transfer.credit_id)
    )
    debits, credits = db.session.execute(select(*sides)).one()
    return int(debits) - int(credits)


@dataclass(frozen=True)
class Paper:
    """Where an entry's paper lies: words, and the page that shows it ("" where there is none)."""

    label: str
    endpoint: str = ""
    values: dict[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Dossier:
    """An entry and all that one wants to know of it."""

    entry: Entry
    papers: list[Paper]
    receipts: dict[int, Receipt]
    reversed_by: Entry | None
    original: Entry | None
    corrections: list[Correction]

    @property
    def asked(self) -> Correction | None:
        """What is asked for and nobody has decided."""
        return next((one for one in self.corrections if one.state == "asked"), None)


def dossier(seq: int) -> Dossier:
    """Six statements at most. NotFound: no entry has this number."""
    people = (joinedload(Entry.created_by), joinedload(Entry.approved_by), joinedload(Entry.second_approver))
    lines = selectinload(Entry.transfers).options(joinedload(Transfer.case).lazyload("*"))
    entry = db.session.scalar(select(Entry).where(Entry.seq == seq).options(*people, lines))
    if entry is None:
        raise NotFound(_("Ningún asiento lleva ese número."))
    used = {row.receipt_id for row in entry.transfers if row.receipt_id}
    receipts = {one.id: one for one in db.session.scalars(select(Receipt).where(Receipt.id.in_(used)))} if used else {}
    about = (Correction.entry_id == entry.id) | (Correction.posted_id == entry.id)
    corrections = list(db.session.scalars(select(Correction).where(about).order_by(Correction.id)))
    reversed_by, original = _beside(entry)
    anew = entry.kind == "reclass" and original is not None
    return Dossier(entry, _papers(original if anew else entry), receipts, reversed_by, original, corrections)


def _beside(entry: Entry) -> tuple[Entry | None, Entry | None]:
    """The entry that reversed it, and the one that it corrects: one statement."""
    kind, _colon, key = entry.source.partition(":")
    corrects = int(key) if kind == "entry" else 0
    found = list(db.session.scalars(select(Entry).where((Entry.reverses_id == entry.id) | (Entry.seq == corrects))))
    reversed_by = next((one for one in found if one.reverses_id == entry.id), None)
    return reversed_by, next((one for one in found if one.seq == corrects), None)


def reversals_of(entries: list[Entry]) -> dict[int, int]:
    """Entry → the number of the one that reversed it: one statement."""
    found = select(Entry.reverses_id, Entry.seq).where(Entry.reverses_id.in_([entry.id for entry in entries]))
    return dict(db.session.execute(found).all())


def _papers(entry: Entry) -> list[Paper]:
    kind, _colon, key = entry.source.partition(":")
    find = {
        "claim": _claim_paper,
        "delivery": _delivery_papers,
        "cash": _move_paper,
        "count": _count_paper,
        "acta": _acta_paper,
    }.get(kind)
    if find:
        return find(entry, key)
    if kind in ("donation", "opening"):
        fund_id = db.session.scalar(select(Transfer.fund_id).where(Transfer.entry_id == entry.id).limit(1))
        return [Paper(_("Su fondo"), "finance.fund", {"fund_id": fund_id})] if fund_id else []
    if kind == "texts":
        fund_id, month = int(key.rpartition(":")[2]), f"{entry.occurred_on:%Y-%m}"
        where = {"fund_id": fund_id, "month": month}
        return [Paper(_("Costo de los mensajes, día por día"), "coordination.text_cost_days", where)]
    return [Paper(_("Devolución %(number)s", number=key))] if kind == "return" else []


def _claim_paper(_entry: Entry, key: str) -> list[Paper]:
    number = db.session.scalar(select(Claim.number).where(Claim.id == int(key)))
    return [Paper(_("Comprobación %(number)s", number=number), "finance.claim", {"claim_id": int(key)})]


def _delivery_papers(entry: Entry, key: str) -> list[Paper]:
    wanted = select(Delivery.id, Delivery.advance_id, Delivery.signed_file_id).where(Delivery.entry_id == entry.id)
    handed = db.session.execute(wanted).one_or_none()
    if handed is None:
        return [Paper(_("Recibo %(number)s", number=key))]
    delivery_id, advance_id, signed = handed
    papers = [Paper(_("Recibo %(number)s (PDF)", number=key), "finance.slip", {"delivery_id": delivery_id})]
    if signed:
        papers.append(Paper(_("El recibo firmado"), "finance.signed_slip", {"delivery_id": delivery_id}))
    return [*papers, Paper(_("El apoyo"), "finance.advance", {"advance_id": advance_id})]


def _acta_paper(_entry: Entry, key: str) -> list[Paper]:
    acta = db.session.get_one(Acta, int(key))
    paper = Paper(_("Acta %(number)s (PDF)", number=acta.number), "finance.acta", {"acta_id": acta.id})
    return [paper, Paper(_("El apoyo"), "finance.advance", {"advance_id": acta.advance_id})]


def _move_paper(_entry: Entry, key: str) -> list[Paper]:
    return [Paper(_("Traspaso %(number)s", number=key), "finance.boxes")]


def _count_paper(_entry: Entry, key: str) -> list[Paper]:
    number = db.session.scalar(select(CashCount.number).where(CashCount.id == int(key)))
    return [Paper(_("Arqueo %(number)s", number=number), "finance.count", {"count_id": int(key)})]
