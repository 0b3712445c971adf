"""The money's pages, clicked through by those who play: each step, and what it refuses, as a person meets it."""

import io
import re
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import event

from app.finance import operations as finance
from app.finance.models import Advance, Claim, Fund, SealedReport
from app.finance.operations.receipts import Paper
from app.foundation.audit import AuditEvent
from app.foundation.db import db, transaction
from app.foundation.money import Money
from tests.moment import NOW


def photo():
    out = io.BytesIO()
    Image.new("RGB", (300, 400), (240, 235, 220)).save(out, "JPEG")
    return io.BytesIO(out.getvalue()), "ticket.jpg"


def page(browser, path, status=200):
    answer = browser.get(path)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return answer.get_data(as_text=True)


def post(browser, path, **data):
    """Sends a form and gives the page that follows."""
    answer = browser.post(path, data=data, follow_redirects=True)
    assert answer.status_code == 200, answer.get_data(as_text=True)[:400]
    return answer.get_data(as_text=True)


def test_finance_creates_a_fund_a_box_and_their_money(cast, signed_in):
    browser = signed_in(cast["fausto"])
    assert "Ahora registre su dinero" in post(browser, "/funds/new", name="Café", donor="Tostadores", kind="prepaid")
    assert "Caja Jaltenango" in post(browser, "/boxes/new", name="Caja Jaltenango", kind="box", limit="50,000")
    money = {"box": 1, "amount": "$12,500.50", "occurred_on": "2026-11-20"}
    assert "$12,500.50 MXN" in post(browser, "/funds/1/donations/new", **money)
    assert "$13,000.50 MXN" in post(browser, "/funds/1/opening/new", **(money | {"amount": "500"}))
    assert db.session.get(Fund, 1).available == Money(13_000_50)


@pytest.mark.parametrize("amount", ["-5", "0", "mil", "1.250,50"])
def test_money_that_is_no_money_is_refused_beside_its_field(cast, fund, box, signed_in, amount):
    said = post(signed_in(cast["fausto"]), f"/funds/{fund.id}/donations/new", box=box.id, amount=amount,
                occurred_on="2026-11-20")  # fmt: skip
    assert 'class="wrong"' in said
    assert f'value="{amount}"' in said


def test_a_navigator_does_not_create_funds(cast, signed_in):
    assert signed_in(cast["lupita"]).get("/funds/new").status_code == 403


def test_an_auditor_reads_and_seals_nothing(cast, fund, box, aurora, signed_in):
    browser = signed_in(aurora)
    for path in ("/funds", f"/funds/{fund.id}", "/boxes", "/rates", "/advances", "/claims", "/ledger",
                 "/ledger/accounts", "/ledger/accounts/1", "/reports"):  # fmt: skip
        page(browser, path)
    sealing = {"fund": 0, "starts_on": "2026-11-01", "ends_on": "2026-11-30"}
    assert browser.post("/reports", data=sealing).status_code == 403


def test_a_rate_is_dated_and_listed(cast, signed_in):
    said = post(signed_in(cast["fausto"]), "/rates/new", what="meal/lunch", amount="65", valid_from="2026-07-01")
    assert "$65.00 MXN" in said


def test_self_approval_is_refused_in_words(cast, approved, rosa, signed_in):
    with transaction():
        asked = finance.request_advance(
            rosa.id, "Juan", {"meals": Money(1_00)}, budget=approved, by=cast["fausto"], now=NOW
        )
    said = post(signed_in(cast["fausto"]), f"/advances/{asked.id}/approve")
    assert "Nadie autoriza lo que preparó" in said


def test_money_is_handed_over_and_the_signed_slip_confirms_it(cast, advance, box, signed_in):
    browser = signed_in(cast["lupita"])
    handing = {"box": box.id, "amount": "1350", "occurred_on": "2026-11-23", "signed": "thumbprint", "witness": ""}
    assert "necesita un testigo" in post(browser, f"/advances/{advance.id}/deliver", **handing)
    assert "RE-2026-0001" in post(browser, f"/advances/{advance.id}/deliver", **(handing | {"witness": "Amalia Cruz"}))
    slip = browser.get("/deliveries/1/slip.pdf")
    assert (slip.data[:5], slip.headers["X-Content-Type-Options"]) == (b"%PDF-", "nosniff")
    assert "el dinero está en mano" in post(browser, "/deliveries/1/confirm", file=photo())


