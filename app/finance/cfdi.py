"""CFDI 4.0 read from its XML: the folio fiscal, both RFCs, total, day. The parser opens nothing outside the file."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, half_up

SPACES = {"cfdi": "http://www.sat.gob.mx/cfd/4", "tfd": "http://www.sat.gob.mx/TimbreFiscalDigital"}


@dataclass(frozen=True)
class Cfdi:
    """What a claim needs of it. `method` is PUE, or PPD: paid later, waits for its complement."""

    uuid: str
    issuer_rfc: str
    issuer: str
    receiver_rfc: str
    issued_on: date
    total: Money
    method: str
    kind: str


def read(content: bytes) -> Cfdi:
    """Refused: not XML, not a CFDI 4.0, without its stamp, a total that is no amount. Up to six decimals, half up."""
    root = _root(content)
    stamp = root.find("cfdi:Complemento/tfd:TimbreFiscalDigital", SPACES)
    issuer, receiver = root.find("cfdi:Emisor", SPACES), root.find("cfdi:Receptor", SPACES)
    if root.get("Version") != "4.0" or issuer is None or receiver is None:
        raise Refused(_("Ese XML no es un CFDI 4.0."), "file")
    if stamp is None or not stamp.get("UUID"):
        raise Refused(_("El CFDI no está timbrado: le falta su folio fiscal."), "file")
    return Cfdi(
        stamp.get("UUID").upper(), issuer.get("Rfc", ""), issuer.get("Nombre", ""), receiver.get("Rfc", ""),
        _day(root.get("Fecha", "")), _total(root), root.get("MetodoPago", ""), root.get("TipoDeComprobante", ""),
    )  # fmt: skip


def _root(content: bytes):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise Refused(_("El XML está incompleto o dañado."), "file") from broken
    if root.getroottree().docinfo.doctype or etree.QName(root).namespace != SPACES["cfdi"]:
        raise Refused(_("Ese XML no es un CFDI 4.0."), "file")
    return root


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as impossible:
        raise Refused(_("La fecha del CFDI no existe."), "file") from impossible


def _total(root) -> Money:
    try:
        amount = Decimal(root.get("Total", "x"))
    except InvalidOperation as unreadable:
        raise Refused(_("El total del CFDI no es una cantidad."), "file") from unreadable
    if not amount.is_finite() or not Decimal(0) < amount < Decimal(10) ** 12:
        raise Refused(_("El total del CFDI no es una cantidad."), "file")
    return Money(half_up(amount * 100), root.get("Moneda", "MXN"))
