"""A CFDI 4.0 as a small hotel sends it, complete by Anexo 20; each test changes what it is about."""

HOTEL = "5c1f0a2e-93b1-4e8c-9d0a-7b6f5e4d3c2b"


def invoice(
    *, total="464.000000", subtotal="400.00", taxes="64.00", version="4.0", uuid=HOTEL, receiver="CES110427TZ1",
    day="2026-11-20", currency="MXN", kind="I", method="PUE", form="03", code="90111501", stamped=True, prolog="",
    without="",
) -> bytes:  # fmt: skip
    """`without`: an attribute that is left out everywhere."""
    stamp = (
        '<cfdi:Complemento><tfd:TimbreFiscalDigital xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital" Version="1.1" '
        f'UUID="{uuid}" FechaTimbrado="{day}T12:00:05" RfcProvCertif="SAT970701NN3" SelloCFD="c2VsbG8=" '
        'NoCertificadoSAT="00001000000509846663" SelloSAT="c2VsbG8="/></cfdi:Complemento>'
    )
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<cfdi:Comprobante xmlns:cfdi="http://www.sat.gob.mx/cfd/4" '
        f'Version="{version}" Serie="A" Folio="1041" Fecha="{day}T12:00:00" Sello="c2VsbG8=" FormaPago="{form}" '
        'NoCertificado="00001000000504465028" Certificado="Y2VydA==" '
        f'SubTotal="{subtotal}" Moneda="{currency}" Total="{total}" TipoDeComprobante="{kind}" Exportacion="01" '
        f'MetodoPago="{method}" LugarExpedicion="29000">'
        '<cfdi:Emisor Rfc="HRV010101AB1" Nombre="Hotel Real del Valle" RegimenFiscal="601"/>'
        f'<cfdi:Receptor Rfc="{receiver}" Nombre="COMPAÑEROS EN SALUD" DomicilioFiscalReceptor="30370" '
        'RegimenFiscalReceptor="603" UsoCFDI="G03"/>'
        f'<cfdi:Conceptos><cfdi:Concepto ClaveProdServ="{code}" Cantidad="1" ClaveUnidad="E48" '
        f'Descripcion="Una noche, cuarto doble" ValorUnitario="{subtotal}" Importe="{subtotal}" ObjetoImp="02"/>'
        f'</cfdi:Conceptos><cfdi:Impuestos TotalImpuestosTrasladados="{taxes}"/>{stamp if stamped else ""}'
        "</cfdi:Comprobante>"
    )
    return _left_out(text, without).encode()


def _left_out(text: str, name: str) -> str:
    before, mark, after = text.partition(f' {name}="') if name else (text, "", "")
    return before + after.partition('"')[2] if mark else text
