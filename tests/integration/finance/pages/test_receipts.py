"""Receipts as they come in: files first, then what they say; what is refused, what is asked, who sees which."""

import io
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlalchemy import select

from app.cases.models import Case, Task
from app.finance import operations as finance
from app.finance import periods, receipt_queries
from app.finance.models import Claim, ClaimLine, ClaimUpload, Receipt, TwinVerdict
from app.finance.operations.receipts import Paper
from app.foundation import clock
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.cfdi import invoice
from tests.moment import NOW

TODAY = date(2026, 11, 23)
TICKET = {"kind": "ticket", "category": "transport", "concept": "Taxi", "vendor": "Taxi Tuxtla",
          "issued_on": "2026-11-22", "total": "85"}  # fmt: skip


@pytest.fixture
def claim(cast, advance, handed):
    with transaction():
        return finance.open_claim(advance.case_id, advance=advance, by=cast["lupita"], now=NOW)


@pytest.fixture
def navigator(cast, signed_in):
    return signed_in(cast["lupita"])


def photo(name="ticket.jpg", shade=240):
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (shade, 235, 220)).save(out, "JPEG")
    return io.BytesIO(out.getvalue()), name


def xml(**changes):
    return io.BytesIO(invoice(**changes)), "factura.xml"


def said(browser, path, **data):
    answer = browser.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def hand_in(browser, claim, *papers):
    return said(browser, f"/claims/{claim.id}/papers", files=list(papers))


def receipts():
    return db.session.scalars(select(Receipt).order_by(Receipt.id)).all()


def waiting():
    return db.session.scalars(select(ClaimUpload).order_by(ClaimUpload.id)).all()


# taking in


def test_several_photos_come_at_once_and_wait_to_be_typed(navigator, claim):
    shown = hand_in(navigator, claim, photo("uno.jpg", 1), photo("dos.jpg", 2))
    assert "uno.jpg" in shown and "dos.jpg" in shown
    assert [one.claim_id for one in waiting()] == [claim.id, claim.id]


def test_a_wrong_file_is_named_and_does_not_cost_the_others(navigator, claim):
    shown = hand_in(navigator, claim, photo(), (io.BytesIO(b"MZ program"), "virus.exe"))
    assert "virus.exe: Suba una foto" in shown
    assert [one.file.typed_name for one in waiting()] == ["ticket.jpg"]


def test_handing_in_nothing_is_told(navigator, claim):
    assert "Elija al menos una foto" in said(navigator, f"/claims/{claim.id}/papers")


def test_the_picture_is_shown_beside_what_is_typed_and_then_waits_no_longer(navigator, claim):
    hand_in(navigator, claim, photo())
    upload = waiting()[0]
    page = navigator.get(f"/claims/{claim.id}/receipts/new?upload={upload.id}").get_data(as_text=True)
    assert f"/claims/{claim.id}/papers/{upload.id}" in page
    assert navigator.get(f"/claims/{claim.id}/papers/{upload.id}").mimetype == "image/jpeg"
    assert "Comprobante agregado" in said(navigator, f"/claims/{claim.id}/receipts/new", upload=upload.id, **TICKET)
    assert waiting() == []
    assert receipts()[0].file is not None


def test_a_photo_sent_with_a_mistake_is_kept_with_all_that_was_typed(navigator, claim):
    shown = said(navigator, f"/claims/{claim.id}/receipts/new", file=photo(), **(TICKET | {"issued_on": ""}))
    assert "Falta la fecha" in shown
    assert 'value="Taxi Tuxtla"' in shown
    kept = waiting()[0]
    assert f'name="upload" type="hidden" value="{kept.id}"' in shown
    assert "Comprobante agregado" in said(navigator, f"/claims/{claim.id}/receipts/new", upload=kept.id, **TICKET)
    assert receipts()[0].file_id == kept.file_id


