"""A ticket is changed for its CFDI: one expense, one sum, two papers to look at."""

import io
from datetime import date

import pytest
from sqlalchemy import select

from app.cases.models import Task
from app.finance import operations as finance
from app.finance import periods, receipt_queries
from app.finance.exports.book import read_book
from app.finance.models import Claim, ClaimLine, Receipt, SealedReport, TaxProof
from app.finance.operations.receipts import Paper
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.cfdi import HOTEL, invoice
from tests.moment import NOW

NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))
TICKET = Paper("ticket", "Hotel Real", date(2026, 11, 20), Money(464_00), folio="77")


@pytest.fixture
def navigator(cast, signed_in):
    return signed_in(cast["lupita"])


@pytest.fixture
def claim(cast, fund, box, rosa):
    """A night at the hotel by its ticket, whose invoice is asked for."""
    with transaction():
        made = finance.open_claim(rosa.id, fund=fund, payee="Juan Pérez", by=cast["lupita"], now=NOW)
        line = finance.add_receipt(made, TICKET, "lodging", "Una noche", by=cast["lupita"], now=NOW)
        finance.ask_for_invoice(line, None, NOW)
    return made


@pytest.fixture
def approved_claim(claim, cast):
    with transaction():
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
    return claim


def ticket():
    return db.session.scalars(select(Receipt).where(Receipt.kind == "ticket")).one()


def the_line():
    return db.session.scalars(select(ClaimLine)).one()


def open_tasks():
    return db.session.scalars(select(Task).where(Task.done_at.is_(None), Task.key.startswith("invoice:"))).all()


def xml(**changes):
    return io.BytesIO(invoice(**changes)), "factura.xml"


def pdf():
    return io.BytesIO(b"%PDF-1.4 factura"), "factura.pdf"


def drop(browser, *files, **typed):
    answer = browser.post(f"/receipts/{ticket().id}/cfdi", data={"files": list(files), **typed}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_task_leads_to_where_the_invoice_is_dropped(navigator, claim, rosa):
    address = f"/receipts/{ticket().id}/cfdi"
    assert address in navigator.get(f"/cases/{rosa.number}").get_data(as_text=True)
    assert address in navigator.get("/worklist?when=all").get_data(as_text=True)
    assert "Hotel Real" in navigator.get(address).get_data(as_text=True)


def test_xml_and_pdf_take_the_tickets_place_and_the_sum_stays_one(navigator, claim):
    shown = drop(navigator, xml(), pdf())
    assert "ya tiene su CFDI" in shown and "Antes: Ticket 77" in shown
    line = the_line()
    assert (line.receipt.kind, line.claimed, line.spent_on) == ("cfdi", Money(464_00), date(2026, 11, 20))
    assert db.session.get(Claim, claim.id).claimed == Money(464_00)
    assert open_tasks() == []
    assert navigator.get(f"/receipts/{line.receipt_id}/cfdi.pdf").data.startswith(b"%PDF")
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "receipt.exchanged")).one()
    assert HOTEL.upper() in str(told.details)


def test_each_difference_is_a_sentence_and_asks_for_a_reason(navigator, claim):
    with transaction():
        ticket().issuer_rfc = "OXX010101AB1"
    shown = drop(navigator, xml(total="580.00", subtotal="500.00", taxes="80.00", day="2026-10-20"))
    assert "El comprobante dice $464.00 MXN y la factura $580.00 MXN" in shown
    assert "El comprobante es de OXX010101AB1 y la factura de HRV010101AB1" in shown
    assert "El comprobante es del 20/11/2026 y la factura del 20/10/2026" in shown
    assert the_line().receipt.kind == "ticket"


def test_the_file_is_kept_while_the_reason_is_typed(navigator, claim):
    shown = drop(navigator, xml(total="580.00", subtotal="500.00", taxes="80.00"), pdf())
    kept = {
        name: shown.partition(f'name="{name}" type="hidden" value="')[2].partition('"')[0] for name in ("xml", "pdf")
    }
    assert "ya tiene su CFDI" in drop(navigator, reason="Facturó dos noches, se pagó una aquí", **kept)
    proof = db.session.scalars(select(TaxProof)).one()
    assert (proof.reason, proof.pdf.typed_name) == ("Facturó dos noches, se pagó una aquí", "factura.pdf")
    assert the_line().claimed == Money(464_00)


def test_a_file_that_somebody_else_handed_in_is_not_taken(navigator, claim, cast, signed_in):
    shown = drop(navigator, xml(total="580.00", subtotal="500.00", taxes="80.00"))
    kept = shown.partition('name="xml" type="hidden" value="')[2].partition('"')[0]
    assert "Suba el XML de la factura" in drop(signed_in(cast["fausto"]), xml=kept, reason="La misma")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"total": "116.00", "subtotal": "100.00", "taxes": "16.00"}, "no alcanza"),
        ({"without": "UsoCFDI"}, "no cumple el esquema del SAT"),
        ({"stamped": False}, "no está timbrado"),
        ({"currency": "USD"}, "La factura está en USD"),
    ],
)
def test_what_no_reason_mends_is_refused_and_the_ticket_stays(navigator, claim, changes, says):
    assert says in drop(navigator, xml(**changes), reason="La misma compra")
    assert the_line().receipt.kind == "ticket" and len(open_tasks()) == 1


