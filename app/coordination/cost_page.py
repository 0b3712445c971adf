"""Lo que cuestan los mensajes: a month by fund, kind and case, as the books have it, and what waits. ≤ 6 statements.

A text counts in the month in which its price became known, like its entry, so that page and books say the same.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import and_, case, func, or_, select

from app.accounts.models import User
from app.cases import queries as cases
from app.cases.models import Case
from app.coordination.models import TextPosting
from app.finance import text_costs
from app.finance.models import Fund
from app.foundation import clock, settings
from app.foundation.db import KeysetPage, db, keyset_page, page_key
from app.foundation.errors import NotFound
from app.foundation.language import _
from app.foundation.money import Money, split, total
from app.messaging import costs
from app.messaging.models import Charge, Message

SEES_EVERY_NUMBER = ("finance", "admin", "auditor")
ROWS = 50
FIRST = Charge.ordinal == 0  # a corrected price is not another text
COUNTS = (
    func.sum(case((FIRST, 1), else_=0)),
    func.sum(case((FIRST, Message.segments), else_=0)),
    func.sum(case((and_(FIRST, Message.state.in_(("failed", "undelivered"))), 1), else_=0)),
)
WEIGHT = func.sum(Charge.micros * TextPosting.rate_minor)


@dataclass(frozen=True)
class Counts:
    """`failed`: of the texts, those that were charged and did not arrive."""

    texts: int = 0
    segments: int = 0
    failed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.texts + other.texts, self.segments + other.segments, self.failed + other.failed)

    @property
    def estimated(self) -> Money:
        return Money(self.segments * settings.current().sms_price)


@dataclass(frozen=True)
class Line:
    """One fund, kind or case. `bar` and `mark`: charged and estimated, in thousandths of the month's longest."""

    subject: object
    counts: Counts
    charged: Money
    bar: int = 0
    mark: int = 0


