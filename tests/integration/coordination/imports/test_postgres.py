"""The whole sheet on PostgreSQL: in, again, changed, undone."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from app.accounts import operations as accounts
from app.cases.models import Case
from app.coordination.imports import queries, undoing
from app.foundation.db import db, transaction
from tests.conftest import build
from tests.moment import NOW
from tests.passwords import PASSWORD

from .conftest import EXAMPLES, bring_in


@pytest.fixture
def postgres(tmp_path, postgres_url, frozen, monkeypatch):
    monkeypatch.setenv("NAV_DATABASE_URL", postgres_url)
    app = build(tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_the_sheet_comes_in_once_and_can_be_undone(postgres):
    for kind in ("places", "routes", "rates"):
        bring_in((EXAMPLES / f"{kind}.csv").read_bytes(), kind)
    content = (EXAMPLES / "referrals.csv").read_bytes()
    batch, judged = bring_in(content)
    again = bring_in(content)[1]
    changed = bring_in(content.replace(b"colelitiasis", b"litiasis"))[0]
    assert Counter(row.verdict for row in judged) == {"created": 148, "refused": 2}
    assert Counter(row.verdict for row in again) == {"unchanged": 148, "refused": 2}
    with transaction():
        amalia = accounts.add_user("amalia@ces.example", "Amalia Cruz", "admin", PASSWORD, now=NOW)
    for one in (changed, batch):
        with transaction():
            undoing.undo(queries.batch_or_404(one.id), NOW, amalia)
    assert db.session.scalar(select(func.count(Case.id))) == 0
