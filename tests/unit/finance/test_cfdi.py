"""A CFDI read from its XML; what is none is refused in words, and nothing outside the file is opened."""

from datetime import date

import pytest

from app.finance import cfdi
from app.foundation.errors import Refused
from app.foundation.money import Money

STAMP = (
    '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" '
    'UUID="5c1f0a2e-93b1-4e8c-9d0a-7b6f5e4d3c2b"/></cfdi:Complemento>'
)


def invoice(total="464.005000", version="4.0", stamp=STAMP, prolog=""):
    return (
        f'<?xml version="1.0"?>{prolog}<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" Version="{version}" '
        f'Fecha="2026-11-20T23:59:59" Total="{total}" Moneda="MXN" TipoDeComprobante="I" MetodoPago="PPD">'
        '<cfdi:Emisor Rfc="HRV010101AB1" Nombre="Hotel"/><cfdi:Receptor Rfc="CES1104276Z1"/>'
        f"{stamp}</cfdi:Comprobante>"
    ).encode()


def test_what_a_claim_needs_is_read():
    read = cfdi.read(invoice())
    assert (read.uuid, read.issued_on, read.total, read.method) == (
        "5C1F0A2E-93B1-4E8C-9D0A-7B6F5E4D3C2B", date(2026, 11, 20), Money(464_01), "PPD",
    )  # fmt: skip


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (invoice(version="3.3"), "no es un CFDI 4.0"),
        (invoice(stamp=""), "no está timbrado"),
        (invoice(total="mucho"), "no es una cantidad"),
        (invoice(total="NaN"), "no es una cantidad"),
        (invoice(total="-5"), "no es una cantidad"),
        (invoice()[:120], "incompleto o dañado"),
        (b'<?xml version="1.0"?><factura/>', "no es un CFDI 4.0"),
        (invoice(prolog=BOMB), "no es un CFDI 4.0"),
        (invoice(prolog=OUTSIDE), "no es un CFDI 4.0"),
    ],
    ids=["version", "unstamped", "words", "nan", "negative", "cut", "other", "bomb", "outside"],
)
def test_what_is_no_cfdi_is_refused_beside_the_file(content, says):
    with pytest.raises(Refused, match=says) as refusal:
        cfdi.read(content)
    assert refusal.value.field == "file"