def test_more_than_the_box_holds_is_refused_beside_the_box(cast, advance, signed_in):
    with transaction():
        empty = finance.create_box("Caja vacía", by=cast["fausto"], now=NOW)
    handing = {"box": empty.id, "amount": "1350", "occurred_on": "2026-11-23", "signed": "signature"}
    assert "En Caja vacía no alcanza" in post(signed_in(cast["lupita"]), f"/advances/{advance.id}/deliver", **handing)


def test_receipts_become_a_claim_that_closes(cast, handed, advance, box, signed_in):
    lupita, fausto = signed_in(cast["lupita"]), signed_in(cast["fausto"])
    assert "Alimentos" in post(lupita, f"/advances/{advance.id}/claims")
    typed = {"kind": "ticket", "category": "transport", "concept": "Pasajes", "vendor": "Colectivos",
             "issued_on": "2026-11-22", "total": "720"}  # fmt: skip
    assert "Comprobante agregado" in post(lupita, "/claims/1/receipts/new", file=photo(), **typed)
    assert "se parece a otro" in post(lupita, "/claims/1/receipts/new", **typed)
    post(lupita, "/claim-lines/4/remove")
    assert "cómo consta que viajaron" in post(lupita, "/claims/1/submit", note="")
    assert "ahora la revisa finanzas" in post(lupita, "/claims/1/submit", note="Contrarreferencia sellada")
    page(fausto, "/claims/1/review")
    assert "Diga qué falta" in post(fausto, "/claims/1/review", verdict="reject", reason="")
    assert "Aprobada" in post(fausto, "/claims/1/review", verdict="approve")
    page(fausto, "/claims/1/settle")
    assert "Comprobación cerrada" in post(fausto, "/claims/1/settle", box=box.id, returned="60")
    assert (db.session.get(Claim, 1).state, db.session.get(Advance, 1).state) == ("paid", "settled")


def test_a_cut_is_typed_with_its_reason(cast, handed, advance, signed_in):
    lupita, fausto = signed_in(cast["lupita"]), signed_in(cast["fausto"])
    post(lupita, f"/advances/{advance.id}/claims")
    post(lupita, "/claims/1/submit", note="Contrarreferencia")
    cut = {"verdict": "approve", "accepted-1": "300", "why-1": ""}
    assert 'id="why-1-said">Diga por qué se acepta menos' in post(fausto, "/claims/1/review", **cut)
    unreadable = post(fausto, "/claims/1/review", **(cut | {"accepted-1": "mucho"}))
    assert 'id="accepted-1-said"' in unreadable and 'value="mucho"' in unreadable
    assert "Aprobada" in post(fausto, "/claims/1/review", **(cut | {"why-1": "Un día menos"}))


def test_a_relacion_de_pasajes_adds_up_by_itself(cast, handed, advance, signed_in):
    lupita = signed_in(cast["lupita"])
    post(lupita, f"/advances/{advance.id}/claims")
    rides = {"rides-0-on": "2026-11-21", "rides-0-leg": "Salvador Urbina a Jaltenango", "rides-0-amount": "60",
             "rides-1-on": "2026-11-21", "rides-1-leg": "Jaltenango a Tuxtla", "rides-1-amount": "110.50"}  # fmt: skip
    said = post(lupita, "/claims/1/receipts/new", kind="relacion_de_pasajes", category="transport",
                concept="Pasajes de ida", **rides)  # fmt: skip
    assert "$170.50 MXN" in said


