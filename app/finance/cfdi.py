"""CFDI 4.0 read from its XML, and its shape held against Anexo 20. The parser opens nothing outside the file.

What is held: the attributes that Anexo 20 requires of the comprobante, its issuer, receiver, lines and stamp, and their
patterns. Not held: SAT's own schema (the program does not carry it), the seals, and whether SAT knows or cancelled it.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from lxml import etree

from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money, half_up

SPACES = {
    "cfdi": "http://www.sat.gob.mx/cfd/4",
    "tfd": "http://www.sat.gob.mx/TimbreFiscalDigital",
    "implocal": "http://www.sat.gob.mx/implocal",
}
REQUIRED = {
    ".": (
        "Version", "Fecha", "Sello", "NoCertificado", "Certificado", "SubTotal", "Moneda", "Total",
        "TipoDeComprobante", "Exportacion", "LugarExpedicion",
    ),
    "cfdi:Emisor": ("Rfc", "Nombre", "RegimenFiscal"),
    "cfdi:Receptor": ("Rfc", "Nombre", "DomicilioFiscalReceptor", "RegimenFiscalReceptor", "UsoCFDI"),
    "cfdi:Conceptos/cfdi:Concepto": (
        "ClaveProdServ", "Cantidad", "ClaveUnidad", "Descripcion", "ValorUnitario", "Importe", "ObjetoImp",
    ),
    "cfdi:Complemento/tfd:TimbreFiscalDigital": (
        "Version", "UUID", "FechaTimbrado", "RfcProvCertif", "SelloCFD", "NoCertificadoSAT", "SelloSAT",
    ),
}  # fmt: skip
RFC = r"[A-Z&Ñ]{3,4}\d{6}[A-Z0-9]{2}[0-9A]"
PATTERNS = {
    "Fecha": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "FechaTimbrado": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", "Rfc": RFC,
    "RfcProvCertif": RFC, "UUID": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", "ClaveProdServ": r"\d{8}",
    "TipoDeComprobante": r"[IETNP]", "Moneda": r"[A-Z]{3}", "NoCertificado": r"\d{20}", "NoCertificadoSAT": r"\d{20}",
    "LugarExpedicion": r"\d{5}", "DomicilioFiscalReceptor": r"\d{5}", "RegimenFiscal": r"\d{3}",
    "RegimenFiscalReceptor": r"\d{3}", "ObjetoImp": r"\d\d", "Exportacion": r"\d\d",
}  # fmt: skip


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
    E, T, N or P. `payment_form`: SAT's code of how it was paid. `flaws`: attributes that are missing or malformed.
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
    series = "-".join(part for part in (root.get("Serie", ""), root.get("Folio", "")) if part)
    return Cfdi(
        stamp.get("UUID").upper(), issuer.get("Rfc", ""), issuer.get("Nombre", ""), receiver.get("Rfc", ""),
        _day(root.get("Fecha", "")), Money(half_up(exact * 100), root.get("Moneda", "")), exact, _should_be(root),
        root.get("MetodoPago", ""), root.get("FormaPago", ""), root.get("TipoDeComprobante", ""), series[:60],
        tuple(_items(root)), tuple(_flaws(root)),
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


def _flaws(root):
    """Which required attributes are missing or malformed, each once."""
    found = []
    for path, names in REQUIRED.items():
        nodes = [root] if path == "." else root.findall(path, SPACES)
        found += [path.rpartition(":")[2]] if not nodes else []
        found += [name for node in nodes for name in names if not _well_formed(name, node.get(name))]
    return dict.fromkeys(found)


def _well_formed(name: str, value: str | None) -> bool:
    return bool(value and value.strip()) and (name not in PATTERNS or bool(re.fullmatch(PATTERNS[name], value)))