@dataclass(frozen=True)
class Month:
    first: date
    last: date

    @classmethod
    def of(cls, typed: str | None, now: datetime) -> "Month":
        """`2026-11`, or the running month where nothing sensible is asked for."""
        try:
            first = datetime.strptime(typed or "", "%Y-%m").date()
        except ValueError:
            first = date.min
        if not 2000 <= first.year < 2100:
            first = clock.today(now).replace(day=1)
        return cls(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))

    @property
    def code(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def before(self) -> str:
        return f"{self.first - timedelta(days=1):%Y-%m}"

    @property
    def after(self) -> str:
        return f"{self.last + timedelta(days=1):%Y-%m}"


@dataclass(frozen=True)
class Ahead:
    """What is not in the books yet, and what is owed to the carrier for what is."""

    unposted: int
    unpriced: int
    without_price: int
    carrier_account_id: int | None
    owed: Money


@dataclass(frozen=True)
class CostPage:
    month: Month
    funds: list[Line]
    kinds: list[Line]
    cases: list[Line]
    next_key: str | None
    openable: set[int]
    whole: Line
    ahead: Ahead
    general: Fund | None


def monthly(user: User, asked: Mapping[str, str], now: datetime) -> CostPage:
    """One month for everybody who minds money or messages. `asked`: month (`2026-11`), after (keyset of the cases)."""
    month = Month.of(asked.get("month"), now)
    by_fund, by_kind, weights = _mix(month)
    spent = text_costs.funds_spent(month.first, month.last)
    charged = total(one.amount for one in spent)
    rows, next_key = _cases(month, asked.get("after"))
    counted = _counts_of_cases(month, [row.id for row, _minor in rows])
    return CostPage(
        month=month,
        funds=_drawn([Line(one.fund, by_fund[one.fund.id], one.amount) for one in spent]),
        kinds=_kinds(by_kind, weights, charged),
        cases=[Line(row, counted.get(row.id, Counts()), Money(minor)) for row, minor in rows],
        next_key=next_key,
        openable=cases.openable([row.id for row, _minor in rows], user),
        whole=Line(None, sum(by_fund.values(), Counts()), charged),
        ahead=_ahead(now),
        general=next((one.fund for one in spent if one.fund.pays_texts), None),
    )


def _mix(month: Month) -> tuple[dict[int, Counts], dict[str, Counts], dict[str, int]]:
    """Counts by fund and by kind, and each kind's exact weight in money: one statement."""
    by_fund, by_kind, weights = defaultdict(Counts), defaultdict(Counts), defaultdict(int)
    for fund_id, kind, weight, *counts in db.session.execute(
        _charged(month, TextPosting.fund_id, Message.kind, WEIGHT, *COUNTS).group_by(TextPosting.fund_id, Message.kind)
    ):
        found = Counts(*map(int, counts))
        by_fund[fund_id] += found
        by_kind[kind] += found
        weights[kind] += int(weight)
    return by_fund, by_kind, weights


def _charged(month: Month, *columns):
    """Of the month's postings their charges, each with its text."""
    joined = select(*columns).select_from(TextPosting).join(Charge, Charge.posted_key == TextPosting.key)
    return joined.join(Message, Message.id == Charge.message_id).where(
        TextPosting.day.between(month.first, month.last)
    )  # fmt: skip


def _kinds(by_kind: dict[str, Counts], weights: dict[str, int], charged: Money) -> list[Line]:
    """What was booked, shared out by kind so that the lines add up to it; the dearest first."""
    order = sorted(by_kind, key=lambda kind: (-weights[kind], kind))
    known = [max(weights[kind], 0) for kind in order]
    parts = split(charged, known) if any(known) else [Money(0)] * len(order)
    return [Line(kind, by_kind[kind], part) for kind, part in zip(order, parts, strict=True)]


def _drawn(lines: list[Line]) -> list[Line]:
    longest = max([1, *(max(one.charged, one.counts.estimated).amount_minor for one in lines)])
    scaled = lambda amount: max(0, amount.amount_minor * 1000 // longest)  # noqa: E731
    return [
        Line(one.subject, one.counts, one.charged, scaled(one.charged), scaled(one.counts.estimated)) for one in lines
    ]


def _cases(month: Month, after: str | None) -> tuple[list[tuple[Case, int]], str | None]:
    """The dearest first; the key is `<centavos>|<case>`."""
    spent = text_costs.cases_spent(month.first, month.last).subquery()
    rows = select(Case, spent.c.minor).join(spent, spent.c.case_id == Case.id)
    if after:
        minor, last = page_key(_minor_and_id, after)
        rows = rows.where(or_(spent.c.minor < minor, and_(spent.c.minor == minor, Case.id > last)))
    found = [(row, int(minor)) for row, minor in db.session.execute(
        rows.order_by(spent.c.minor.desc(), Case.id).limit(ROWS + 1)
    )]  # fmt: skip
    if len(found) <= ROWS:
        return found, None
    row, minor = found[ROWS - 1]
    return found[:ROWS], f"{minor}|{row.id}"


def _minor_and_id(key: str) -> tuple[int, int]:
    minor, _bar, last = key.partition("|")
    return int(minor), page_key(int, last)


def _counts_of_cases(month: Month, case_ids: list[int]) -> dict[int, Counts]:
    rows = _charged(month, Message.case_id, *COUNTS).where(Message.case_id.in_(case_ids)).group_by(Message.case_id)
    return {case_id: Counts(*map(int, counts)) for case_id, *counts in db.session.execute(rows)}


def _ahead(now: datetime) -> Ahead:
    unpriced = and_(Message.price_look_at.is_not(None), Message.priced_at.is_(None))
    parts = (
        select(func.count(Charge.id)).where(Charge.posted_key.is_(None)),
        select(func.count(Message.id)).where(unpriced),
        select(func.count(Message.id)).where(Message.price_given_up_at >= now - costs.TOLD_FOR),
        text_costs.carrier_id(),
        text_costs.carrier_owed(),
    )
    *counts, account_id, owed = db.session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return Ahead(*map(int, counts), account_id, Money(int(owed or 0)))


@dataclass(frozen=True)
class DayLine:
    posting: TextPosting
    counts: Counts

    @property
    def asked(self) -> str:
        """What the carrier asked, in its own currency."""
        return costs.shown(self.posting.micros, self.posting.currency)


def days_of_fund(fund_id: int, month: Month, after: str | None) -> tuple[Fund, list[DayLine], str | None]:
    """What texts took from one fund, entry by entry, the newest first. NotFound: no such fund."""
    fund = db.session.get(Fund, fund_id)
    if fund is None:
        raise NotFound(_("Eso no existe."))
    wanted = select(TextPosting).where(
        TextPosting.fund_id == fund_id, TextPosting.day.between(month.first, month.last)
    )  # fmt: skip
    page: KeysetPage[TextPosting] = keyset_page(wanted, TextPosting.id, after, ROWS, descending=True)
    keys = [posting.key for posting in page.rows]
    rows = select(Charge.posted_key, *COUNTS).join(Message).where(Charge.posted_key.in_(keys))
    counted = {key: Counts(*map(int, counts)) for key, *counts in db.session.execute(rows.group_by(Charge.posted_key))}
    return fund, [DayLine(posting, counted.get(posting.key, Counts())) for posting in page.rows], page.next_key


@dataclass(frozen=True)
class TextLine:
    """One charge. `number`: the case's, None where the reader may not even know that; `opens`: it may be read on."""

    charge: Charge
    number: str | None
    opens: bool

    @property
    def asked(self) -> str:
        return costs.shown(self.charge.micros, self.charge.currency)


def texts_of_posting(posting_id: int, user: User, after: str | None) -> tuple[TextPosting, list[TextLine], str | None]:
    """The texts behind one entry: case number, kind and price, no names (P9). NotFound: no such posting."""
    posting = db.session.get(TextPosting, posting_id)
    if posting is None:
        raise NotFound(_("Eso no existe."))
    wanted = select(Charge).where(Charge.posted_key == posting.key).options(costs.with_case())
    page: KeysetPage[Charge] = keyset_page(wanted, Charge.id, after, ROWS)
    openable = cases.openable([one.message.case_id for one in page.rows if one.message.case_id], user)
    return posting, [_text_line(one, user, openable) for one in page.rows], page.next_key


def _text_line(charge: Charge, user: User, openable: set[int]) -> TextLine:
    row = charge.message.case
    if row is None:
        return TextLine(charge, None, True)
    opens = row.id in openable
    return TextLine(charge, row.number if opens or user.role in SEES_EVERY_NUMBER else None, opens)