def test_the_next_paper_that_waits_comes_by_itself(navigator, claim):
    hand_in(navigator, claim, photo("uno.jpg", 1), photo("dos.jpg", 2))
    first, second = waiting()
    answer = navigator.post(f"/claims/{claim.id}/receipts/new", data=TICKET | {"upload": first.id})
    assert answer.location.endswith(f"/claims/{claim.id}/receipts/new?upload={second.id}")


def test_a_claim_is_not_submitted_while_papers_wait(navigator, claim):
    hand_in(navigator, claim, photo())
    assert "Hay archivos por capturar" in said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    said(navigator, f"/claims/{claim.id}/papers/{waiting()[0].id}/drop")
    assert "ahora la revisa finanzas" in said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")


def test_a_claim_under_review_takes_no_papers(navigator, claim):
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    assert "ya se envió" in hand_in(navigator, claim, photo())
    assert waiting() == []


def test_the_paper_of_one_claim_is_not_opened_through_another(navigator, claim, cast, fund, rosa):
    hand_in(navigator, claim, photo())
    with transaction():
        other = finance.open_claim(rosa.id, fund=fund, payee="Juan", by=cast["lupita"], now=NOW)
    assert navigator.get(f"/claims/{other.id}/papers/{waiting()[0].id}").status_code == 404


def test_an_auditor_hands_nothing_in(claim, aurora, signed_in):
    assert signed_in(aurora).post(f"/claims/{claim.id}/papers").status_code == 403


# invoices


def test_an_invoices_xml_proposes_its_category_and_needs_nothing_typed(navigator, claim):
    hand_in(navigator, claim, xml())
    address = f"/claims/{claim.id}/receipts/new?upload={waiting()[0].id}"
    page = navigator.get(address).get_data(as_text=True)
    assert "La clave 90111501 de la factura es de hospedaje" in page
    assert "Una noche, cuarto doble" in page
    said(navigator, address, kind="cfdi", category="lodging", concept="Una noche", upload=waiting()[0].id)
    (receipt,) = receipts()
    assert (receipt.kind, receipt.total, receipt.folio, receipt.payment_method, receipt.payment_form) == (
        "cfdi", Money(464_00), "A-1041", "PUE", "03",
    )  # fmt: skip


def test_an_invoice_made_out_to_somebody_else_is_refused_with_what_to_do(navigator, claim, app):
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], programme_rfc="ces110427tz1")
    shown = hand_in(navigator, claim, xml(receiver="XAXX010101000"))
    assert "factura.xml: La factura es de público en general" in shown
    assert "pida que la hagan a nombre del programa, CES110427TZ1" in shown
    assert waiting() == []
    assert "Recibidos" in hand_in(navigator, claim, xml())


def test_an_invoice_is_presented_once_ever_and_the_refusal_names_the_claim(navigator, claim, cast, fund, rosa):
    said(navigator, f"/claims/{claim.id}/receipts/new", file=xml(), kind="cfdi", category="lodging", concept="Noche")
    with transaction():
        other = finance.open_claim(rosa.id, fund=fund, payee="Juan", by=cast["lupita"], now=NOW)
    assert f"ya se presentó en {claim.number}" in hand_in(navigator, other, xml(day="2026-11-21"))


