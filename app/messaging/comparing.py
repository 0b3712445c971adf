"""Which appointments' stored texts differ from what facts ask for: many at once, in three statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from app.foundation.db import db
from app.messaging import queries, rules
from app.messaging.facts import Facts
from app.messaging.models import Message
from app.messaging.operations import Plan, holder, outdated, plan_now

COMPARED = (
    "about", "kind", "state", "reason", "wanted_key", "body", "not_before", "expires_at", "rung", "person_id",
    "case_id",
)  # fmt: skip


def differing(all_facts: Iterable[Facts], now: datetime, only: Mapping[str, set[str]] | None = None) -> list[Facts]:
    """Those whose texts `reconcile` would change at `now`. `only[about]` names the kinds that are looked at, where
    it is given: what is about to leave is worth comparing, and costs a tenth."""
    told = queries.told_all(all_facts := list(all_facts))
    stored = _stored([facts.about for facts in all_facts])
    wanting = plan_now()
    found = []
    for facts in all_facts:
        kinds = only.get(facts.about) if only is not None else None
        lines = tuple(line for line in wanting.policy if kinds is None or line.kind in kinds)
        rows = [row for row in stored[facts.about] if kinds is None or row.kind in kinds]
        if _differs(replace(facts, told=told), rows, now, replace(wanting, policy=lines)):
            found.append(facts)
    return found


def _stored(abouts: list[str]) -> dict[str, list]:
    rows = select(*(getattr(Message, name) for name in COMPARED)).where(Message.about.in_(abouts))
    stored = defaultdict(list)
    for row in db.session.execute(rows.order_by(Message.id)):
        stored[row.about].append(row)
    return stored


def _differs(facts: Facts, rows: list, now: datetime, wanting: Plan) -> bool:
    wants = {f"{facts.about}|{want.key}": want for want in rules.wanted(facts, now, wanting.policy, wanting.book)}
    return any(outdated(row, wants) for row in rows) or any(holder(key, rows) is None for key in wants)
