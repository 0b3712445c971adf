"""CFDI 4.0 read from its XML, and held against SAT's schema. The parser opens nothing outside the file.

Not held: the seals, and whether SAT knows the invoice or has it as cancelled: that somebody looks up by hand.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, half_up

from . import cfdi_schema

SPACES = {
    "cfdi": "http://www.sat.gob.mx/cfd/4",
    "tfd": "http://www.sat.gob.mx/TimbreFiscalDigital",
    "implocal": "http://www.sat.gob.mx/implocal",
}
RFC = r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]"


@dataclass(frozen=True)
class Item:
    """One line of a CFDI: SAT's code of what was sold, its words, its amount."""

    code: str
    words: str
    amount: Decimal


@dataclass(frozen=True)
class Cfdi:
    """What a claim needs of it. `method` is PUE, or PPD: paid later, waits for its complement.

    `should_be`: SubTotal − Descuento + taxes, exactly; `exact`: its Total as written, `total` in centavos. `kind`: I,
    E, T, N or P. `payment_form`: SAT's code of how it was paid. `flaws`: in what it breaks SAT's schema. `unlisted`:
    codes that our copy of SAT's catalogues lacks, which grow.
    """

    uuid: str
    issuer_rfc: str
    issuer: str
    receiver_rfc: str
    issued_on: date
    total: Money
    exact: Decimal
    should_be: Decimal
    method: str
    payment_form: str
    kind: str
    folio: str
    items: tuple[Item, ...]
    flaws: tuple[str, ...]
    unlisted: tuple[str, ...] = ()


def read(content: bytes) -> Cfdi:
    """Refused: not XML, not a CFDI 4.0, without its stamp, an amount or a day that is none. Total: half up."""
    root = _root(content)
    stamp = root.find("cfdi:Complemento/tfd:TimbreFiscalDigital", SPACES)
    issuer, receiver = root.find("cfdi:Emisor", SPACES), root.find("cfdi:Receptor", SPACES)
    if root.get("Version") != "4.0" or issuer is None or receiver is None:
        raise Refused(
            _("Ese XML no es un CFDI 4.0: pida al proveedor el XML de su factura, en la versión 4.0."), "file"
        )
    if stamp is None or not stamp.get("UUID"):
        says = _("El CFDI no está timbrado: le falta su folio fiscal. Pida al proveedor el XML ya timbrado.")
        raise Refused(says, "file")
    exact = _amount(root, "Total")
    if exact <= 0:
        raise Refused(_("El total del CFDI no es una cantidad por pagar."), "file")
    held = cfdi_schema.held_against(root)
    series = "-".join(part for part in (root.get("Serie", ""), root.get("Folio", "")) if part)
    return Cfdi(
        stamp.get("UUID").upper(), issuer.get("Rfc", ""), issuer.get("Nombre", ""), receiver.get("Rfc", ""),
        _day(root.get("Fecha", "")), Money(half_up(exact * 100), root.get("Moneda", "")), exact, _should_be(root),
        root.get("MetodoPago", ""), root.get("FormaPago", ""), root.get("TipoDeComprobante", ""), series[:60],
        tuple(_items(root)), held.flaws, held.unlisted,
    )  # fmt: skip


def _root(content: bytes):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as broken:
        raise Refused(_("El XML está incompleto o dañado: descárguelo otra vez y súbalo."), "file") from broken
    if root.getroottree().docinfo.doctype or etree.QName(root) != etree.QName(SPACES["cfdi"], "Comprobante"):
        raise Refused(
            _("Ese XML no es un CFDI 4.0: pida al proveedor el XML de su factura, en la versión 4.0."), "file"
        )
    return root


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as impossible:
        raise Refused(_("La fecha del CFDI no existe: pida al proveedor otro XML."), "file") from impossible


def _amount(node, name: str) -> Decimal:
    """An attribute's amount, up to six decimals; absent, zero. Refused: anything else."""
    try:
        amount = Decimal(node.get(name, "0"))
    except InvalidOperation as unreadable:
        raise Refused(_("%(name)s del CFDI no es una cantidad.", name=name), "file") from unreadable
    if not amount.is_finite() or not Decimal(0) <= amount < Decimal(10) ** 12:
        raise Refused(_("%(name)s del CFDI no es una cantidad.", name=name), "file")
    return amount


def _should_be(root) -> Decimal:
    """Anexo 20: subtotal, less discount, plus taxes passed on, less those held back, local ones too."""
    total = _amount(root, "SubTotal") - _amount(root, "Descuento")
    taxes = root.find("cfdi:Impuestos", SPACES)
    if taxes is not None:
        total += _amount(taxes, "TotalImpuestosTrasladados") - _amount(taxes, "TotalImpuestosRetenidos")
    local = root.find("cfdi:Complemento/implocal:ImpuestosLocales", SPACES)
    if local is not None:
        total += _amount(local, "TotaldeTraslados") - _amount(local, "TotaldeRetenciones")
    return total


def _items(root):
    for node in root.iterfind("cfdi:Conceptos/cfdi:Concepto", SPACES):
        yield Item(node.get("ClaveProdServ", ""), node.get("Descripcion", ""), _amount(node, "Importe"))
