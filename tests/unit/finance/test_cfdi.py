"""A CFDI read from its XML; what is none is refused in words, and nothing outside the file is opened."""

from datetime import date

import pytest

from app.finance import cfdi
from app.foundation.errors import Refused
from app.foundation.money import Money
from tests.cfdi import invoice


def test_what_a_claim_needs_is_read():
    read = cfdi.read(invoice(total="464.005000", method="PPD"))
    assert (read.uuid, read.issued_on, read.total, read.method) == (
        "5C1F0A2E-93B1-4E8C-9D0A-7B6F5E4D3C2B", date(2026, 11, 20), Money(464_01), "PPD",
    )  # fmt: skip


def test_a_complete_one_has_no_flaw():
    assert cfdi.read(invoice()).flaws == ()


REQUIRED = [("Sello", "Comprobante"), ("LugarExpedicion", "Comprobante"), ("RegimenFiscalReceptor", "Receptor"),
            ("ObjetoImp", "Concepto"), ("SelloSAT", "TimbreFiscalDigital")]  # fmt: skip


@pytest.mark.parametrize(("name", "element"), REQUIRED)
def test_what_sats_schema_requires_and_is_missing_is_named(name, element):
    assert cfdi.read(invoice(without=name)).flaws == (f"falta {name} en {element}",)


def changed(old, new):
    """The hotel's CFDI with something else in one place."""
    assert old.encode() in invoice()
    return invoice().replace(old.encode(), new.encode(), 1)


@pytest.mark.parametrize(
    ("old", "new", "flaw"),
    [
        ('Rfc="CES110427TZ1"', 'Rfc="CES-1104"', "Rfc de Receptor está mal escrito"),
        ('Moneda="MXN"', 'Moneda="PESO"', "Moneda «PESO» no está en el catálogo del SAT"),
        ('FormaPago="03"', 'FormaPago="3"', "FormaPago «3» no está en el catálogo del SAT"),
        ('Cantidad="1"', 'Cantidad="una"', "Cantidad de Concepto está mal escrito"),
        ('ValorUnitario="400.00"', 'ValorUnitario="400.1234567"', "ValorUnitario de Concepto está mal escrito"),
        ('Serie="A"', 'Serie="A" Propina="1"', "Propina no existe en Comprobante"),
        ('Trasladados="64.00"/>', 'Trasladados="64.00"><cfdi:Traslados/></cfdi:Impuestos>',
         "a Traslados le falta Traslado"),
        ("<cfdi:Complemento>", "<cfdi:Conceptos/><cfdi:Complemento>", "Conceptos no va ahí, sino Complemento / Addenda"),
    ],
)  # fmt: skip
def test_what_breaks_sats_schema_is_said_in_words(old, new, flaw):
    assert flaw in cfdi.read(changed(old, new)).flaws


def test_a_code_that_our_copy_of_a_growing_catalogue_lacks_is_told_apart_and_is_no_flaw():
    read = cfdi.read(changed('ClaveProdServ="90111501"', 'ClaveProdServ="99999999"'))
    assert (read.flaws, read.unlisted) == ((), ("ClaveProdServ 99999999",))


AIRLINE = '<a:Aerolineas xmlns:a="http://www.sat.gob.mx/aerolineas" Version="1.0" TUA="90.00"/></cfdi:Complemento>'
ADDENDA = "</cfdi:Complemento><cfdi:Addenda><pedido>7</pedido></cfdi:Addenda>"


@pytest.mark.parametrize("besides", [AIRLINE, ADDENDA], ids=["complement", "addenda"])
def test_what_a_supplier_adds_by_another_schema_is_left_aside(besides):
    assert cfdi.read(changed("</cfdi:Complemento>", besides)).flaws == ()


def test_a_file_cannot_name_a_schema_for_us_to_open(tmp_path):
    """The validator follows such a hint to any file or address; with this one it would call the Serie a number."""
    trap = tmp_path / "trap.xsd"
    trap.write_text('<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:trap"><broken')
    hint = f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:trap {trap.as_uri()}"'
    assert cfdi.read(changed('Serie="A"', f'{hint} Serie="A"')).flaws == ()


def test_a_hotels_local_tax_is_held_against_its_own_schema():
    local = '<i:ImpuestosLocales xmlns:i="http://www.sat.gob.mx/implocal" version="1.0" TotaldeTraslados="8.00"/>'
    (flaw,) = cfdi.read(changed("</cfdi:Complemento>", f"{local}</cfdi:Complemento>")).flaws
    assert flaw == "falta TotaldeRetenciones en ImpuestosLocales"


def test_taxes_and_discounts_make_the_total():
    read = cfdi.read(invoice(subtotal="400.00", taxes="64.00"))
    assert read.should_be == read.exact


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (invoice(version="3.3"), "no es un CFDI 4.0"),
        (invoice(stamped=False), "no está timbrado"),
        (invoice(total="mucho"), "no es una cantidad"),
        (invoice(total="NaN"), "no es una cantidad"),
        (invoice(total="-5"), "no es una cantidad"),
        (invoice(total="0"), "no es una cantidad"),
        (invoice(taxes="1e99"), "no es una cantidad"),
        (invoice(day="2026-13-40"), "La fecha del CFDI no existe"),
        (invoice()[:120], "incompleto o dañado"),
        (b'<?xml version="1.0"?><factura/>', "no es un CFDI 4.0"),
        (invoice(prolog=BOMB), "no es un CFDI 4.0"),
        (invoice(prolog=OUTSIDE), "no es un CFDI 4.0"),
    ],
    ids=["version", "unstamped", "words", "nan", "negative", "zero", "huge", "day", "cut", "other", "bomb", "outside"],
)
def test_what_is_no_cfdi_is_refused_beside_the_file(content, says):
    with pytest.raises(Refused, match=says) as refusal:
        cfdi.read(content)
    assert refusal.value.field == "file"