def test_the_xml_of_a_cfdi_fills_the_receipt(cast, handed, advance, signed_in, cfdi_xml):
    lupita = signed_in(cast["lupita"])
    post(lupita, f"/advances/{advance.id}/claims")
    said = post(lupita, "/claims/1/receipts/new", kind="ticket", category="lodging", concept="Una noche",
                file=(io.BytesIO(cfdi_xml), "factura.xml"))  # fmt: skip
    assert "Hotel Real del Valle" in said
    assert "$464.00 MXN" in said


def test_the_books_lead_to_the_picture_of_a_receipt_where_there_is_one(cast, handed, advance, signed_in, cfdi_xml):
    lupita, fausto = signed_in(cast["lupita"]), signed_in(cast["fausto"])
    post(lupita, f"/advances/{advance.id}/claims")
    post(lupita, "/claims/1/receipts/new", kind="ticket", category="lodging", concept="Una noche",
         file=(io.BytesIO(cfdi_xml), "factura.xml"))  # fmt: skip
    claim = db.session.get(Claim, 1)
    with transaction():
        ride = Paper("nota", "Chema", NOW.date(), Money(60_00))
        finance.add_receipt(claim, ride, "transport", "Pasaje", by=cast["lupita"], now=NOW)
        finance.prove_attendance(claim, "Carnet sellado", cast["lupita"])
        finance.submit_claim(claim, cast["lupita"], NOW)
        finance.approve_claim(claim, cast["fausto"], NOW)
    said = page(fausto, "/ledger")
    assert "/receipts/1/file" in said and "/receipts/2/file" not in said
    rows = [row for row in said.split("</tr>") if "/receipts/1/file" in row]
    assert rows and all(row.count("Hospedaje") == 1 for row in rows)  # the account's name says the category
    page(fausto, "/receipts/2/file", status=404)


NOVEMBER = {"fund": 0, "starts_on": "2026-11-01", "ends_on": "2026-11-30"}


def sealed(browser, **about):
    """Looks at what a report would say and seals it."""
    looked = post(browser, "/reports", **NOVEMBER, **about)
    (seen,) = re.findall(r'name="seen" value="(\w+)"', looked)
    return post(browser, "/reports", **NOVEMBER, **about, seen=seen, seal="1")


def test_the_page_shows_total_and_count_before_anything_is_sealed(cast, spend, signed_in):
    spend(85_50)
    browser = signed_in(cast["fausto"])
    assert "Todavía no se sella ningún informe." in page(browser, "/reports")
    looked = post(browser, "/reports", **NOVEMBER)
    for words in (
        "Lo que dirá el informe",
        "$85.50 MXN",
        "1 gasto · 1 caso",
        "1 comprobante sin imagen",
        "Ver los gastos, uno por uno",
        "CG-2026-0001",
    ):
        assert words in " ".join(re.sub("<[^>]+>", "", looked).split())
    assert db.session.get(SealedReport, 1) is None


def test_a_report_of_nothing_says_what_to_do_and_offers_no_seal(cast, fund, signed_in):
    looked = post(signed_in(cast["fausto"]), "/reports", **NOVEMBER)
    assert "Cambie las fechas o el fondo" in looked
    assert "Sellar el informe" not in looked


def test_what_nobody_looked_at_is_not_sealed(cast, spend, signed_in):
    spend(85_50)
    browser = signed_in(cast["fausto"])
    said = post(browser, "/reports", **NOVEMBER, seal="1", seen="otro")
    assert ("Los gastos cambiaron desde que los vio" in said, "$85.50" in said) == (True, True)
    assert db.session.get(SealedReport, 1) is None


def test_names_without_a_reason_are_refused_and_what_was_typed_stays(cast, spend, signed_in):
    spend(85_50)
    said = post(signed_in(cast["fausto"]), "/reports", **NOVEMBER, named="y", payee="Juan Pérez")
    assert "Escriba por qué el informe lleva nombres." in said
    assert 'value="Juan Pérez"' in said


