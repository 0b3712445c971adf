"""Referrals as a kind of sheet: what is known is read at once, judged by pure rules, written at once."""

import json
from datetime import datetime

from app.accounts.models import User
from app.cases.models import Case
from app.cases.queries import place_book
from app.foundation import clock
from app.foundation.db import db
from app.foundation.sheets import Sheet

from ..models import ImportRow
from . import queries
from .people import Register
from .referral_changes import changes
from .referral_fields import destinations, referral_fields
from .referral_held import Held
from .referral_sheet import COLUMNS, read_said, readers
from .referral_writing import write, write_changes
from .referrals import Known, ReferralSheet, judge, read_referrals
from .sentences import spoken_once
from .verdicts import Judged, Prior

KIND = "referrals"
columns = COLUMNS


def judge_sheet(sheet: Sheet, now: datetime, *, afresh: bool = False) -> list[Judged]:
    """A verdict for every row; nothing is written. `afresh`: refused before does not mean refused now.

    Unusable: a column without which no referral can be read.
    """
    read = read_referrals(sheet, clock.today(now))
    with spoken_once():
        return judge(read, known_for(read, afresh=afresh), clock.to_local(now).replace(tzinfo=None))


def known_for(read: ReferralSheet, *, afresh: bool = False) -> Known:
    """Everything that the verdicts need, in a number of statements that grows with blocks of 500 rows."""
    folios = [reading.folio for _row, reading, _cells in read.rows]
    priors = queries.priors(KIND, folios)
    if afresh:
        priors = {folio: prior for folio, prior in priors.items() if prior.accepted}
    fresh = [(reading, cells) for _row, reading, cells in read.rows if not _came_before(priors, reading.folio, cells)]
    changed = [priors[reading.folio].case_id for reading, _cells in fresh if reading.folio in priors]
    unheard = [reading for reading, _cells in fresh if reading.folio not in priors or not priors[reading.folio].case_id]
    return Known(
        place_book(),
        priors,
        {} if afresh else queries.settled(KIND),
        Register(queries.patients(unheard)),
        Held(case_id for case_id in changed if case_id),
        queries.cases_by_folio(reading.folio for reading in unheard),
    )


def _came_before(priors: dict[str, Prior], folio: str, cells: str) -> bool:
    return folio in priors and priors[folio].cells == cells


def write_rows(judged: list[Judged], now: datetime, by: User | None) -> None:
    write(judged, now, by)


def say_again(row: ImportRow, previous: ImportRow, now: datetime, by: User | None) -> None:
    """Undoes an update: the fields that still hold what `row` said get back what `previous` said."""
    if previous.said == "{}":
        return
    spelled, book = readers(clock.today(now), []), place_book()
    said, before = (
        referral_fields(reading, *destinations(reading, book))
        for reading in (read_said(json.loads(one.said), spelled) for one in (row, previous))
    )
    found, _kept = changes(said, before, Held([row.case_id])(row.case_id, said))
    write_changes(db.session.get(Case, row.case_id), said, before, found, now, by)


def remove_all(_ids: list[int], _now: datetime, _by: User | None) -> None:
    """Cases go with everything else that was made for them."""
