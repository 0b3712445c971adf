"""Sealed reports that stand and ask a donor for what has been put under another category or fund since."""

from datetime import date

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from .models import Claim, ClaimLine, ClaimLinePart, SealedReport, SealedReportLine, SealedVoid


def expenses() -> Select:
    """Lines of standing reports that are no longer what was asked for, joined to their report."""
    later = aliased(SealedReport)
    part = and_(ClaimLinePart.claim_line_id == ClaimLine.id, ClaimLinePart.fund_id == SealedReport.fund_id)
    now = case(
        (SealedReport.fund_id.is_(None), ClaimLine.accepted_minor),
        (Claim.split, func.coalesce(ClaimLinePart.accepted_minor, 0)),
        (Claim.fund_id == SealedReport.fund_id, ClaimLine.accepted_minor),
        else_=0,
    )
    asked = func.coalesce(SealedReportLine.borne_minor, case((Claim.split, now), else_=ClaimLine.accepted_minor))
    return (
        select(SealedReportLine.report_id)
        .join(SealedReport, SealedReport.id == SealedReportLine.report_id)
        .join(ClaimLine, ClaimLine.id == SealedReportLine.claim_line_id)
        .join(Claim, Claim.id == ClaimLine.claim_id)
        .outerjoin(ClaimLinePart, part)
        .outerjoin(later, later.replaces_id == SealedReport.id)
        .outerjoin(SealedVoid, SealedVoid.report_id == SealedReport.id)
        .where(later.id.is_(None), SealedVoid.id.is_(None))
        .where(or_(SealedReportLine.category != ClaimLine.category, asked != now))
    )


def reports_until(day: date) -> Select:
    """For the list of a month: how many reports whose period begins until then have such an expense."""
    wanted = expenses().where(SealedReport.starts_on <= day)
    return wanted.with_only_columns(func.count(func.distinct(SealedReportLine.report_id)))


def lines_of(report: SealedReport) -> Select:
    """The numbers of its lines that are; of a report that is void or replaced, none."""
    wanted = expenses().where(SealedReportLine.report_id == report.id)
    return wanted.with_only_columns(SealedReportLine.id).correlate(None)