def test_a_pdf_alone_does_not_do(navigator, claim):
    assert "la foto o el PDF no bastan" in drop(navigator, pdf())


def test_an_invoice_that_proved_something_else_is_not_used_again(navigator, claim, cast, fund, rosa):
    with transaction():
        other = finance.open_claim(rosa.id, fund=fund, payee="Ana", by=cast["lupita"], now=NOW)
        paper = Paper("cfdi", "Hotel Real del Valle", date(2026, 11, 20), Money(464_00), uuid=HOTEL.upper())
        finance.add_receipt(other, paper, "lodging", "Noche", by=cast["lupita"], now=NOW)
    assert f"ya se presentó en {other.number}" in drop(navigator, xml(), reason="La misma")


def test_an_exchanged_invoice_is_not_presented_as_an_expense_of_its_own(navigator, claim, cast, fund, rosa):
    drop(navigator, xml())
    with transaction():
        other = finance.open_claim(rosa.id, fund=fund, payee="Ana", by=cast["lupita"], now=NOW)
    paper = Paper("cfdi", "Hotel", date(2026, 11, 20), Money(464_00), uuid=HOTEL.upper())
    with pytest.raises(Refused, match=f"ya se presentó en {claim.number}"), transaction():
        finance.add_receipt(other, paper, "lodging", "Noche", by=cast["lupita"], now=NOW)


def test_a_ticket_is_changed_once(navigator, claim):
    drop(navigator, xml())
    shown = drop(navigator, xml(uuid="00000000-93b1-4e8c-9d0a-7b6f5e4d3c2b"))
    assert "éste ya tiene su CFDI" in shown
    assert len(db.session.scalars(select(TaxProof)).all()) == 1


def test_a_ticket_that_looks_like_another_is_judged_first(navigator, claim, cast, fund, rosa):
    with transaction():
        finance.add_receipt(claim, TICKET, "lodging", "Otra noche", by=cast["lupita"], now=NOW)
    second = claim.lines[1]
    answer = navigator.post(f"/receipts/{second.receipt_id}/cfdi", data={"files": [xml()]})
    assert "diga antes si es el mismo" in answer.get_data(as_text=True)


def test_with_the_expense_all_its_papers_leave_and_the_uuid_is_free(navigator, claim):
    drop(navigator, xml())
    navigator.post(f"/claim-lines/{the_line().id}/remove")
    assert db.session.scalars(select(Receipt)).all() == []
    assert db.session.scalars(select(TaxProof)).all() == []


def test_after_approval_books_and_sealed_report_keep_the_ticket_and_the_cfdi_stands_beside_it(
    navigator, approved_claim, seal
):
    report = seal()
    before = (report.sha256, periods.without_cfdi(*NOVEMBER))
    shown = drop(navigator, xml())
    assert "tiene su CFDI" in shown and HOTEL.upper() in shown
    line = the_line()
    assert (line.receipt.kind, line.accepted) == ("ticket", Money(464_00))
    assert before == (db.session.get(SealedReport, report.id).sha256, Money(464_00))
    assert periods.without_cfdi(*NOVEMBER) == Money.zero()
    assert seal().id == report.id
    assert receipt_queries.standing_paper(line).uuid == HOTEL.upper()
    assert open_tasks() == []


def test_the_journal_names_the_cfdi_that_came_later(navigator, approved_claim):
    drop(navigator, xml())
    lines = [line for entry in read_book().entries for line in entry.transfers]
    assert {line.uuid for line in lines} == {HOTEL.upper(), ""}


def test_an_invoice_to_be_paid_later_asks_for_its_complement(navigator, approved_claim):
    drop(navigator, xml(method="PPD"))
    (task,) = open_tasks()
    assert task.title.startswith("Pedir el complemento de pago")


def test_who_may_not_open_the_case_sees_no_ticket(claim, rosa, cast, signed_in, aurora):
    assert signed_in(aurora).get(f"/receipts/{ticket().id}/cfdi").status_code == 403
    with transaction():
        rosa.restricted = True
    assert signed_in(cast["fausto"]).get(f"/receipts/{ticket().id}/cfdi").status_code == 404


# what the SAT says


@pytest.fixture
def finance_person(cast, signed_in):
    return signed_in(cast["fausto"])


def sat(browser, receipt, status="cancelled", day="2026-11-23"):
    data = {"status": status, "looked_on": day}
    answer = browser.post(f"/receipts/{receipt.id}/sat", data=data, follow_redirects=True)
    return answer.get_data(as_text=True)