def test_a_sealed_report_is_downloaded_and_verified_by_anybody(cast, spend, client, signed_in):
    spend(85_50)
    browser = signed_in(cast["fausto"])
    assert "Sellado: IR-2026-0001, $85.50 MXN." in sealed(browser)
    assert "Ya está sellado, con los mismos gastos" in post(browser, "/reports", **NOVEMBER)
    report = db.session.get(SealedReport, 1)
    assert browser.get("/reports/1.pdf").data == report.pdf
    verified = page(client, f"/verify/{report.token}")
    for words in (report.number, "$85.50 MXN", report.content_sha256, report.sha256, "vigente"):
        assert words in verified
    assert "Rosa" not in verified
    page(client, "/verify/otro", status=404)


def test_a_void_shows_on_the_page_behind_the_qr_of_both_papers(cast, spend, client, signed_in):
    spend(85_50)
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    sealed(fausto)
    assert "Usted lo selló" in page(fausto, "/reports/1")
    assert "Quien selló un informe no lo anula" in post(fausto, "/reports/1/void", reason="Me equivoqué")
    assert "Falta este dato" in post(amalia, "/reports/1/void", reason=" ")
    assert "Anulado por AN-2026-0001." in post(amalia, "/reports/1/void", reason="El fondo es otro")
    assert "ya lo anuló AN-2026-0001" in post(amalia, "/reports/1/void", reason="Otra vez")
    report = db.session.get(SealedReport, 1)
    assert "lo anuló AN-2026-0001" in page(client, f"/verify/{report.token}")
    assert "anula el informe IR-2026-0001" in page(client, f"/verify/{report.void.token}")
    assert amalia.get("/reports/1/void.pdf").data == report.void.pdf
    assert "El fondo es otro" not in page(client, f"/verify/{report.token}")  # a reason may tell more than a paper


def test_a_replaced_report_says_by_which_on_the_page_behind_its_qr(cast, spend, client, signed_in):
    browser = signed_in(cast["fausto"])
    spend(85_50)
    sealed(browser)
    spend(10_00)
    sealed(browser)
    first = db.session.get(SealedReport, 1)
    assert "lo sustituye IR-2026-0002" in page(client, f"/verify/{first.token}")
    assert "sustituido por IR-2026-0002" in page(browser, "/reports")


@pytest.mark.parametrize("kind", ["pdf", "csv", "xlsx", "zip"])
def test_whoever_takes_a_sealed_report_along_leaves_a_trace(cast, spend, aurora, signed_in, kind):
    spend(85_50)
    sealed(signed_in(cast["fausto"]))
    assert signed_in(aurora).get(f"/reports/1.{kind}").status_code == 200
    event = db.session.scalars(db.select(AuditEvent).filter_by(action="report.exported")).one()
    assert (event.by, f'"format": "{kind}"' in event.details) == (aurora.email, True)


def test_a_report_with_names_is_kept_back_once_one_of_its_cases_is_restricted(cast, spend, rosa, signed_in):
    spend(85_50)
    browser = signed_in(cast["fausto"])
    sealed(browser, named="y", names_reason="Convenio")
    assert browser.get("/reports/1.pdf").status_code == 200
    with transaction():
        rosa.restricted = True
    for kind in ("pdf", "csv", "xlsx", "zip"):
        told = browser.get(f"/reports/1.{kind}", follow_redirects=True).get_data(as_text=True)
        assert "de un caso que ahora es reservado" in told


def test_an_auditor_voids_nothing_and_a_navigator_sees_no_report(cast, spend, aurora, signed_in):
    spend(85_50)
    sealed(signed_in(cast["fausto"]))
    assert "Anular el informe" not in page(signed_in(aurora), "/reports/1")
    assert signed_in(aurora).post("/reports/1/void", data={"reason": "x"}).status_code == 403
    for path in ("/reports", "/reports/1", "/reports/1.pdf", "/reports/1.zip"):
        page(signed_in(cast["lupita"]), path, status=403)


def test_what_does_not_exist_is_not_there_for_anybody(cast, spend, signed_in):
    spend(85_50)
    browser = signed_in(cast["fausto"])
    sealed(browser)
    for path in ("/reports/9", "/reports/1.exe", "/reports/9.pdf", "/reports/1/void.pdf"):
        page(browser, path, status=404)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "beancount", "hledger", "polizas"])
