"""What people get wrong, or try: a sentence beside its field, or 403, 404, 413; nothing typed lost, nothing written."""

import io

import pytest

from app.cases import operations as cases
from app.cases import queries as case_queries
from app.cases.models import Appointment, Case
from app.coordination import workflows
from app.coordination.jobs import raise_due_tasks
from app.finance import queries as finance
from app.finance.models import Advance, Entry
from app.foundation.db import db, transaction
from app.messaging import jobs
from app.messaging import queries as messaging
from app.messaging.models import Inbound
from tests.moment import NOW

HUGE = 50 * 1024 * 1024


def approve_page(case):
    return f"/cases/{case.number}/budgets/{finance.budget_of(case.id).id}/approve"


@pytest.fixture
def planned(programme):
    case = programme.rosa()
    programme.plan(programme.book(case))
    return case


def test_whoever_prepared_the_budget_does_not_approve_it(programme, planned, signed_in):
    appointment = case_queries.live_appointment(planned)
    with transaction():
        workflows.reschedule_appointment(
            appointment, "hospital", "Otra hora", NOW, programme.amalia, precision="datetime",
            on_day=appointment.on_day, at_time=appointment.at_time.replace(hour=12), present_at=None,
        )  # fmt: skip
    page = signed_in(programme.amalia).post(approve_page(planned), data={"fund": str(programme.fund.id)})
    assert page.status_code == 200 and "preparó" in page.text
    assert db.session.query(Advance).count() == 0


def test_a_fund_without_the_money_is_said_beside_it(programme, planned, fausto, signed_in):
    empty = signed_in(fausto)
    empty.post("/funds/new", data={"name": "Fondo Vacío", "donor": "Nadie", "kind": "prepaid"})
    page = empty.post(approve_page(planned), data={"fund": str(programme.fund.id + 1)})
    assert page.status_code == 200 and ("wrong" in page.text or "said-danger" in page.text)
    assert db.session.query(Advance).count() == 0


@pytest.mark.parametrize("typed", ["-50", "0", "doscientos", "1.234.567"])
def test_money_that_is_none_is_a_sentence_and_stays_typed(programme, fausto, signed_in, typed):
    posted = db.session.query(Entry).count()
    page = signed_in(fausto).post(
        f"/funds/{programme.fund.id}/donations/new",
        data={"box": programme.box.id, "amount": typed, "occurred_on": "2026-11-20"},
    )
    assert page.status_code == 200 and 'class="wrong"' in page.text and f'value="{typed}"' in page.text
    assert db.session.query(Entry).count() == posted


def test_a_huge_upload_is_a_page_that_says_the_limit(programme, lupita, signed_in):
    answer = signed_in(lupita).post(
        "/imports", data={"kind": "referrals", "file": (io.BytesIO(bytes(HUGE)), "hoja.csv")}
    )
    assert answer.status_code == 413 and "12 MB" in answer.text


def test_an_unknown_place_is_not_accepted(programme, lupita, signed_in):
    case = programme.rosa()
    page = signed_in(lupita).post(
        f"/cases/{case.number}/appointment",
        data={"hospital": "99999", "service": "0", "precision": "datetime", "on_day": "2026-12-15", "at_time": "11:00"},
    )
    assert page.status_code == 200 and 'class="wrong"' in page.text
    assert db.session.query(Appointment).count() == 0


def test_a_person_without_a_phone_is_sent_nothing_and_somebody_has_to_call(programme):
    case = programme.rosa_again()
    programme.book(case)
    jobs.send_round(NOW)
    assert [row.sent_at for row in messaging.messages_of_case(case.id) if row.sent_at] == []
    raise_due_tasks(NOW)
    assert "call" in {task.kind for task in case_queries.open_tasks_of(case)}


def test_a_phone_that_said_alto_is_sent_nothing_more(programme, client, lupita, signed_in):
    case = programme.rosa()
    signed_in(lupita).post("/simulator/+529925501001/answer", data={"body": "ALTO"})
    programme.book(case)
    signed_in(lupita).post("/simulator/send")
    said = [row.kind for row in messaging.messages_of_case(case.id) if row.sent_at and row.to_number == "+529925501001"]
    assert set(said) <= {"stopped"}


def test_a_text_that_nobody_signed_is_forged(client, programme):
    answer = client.post("/hooks/twilio/inbound", data={"MessageSid": "SM1", "From": "+529925501001", "Body": "2"})
    assert answer.status_code == 403 and db.session.query(Inbound).count() == 0


def test_a_closed_case_takes_no_urgent_trip(programme, lupita, signed_in):
    case = programme.rosa()
    with transaction():
        cases.close(case, "not_needed", NOW, lupita)
    page = signed_in(lupita).post(
        f"/cases/{case.number}/urgent",
        data={"hospital": case.hospital_id, "mode": "ambulance", "left_at": "2026-11-23T09:00", "minutes": "240",
              "authorised_by": "Dra. Celia Ríos"},
    )  # fmt: skip
    assert page.status_code == 200 and "cerrado" in page.text


@pytest.mark.parametrize(
    ("role", "path"),
    [
        ("clinician", "/funds"), ("clinician", "/imports"), ("clinician", "/simulator"), ("clinician", "/people"),
        ("navigator", "/ledger"), ("navigator", "/reports"), ("finance", "/inbox"), ("finance", "/imports"),
        ("auditor", "/imports"), ("auditor", "/cases/new"),
    ],
)  # fmt: skip
def test_a_page_of_another_role_is_refused_in_words(programme, aurora, as_role, role, path):
    answer = as_role(role).get(path)
    assert answer.status_code == 403 and "Su papel no permite esto" in answer.text


def test_an_auditor_writes_nothing(programme, planned, aurora, signed_in):
    browser = signed_in(aurora)
    told = {"hospital": "1", "service": "0", "precision": "waiting"}
    assert browser.post(f"/cases/{planned.number}/appointment", data=told).status_code == 403
    assert browser.post(approve_page(planned), data={"fund": programme.fund.id}).status_code == 403
    assert db.session.query(Case).count() == 1