def test_its_uuid_typed_by_hand_counts_the_same(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", file=xml(), kind="cfdi", category="lodging", concept="Noche")
    typed = TICKET | {"kind": "cfdi", "uuid": "5c1f0a2e-93b1-4e8c-9d0a-7b6f5e4d3c2b"}
    assert "ya se presentó en" in said(navigator, f"/claims/{claim.id}/receipts/new", **typed)


def test_an_expense_outside_the_funds_dates_is_refused_beside_its_day(cast, claim, fund):
    with transaction():
        claim.fund.eligible_from = date(2026, 11, 22)
    with pytest.raises(Refused, match="no cubre gastos de esa fecha") as refusal, transaction():
        paper = Paper("ticket", "Taxi", date(2026, 11, 21), Money(85_00))
        finance.add_receipt(claim, paper, "transport", "Taxi", by=cast["lupita"], now=NOW)
    assert refusal.value.field == "issued_on"


# what the supplier still owes


def open_tasks():
    return db.session.scalars(select(Task).where(Task.done_at.is_(None), Task.key.startswith("invoice:"))).all()


def test_a_ticket_that_can_be_invoiced_is_a_task_until_the_end_of_its_month(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET, invoiceable="y")
    (task,) = open_tasks()
    assert task.title == "Pedir la factura: Taxi Tuxtla, $85.00 MXN"
    assert clock.to_local(task.due_at).date() == date(2026, 11, 30)


def test_the_suppliers_own_last_day_counts(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET, invoiceable="y", invoice_by="2026-11-25")
    assert clock.to_local(open_tasks()[0].due_at).date() == date(2026, 11, 25)


def test_a_last_day_that_has_passed_is_refused_and_nothing_is_added(navigator, claim):
    path = f"/claims/{claim.id}/receipts/new"
    shown = said(navigator, path, **TICKET, invoiceable="y", invoice_by="2026-11-22")
    assert "El 22/11/2026 ya pasó: escriba hasta cuándo factura el proveedor" in shown
    assert (receipts(), open_tasks()) == ([], [])


def test_when_the_ticket_leaves_the_claim_nobody_asks_for_its_invoice(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET, invoiceable="y")
    line = receipt_queries.line_of(receipts()[0])
    said(navigator, f"/claim-lines/{line.id}/remove")
    assert open_tasks() == []


def test_an_invoice_to_be_paid_later_waits_for_its_complement(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", file=xml(method="PPD"), kind="cfdi", category="lodging",
         concept="Noche")  # fmt: skip
    (task,) = open_tasks()
    assert task.title.startswith("Pedir el complemento de pago: Hotel Real del Valle")
    assert clock.to_local(task.due_at).date() == date(2026, 12, 5)


def test_the_month_without_cfdi_is_listed_and_adds_up(navigator, claim, cast, signed_in):
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET)
    said(navigator, f"/claims/{claim.id}/receipts/new", file=xml(), kind="cfdi", category="lodging", concept="Hotel")
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    fausto = signed_in(cast["fausto"])
    said(fausto, f"/claims/{claim.id}/review", verdict="approve")
    page = fausto.get("/periods/2026-11/without-cfdi").get_data(as_text=True)
    assert "Taxi Tuxtla" in page and "Hotel" not in page
    assert "cambiar por su factura" in page and "cambiar por otra factura" not in page
    november = (date(2026, 11, 1), date(2026, 11, 30))
    sums = dict(periods.sums_without_cfdi(*november))
    assert sums == {None: Money(570_00), "ticket": Money(85_00)}
    assert periods.without_cfdi(*november) == Money(655_00)


def test_of_a_restricted_case_the_list_says_number_and_amount(navigator, claim, cast, rosa, signed_in):
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET)
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    fausto = signed_in(cast["fausto"])
    said(fausto, f"/claims/{claim.id}/review", verdict="approve")
    with transaction():
        rosa.restricted = True
    page = fausto.get("/periods/2026-11/without-cfdi").get_data(as_text=True)
    assert rosa.number in page and "$85.00" in page and "Taxi Tuxtla" not in page
    assert "cambiar por su factura" not in page
    assert navigator.get("/periods/2026-11/without-cfdi").status_code == 403


# limits


@pytest.fixture
def limits(cast):
    with transaction():
        for unit, amount in (("ticket", Money(500_00)), ("voucher", Money(300_00))):
            finance.save_rate("limit", unit, amount, date(2026, 1, 1), by=cast["fausto"], now=NOW)


def test_the_limits_stand_beside_the_total(navigator, claim, limits):
    page = navigator.get(f"/claims/{claim.id}/receipts/new").get_data(as_text=True)
    assert "ticket o nota hasta $500.00 MXN, recibo sin factura hasta $300.00 MXN" in page