@pytest.fixture
def invoiced(claim, cast, fund):
    """The hotel's CFDI itself in a claim, under review."""
    with transaction():
        paper = Paper("cfdi", "Hotel Real del Valle", date(2026, 11, 20), Money(464_00), uuid=HOTEL.upper(),
                      issuer_rfc="HRV010101AB1")  # fmt: skip
        finance.remove_line(claim.lines[0], cast["lupita"], NOW)
        finance.add_receipt(claim, paper, "lodging", "Una noche", by=cast["lupita"], now=NOW)
        finance.submit_claim(claim, cast["lupita"], NOW)
    return claim.lines[0].receipt


def urgent():
    return db.session.scalars(select(Task).where(Task.done_at.is_(None), Task.key.startswith("cancelled:"))).all()


def another():
    return xml(uuid="00000000-93b1-4e8c-9d0a-7b6f5e4d3c2b", day="2026-11-22")


def test_who_looked_and_when_is_written_down(finance_person, invoiced, cast):
    page = finance_person.get(f"/receipts/{invoiced.id}/sat").get_data(as_text=True)
    assert HOTEL.upper() in page and "HRV010101AB1" in page
    assert "vigente en el SAT" in sat(finance_person, invoiced, "in_force")
    page = finance_person.get(f"/receipts/{invoiced.id}/sat").get_data(as_text=True)
    assert "vigente" in page and cast["fausto"].name in page
    assert (invoiced.sat_status, invoiced.sat_checked_on) == ("in_force", date(2026, 11, 23))
    assert urgent() == []


def test_of_a_cancelled_one_nothing_is_accepted_and_a_task_asks_for_another(finance_person, invoiced, claim, cast):
    sat(finance_person, invoiced)
    (task,) = urgent()
    assert task.urgent and task.about == f"receipt:{invoiced.id}"
    review = finance_person.get(f"/claims/{claim.id}/review").get_data(as_text=True)
    assert 'value="0.00"' in review and "El SAT lo tiene como cancelado" in review
    with pytest.raises(Refused, match="está cancelado en el SAT"), transaction():
        finance.approve_claim(db.session.get(Claim, claim.id), cast["fausto"], NOW)


def test_another_cfdi_takes_its_place_and_the_task_ends(finance_person, navigator, invoiced, claim, cast):
    sat(finance_person, invoiced)
    answer = navigator.post(f"/receipts/{invoiced.id}/cfdi", data={"files": [another()]}, follow_redirects=True)
    assert "ya tiene su CFDI" in answer.get_data(as_text=True)
    assert urgent() == []
    with transaction():
        finance.approve_claim(db.session.get(Claim, claim.id), cast["fausto"], NOW)
    assert "ya se cambió por otro" in sat(finance_person, invoiced, "in_force")


def test_a_difference_is_not_paid_while_its_cfdi_is_cancelled(finance_person, invoiced, claim, box, cast):
    with transaction():
        finance.approve_claim(claim, cast["fausto"], NOW)
    assert periods.without_cfdi(*NOVEMBER) == Money.zero()
    sat(finance_person, invoiced)
    with pytest.raises(Refused, match="No se paga"), transaction():
        finance.settle_claim(claim, box, cast["fausto"], NOW)
    assert periods.without_cfdi(*NOVEMBER) == Money(464_00)
    sat(finance_person, invoiced, "in_force")
    with transaction():
        assert finance.settle_claim(claim, box, cast["fausto"], NOW).state == "paid"


def test_no_report_asks_for_an_expense_whose_cfdi_is_cancelled_and_says_so(
    finance_person, invoiced, claim, spend, seal, cast
):
    with transaction():
        finance.approve_claim(claim, cast["fausto"], NOW)
    spend(85_50, vendor="Taxi")
    sat(finance_person, invoiced)
    asked = {"fund": 0, "starts_on": "2026-11-01", "ends_on": "2026-11-30", "look": "y"}
    assert "1 gasto queda fuera" in finance_person.post("/reports", data=asked).get_data(as_text=True)
    assert seal().total == Money(85_50)


@pytest.mark.parametrize(
    ("day", "says"),
    [("2026-11-24", "La fecha no puede ser posterior a hoy"), ("2026-11-19", "va de la fecha de la factura a hoy")],
)
def test_a_look_on_an_impossible_day_is_refused(finance_person, invoiced, day, says):
    assert says in sat(finance_person, invoiced, day=day)
    assert invoiced.sat_status is None


def test_an_older_look_does_not_undo_a_newer_one(finance_person, invoiced):
    sat(finance_person, invoiced)
    assert "Ya hay una consulta del 23/11/2026" in sat(finance_person, invoiced, "in_force", "2026-11-22")
    assert invoiced.sat_status == "cancelled"


def test_only_finance_notes_it_and_only_of_a_cfdi(navigator, finance_person, claim):
    assert finance_person.get(f"/receipts/{ticket().id}/sat").status_code == 404
    assert navigator.get(f"/receipts/{ticket().id}/sat").status_code == 403
