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


@pytest.mark.parametrize("name", ["Sello", "LugarExpedicion", "RegimenFiscalReceptor", "ObjetoImp", "SelloSAT"])
def test_what_anexo_20_requires_and_is_missing_is_named(name):
    assert cfdi.read(invoice(without=name)).flaws == (name,)


def test_a_malformed_rfc_is_named():
    assert cfdi.read(invoice(receiver="CES-1104")).flaws == ("Rfc",)


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