def test_a_dear_ticket_is_taken_with_its_reason_which_the_reviewer_reads(navigator, claim, limits, cast, signed_in):
    path, dear = f"/claims/{claim.id}/receipts/new", TICKET | {"total": "620"}
    assert "Un ticket o una nota comprueba hasta $500.00" in said(navigator, path, **dear).partition('id="excuse"')[2]
    assert receipts() == []
    assert "Comprobante agregado" in said(navigator, path, **dear, excuse="Único taxi de la noche")
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    page = signed_in(cast["fausto"]).get(f"/claims/{claim.id}/review").get_data(as_text=True)
    assert "Por qué se acepta así: Único taxi de la noche" in page


def test_a_day_outside_the_trip_is_pointed_out_to_the_reviewer(navigator, claim, approved):
    with transaction():
        approved.starts_on, approved.ends_on = date(2026, 11, 18), date(2026, 11, 20)
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET)
    (found,) = receipt_queries.doubts(db.session.get(Claim, claim.id)).values()
    assert "queda fuera del viaje (18/11/2026 – 20/11/2026)" in " ".join(found)


# look-alikes


@pytest.fixture
def twins(navigator, claim):
    """Two taxis of 85 on one day, the second one flagged."""
    said(navigator, f"/claims/{claim.id}/receipts/new", file=photo(shade=1), **TICKET)
    said(navigator, f"/claims/{claim.id}/receipts/new", file=photo(shade=2), **TICKET)
    return receipts()


def test_both_are_shown_side_by_side(navigator, twins):
    page = navigator.get(f"/receipts/{twins[1].id}/twin").get_data(as_text=True)
    assert "el mismo proveedor, la misma fecha y el mismo total" in page
    assert all(f"/receipts/{one.id}/file" in page for one in twins)


def test_the_same_leaves_the_claim_and_it_is_written_down_who_said_so(navigator, twins, claim, cast):
    assert "Era el mismo" in said(navigator, f"/receipts/{twins[1].id}/twin", verdict="same")
    assert [one.id for one in receipts()] == [twins[0].id]
    told = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "receipt.twin_judged")).one()
    assert told.by == cast["lupita"].email


def test_two_different_ones_stay_with_the_reason(navigator, twins, claim):
    path = f"/receipts/{twins[1].id}/twin"
    assert "en qué se nota que son distintos" in said(navigator, path, verdict="different", reason=" ")
    assert "distinto de otro parecido" in said(navigator, path, verdict="different", reason="Ida y vuelta")
    assert db.session.get(TwinVerdict, twins[1].id).reason == "Ida y vuelta"


def test_choosing_nothing_is_refused(navigator, twins):
    assert "Elija si es el mismo" in said(navigator, f"/receipts/{twins[1].id}/twin", reason="Ida")


def test_nothing_is_approved_while_a_look_alike_is_not_judged(navigator, twins, claim, cast):
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    with pytest.raises(Refused, match="diga antes si es el mismo"), transaction():
        finance.approve_claim(db.session.get(Claim, claim.id), cast["fausto"], NOW)


def test_of_the_same_under_review_nothing_can_be_accepted(navigator, twins, claim, cast, signed_in):
    said(navigator, f"/claims/{claim.id}/submit", note="Contrarreferencia")
    fausto = signed_in(cast["fausto"])
    said(fausto, f"/receipts/{twins[1].id}/twin", verdict="same")
    line = db.session.scalars(select(ClaimLine).where(ClaimLine.receipt_id == twins[1].id)).one()
    path, zero = f"/claims/{claim.id}/review", {f"accepted-{line.id}": "0", f"why-{line.id}": "Es el mismo"}
    assert 'value="0.00"' in fausto.get(path).get_data(as_text=True)
    assert "de él se acepta cero" in said(fausto, path, verdict="approve")
    assert "Aprobada" in said(fausto, path, verdict="approve", **zero)
    assert "ya se aprobó" in said(fausto, f"/receipts/{twins[1].id}/twin", verdict="different", reason="No")