def test_the_ledger_is_downloaded(cast, box, signed_in, kind):
    assert signed_in(cast["fausto"]).get(f"/reports/ledger.{kind}").status_code == 200


def test_a_restricted_case_shows_its_number_and_no_name(cast, handed, advance, rosa, signed_in):
    with transaction():
        rosa.restricted = True
    assert page(signed_in(cast["lupita"]), f"/advances/{advance.id}", status=404)
    shown = page(signed_in(cast["fausto"]), f"/advances/{advance.id}")
    assert rosa.number in shown
    assert "Juan" not in shown


def statements(browser, path):
    """How many statements a page takes, the session's own and BEGIN and PRAGMA left out."""
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    page(browser, path)
    counted = [text for text in seen if text.startswith("SELECT") and "sign_in" not in text]
    return len(counted)


def test_the_list_of_funds_takes_as_many_statements_for_five_as_for_one(cast, box, signed_in):
    browser = signed_in(cast["fausto"])
    one = statements(browser, "/funds")
    for number in range(5):
        with transaction():
            finance.create_fund(f"Fondo {number}", "Donante", by=cast["fausto"], now=NOW)
    assert statements(browser, "/funds") <= one * 2  # the first listener counts again: twice the same number


@pytest.mark.parametrize("path", ["/advances", "/claims", "/ledger", "/reports"])
def test_lists_of_money_take_at_most_six_statements(cast, handed, signed_in, path):
    assert statements(signed_in(cast["fausto"]), path) <= 6


def test_terms_that_are_refused_keep_what_was_typed_and_saved_ones_are_shown(cast, fund, rosa, signed_in):
    browser, path = signed_in(cast["fausto"]), f"/funds/{fund.id}/terms"
    refused = post(browser, path, icd10="cáncer", age_from="18", clinics="SAL")
    assert "«CÁNCER» no es de la CIE-10" in refused
    assert 'value="cáncer"' in refused
    saved = post(browser, path, icd10="C50", clinics="SAL", partida_meals="500")
    assert "Condiciones guardadas." in saved
    assert ("C50" in saved, "$500.00" in saved) == (True, True)


def test_only_who_minds_the_money_changes_terms(cast, fund, aurora, signed_in):
    for somebody in (cast["lupita"], aurora):
        assert signed_in(somebody).get(f"/funds/{fund.id}/terms").status_code == 403
        assert signed_in(somebody).post(f"/funds/{fund.id}/active").status_code == 403


def test_a_month_is_closed_on_its_page_and_opened_again_by_another(cast, handed, signed_in, frozen):
    frozen.move_to(NOW + timedelta(days=20))
    fausto, amalia = signed_in(cast["fausto"]), signed_in(cast["amalia"])
    assert "Entregas sin el recibo de quien recibió" in page(fausto, "/periods/2026-11")
    assert "Quedan pendientes" in post(fausto, "/periods/2026-11/close", in_spite="")
    closed = post(fausto, "/periods/2026-11/close", in_spite="El recibo viene en camino")
    assert "El recibo viene en camino" in closed and "sellar los informes del mes" in closed
    assert "cerrado" in page(fausto, "/periods")
    assert "otra persona" in post(fausto, "/periods/2026-11/reopen", reason="Faltó algo")
    assert "Mes abierto de nuevo" in post(amalia, "/periods/2026-11/reopen", reason="Faltó un recibo")
    assert fausto.get("/periods/2019-01").status_code == 404
    assert fausto.get("/periods/ayer").status_code == 404


def test_who_owes_proof_is_listed_and_a_restricted_case_keeps_its_name(cast, handed, rosa, signed_in):
    assert "Juan Pérez" in page(signed_in(cast["fausto"]), "/advances/outstanding")
    with transaction():
        rosa.restricted = True
    said = page(signed_in(cast["fausto"]), "/advances/outstanding")
    assert ("Juan Pérez" in said, "caso reservado" in said) == (False, True)
