"""What a family was given in kind: written on its case, apart from the money, taken out with a reason that stays."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.finance.figures import figures
from app.finance.models import Entry
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from app.travel import operations, queries
from app.travel.models import InKind
from tests.moment import NOW

TODAY = date(2026, 11, 23)
MEDICINE = {"kind": "medicine", "description": "Metformina 850 mg", "given_by": "Farmacia San Pablo"}


@pytest.fixture
def case(programme):
    return programme.rosa()


@pytest.fixture
def give(programme, case):
    """`give(value=Money(450_00))` is a medicine given today, recorded by Lupita, but for what is told otherwise."""

    def given(once="page 1", to=case, **told):
        with transaction():
            what = operations.Given(**MEDICINE | {"occurred_on": TODAY} | told)
            return operations.record_in_kind(to, what, once, NOW, programme.lupita)

    return given


def typed(**changed):
    """The form as a person fills it in."""
    sent = MEDICINE | {"quantity": "3 cajas", "value": "450", "occurred_on": "2026-11-20", "trip_id": "", "once": "p1"}
    return sent | changed


def post(browser, case, **changed):
    return browser.post(f"/cases/{case.number}/in-kind", data=typed(**changed))


def kept(case):
    db.session.rollback()
    return queries.help_in_kind(case.id).rows


@pytest.mark.both_databases
def test_what_was_given_stands_on_the_case_with_its_day_giver_and_value(case, as_role):
    browser = as_role("navigator")
    assert post(browser, case).location.endswith(f"/cases/{case.number}#in-kind")
    page = browser.get(f"/cases/{case.number}").text
    for said in (
        "Medicina: Metformina 850 mg · 3 cajas",
        "Farmacia San Pablo",
        "$450.00",
        "vie 20 nov 2026",
        "anotó Lupita",
    ):
        assert said in page


def test_the_day_it_was_given_is_apart_from_when_it_was_written_down(case, as_role):
    post(as_role("navigator"), case)
    ((row, _visit),) = kept(case)
    assert (row.occurred_on, row.recorded_at) == (date(2026, 11, 20), NOW)


def test_the_total_counts_what_has_a_value_and_says_how_many_have_none(give, case, as_role):
    give("1", value=Money(450_00))
    give("2", value=Money(3_200_50))
    give("3", kind="food", description="Despensa")
    page = as_role("navigator").get(f"/cases/{case.number}").text
    assert "Valor estimado: $3,650.50 MXN, aparte de las seis cifras." in page
    assert "1 ayuda sin valor estimado" in page


def test_it_moves_no_money(give, case):
    before, entries = figures(case_id=case.id), db.session.scalar(select(func.count(Entry.id)))
    give(value=Money(450_00))
    assert figures(case_id=case.id) == before
    assert db.session.scalar(select(func.count(Entry.id))) == entries


def test_it_may_be_for_a_trip_of_the_case(programme, case, as_role):
    trip, browser = programme.plan(programme.book(case)), as_role("navigator")
    post(browser, case, trip_id=str(trip.id))
    assert kept(case)[0][0].trip_id == trip.id
    assert "para el viaje del mar 15 dic" in browser.get(f"/cases/{case.number}").text


def test_another_cases_trip_is_refused(programme, give, case):
    theirs = programme.rosa_again()
    trip = programme.plan(programme.book(theirs))
    with pytest.raises(Refused) as refusal:
        give(trip_id=trip.id)
    assert refusal.value.field == "trip_id" and kept(case) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"description": " "}, "Falta este dato"), ({"given_by": ""}, "Falta este dato"),
        ({"occurred_on": "2026-11-24"}, "no puede ser posterior a hoy"), ({"occurred_on": "2026-02-30"}, "no existe"),
        ({"value": "0"}, "mayor que cero"), ({"value": "mucho"}, "pesos y centavos"), ({"kind": "money"}, "wrong"),
        ({"trip_id": "99"}, "wrong"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(case, as_role, changed, sentence):
    answer = post(as_role("navigator"), case, **{"quantity": "3 cajas de 30"} | changed)
    assert answer.status_code == 200 and sentence in answer.text and "3 cajas de 30" in answer.text
    assert kept(case) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "money"}, "kind"), ({"description": " "}, "description"), ({"given_by": ""}, "given_by"),
        ({"occurred_on": TODAY + timedelta(days=1)}, "occurred_on"),
    ],
)  # fmt: skip
def test_the_verb_refuses_what_the_form_would(give, wrong, field):
    with pytest.raises(Refused) as refusal:
        give(**wrong)
    assert refusal.value.field == field


def test_a_double_click_records_one(case, as_role):
    browser = as_role("navigator")
    assert [post(browser, case).status_code for _ in range(2)] == [302, 302]
    assert len(kept(case)) == 1


def test_what_is_removed_stays_struck_through_with_its_reason_and_counts_no_more(give, case, as_role):
    row, browser = give(value=Money(450_00)), as_role("navigator")
    browser.post(f"/cases/{case.number}/in-kind/{row.id}/remove", data={"reason": "Era de otro caso"})
    page = browser.get(f"/cases/{case.number}").text
    assert "<s" in page and "Metformina 850 mg" in page and "Era de otro caso" in page
    assert queries.help_in_kind(case.id).worth == Money.zero()


def test_its_reason_is_corrected_and_both_are_in_the_audit(give, case, as_role):
    row, browser = give(), as_role("navigator")
    address = f"/cases/{case.number}/in-kind/{row.id}/remove"
    browser.post(address, data={"reason": "Era de otro"})
    assert "Era de otro" in browser.get(address).text
    browser.post(address, data={"reason": "Era de otro caso"})
    db.session.rollback()
    said = dict(db.session.execute(select(AuditEvent.action, AuditEvent.details)).all())
    assert "Era de otro" in said["in_kind.removed"]
    assert '"before": "Era de otro"' in said["in_kind.reason_corrected"]
    assert kept(case)[0][0].removed_reason == "Era de otro caso"


def test_nothing_is_removed_without_a_reason(give, case, as_role):
    row = give()
    answer = as_role("navigator").post(f"/cases/{case.number}/in-kind/{row.id}/remove", data={"reason": " "})
    assert "Falta este dato" in answer.text and kept(case)[0][0].removed_at is None


def test_the_audit_names_no_medicine(give):
    give()
    told = [*db.session.execute(select(AuditEvent.action, AuditEvent.details))]
    assert "in_kind.recorded" in dict(told) and not [details for _action, details in told if "Metformina" in details]


def test_the_auditor_reads_that_there_was_help_and_not_which(give, case, as_role):
    give(value=Money(450_00))
    page = as_role("auditor").get(f"/cases/{case.number}").text
    assert "Medicina" in page and "$450.00" in page
    assert not [kept for kept in ("Metformina", "San Pablo", "Anotar ayuda") if kept in page]


@pytest.mark.parametrize("role", ["finance", "auditor"])
def test_who_does_not_care_for_the_family_records_nothing(case, as_role, role):
    assert post(as_role(role), case).status_code == 403


def test_another_clinic_and_who_is_not_named_on_a_restricted_case_find_nothing(programme, case, signed_in, celia):
    hidden = programme.rosa(restricted=True)
    assert post(signed_in(celia), case).status_code == 404
    assert post(signed_in(programme.amalia), hidden).status_code == 404
    assert post(signed_in(programme.lupita), hidden).status_code == 302


def test_a_row_of_another_case_is_not_there(programme, give, case, as_role):
    row = give(to=programme.rosa_again())
    address = f"/cases/{case.number}/in-kind/{row.id}/remove"
    assert as_role("navigator").post(address, data={"reason": "x"}).status_code == 404


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "broken", [{"value_minor": 0}, {"description": ""}, {"kind": "money"}, {"removed_at": NOW}, {"removed_reason": "x"}]
)
def test_the_database_itself_refuses(give, case, broken):
    row = give()
    with pytest.raises(IntegrityError), transaction():
        kept_row = db.session.get(InKind, row.id)
        for name, value in broken.items():
            setattr(kept_row, name, value)
        db.session.flush()