def test_the_same_picture_is_known_again_whatever_is_typed(navigator, claim):
    said(navigator, f"/claims/{claim.id}/receipts/new", file=photo(), **TICKET)
    other = TICKET | {"vendor": "Otro", "total": "90", "issued_on": "2026-11-21"}
    assert "Tienen el mismo archivo." in said(navigator, f"/claims/{claim.id}/receipts/new", file=photo(), **other)


def test_when_the_first_leaves_the_second_is_nobodys_twin_any_more(navigator, twins, claim):
    said(navigator, f"/receipts/{twins[1].id}/twin", verdict="different", reason="Ida y vuelta")
    line = db.session.scalars(select(ClaimLine).where(ClaimLine.receipt_id == twins[0].id)).one()
    said(navigator, f"/claim-lines/{line.id}/remove")
    (left,) = receipts()
    assert (left.twin_id, left.verdict) == (None, None)


def test_a_twin_in_a_restricted_case_shows_its_number_and_amount_and_no_more(navigator, claim, cast, fund, rosa):
    with transaction():
        hidden = Case(
            number="SAL-2026-0002",
            patient=rosa.patient,
            clinic=rosa.clinic,
            created_at=NOW,
            closed_at=NOW,
            closing_reason="attended",
        )
        db.session.add(hidden)
        db.session.flush()
        theirs = finance.open_claim(hidden.id, fund=fund, payee="Nadie", by=cast["fausto"], now=NOW)
        paper = Paper("ticket", "Taxi Tuxtla", date(2026, 11, 22), Money(85_00), folio="SECRETO-7")
        finance.add_receipt(theirs, paper, "transport", "Psiquiatra", by=cast["fausto"], now=NOW)
        hidden.restricted = True
    said(navigator, f"/claims/{claim.id}/receipts/new", **TICKET)
    page = navigator.get(f"/receipts/{receipts()[1].id}/twin").get_data(as_text=True)
    assert "SAL-2026-0002" in page and "Es de un caso reservado" in page
    assert "SECRETO-7" not in page and theirs.number not in page and "/cases/SAL-2026-0002" not in page
    assert navigator.get(f"/receipts/{receipts()[0].id}/twin").status_code == 404


# papers to print


def printed(browser, path):
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


@pytest.mark.parametrize("name", ["recibo-sin-factura", "relacion-de-pasajes"])
def test_a_blank_form_has_room_for_a_thumbprint_a_ruego_and_a_witness(navigator, name):
    words = printed(navigator, f"/papers/{name}.pdf")
    assert "Huella, si no firma" in words and "Firma a ruego" in words and "Testigo" in words


def test_a_typed_voucher_is_printed_with_what_it_says(navigator, claim):
    typed = TICKET | {"kind": "recibo_sin_factura", "vendor": "Mariano Gómez", "concept": "Mula a la carretera"}
    shown = said(navigator, f"/claims/{claim.id}/receipts/new", **typed)
    path = f"/claims/{claim.id}/voucher.pdf?receipt={receipts()[0].id}"
    assert path in shown
    words = printed(navigator, path)
    assert "Mariano Gómez" in words and "Mula a la carretera" in words
    assert "OCHENTA Y CINCO PESOS 00/100 M.N." in words


def test_the_receipt_of_another_claim_is_not_printed(navigator, claim):
    assert navigator.get(f"/claims/{claim.id}/voucher.pdf?receipt=99").status_code == 404


def test_who_may_not_open_the_case_prints_no_name(claim, rosa, cast, signed_in):
    with transaction():
        rosa.restricted = True
    assert claim.payee_name not in printed(signed_in(cast["fausto"]), f"/claims/{claim.id}/voucher.pdf")
    assert signed_in(cast["lupita"]).get(f"/claims/{claim.id}/voucher.pdf").status_code == 404
