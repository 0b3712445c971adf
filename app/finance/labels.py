"""Money's codes in the words of the screen (PRACTICE: apoyo entregado, cierre de comprobación…)."""

from app.foundation.language import _l

CATEGORIES = {
    "transport": _l("Transporte"),
    "lodging": _l("Hospedaje"),
    "meals": _l("Alimentos"),
    "stipend": _l("Apoyo al familiar"),
    "medicine": _l("Medicinas y estudios"),
    "other": _l("Otros"),
    "sms": _l("Mensajes"),
}
LINE_KINDS = {"fixed": _l("apoyo fijo"), "to_prove": _l("por comprobar")}
RECEIPTS = {
    "cfdi": _l("CFDI (factura)"),
    "nota": _l("Nota"),
    "ticket": _l("Ticket"),
    "recibo_sin_factura": _l("Recibo sin factura"),
    "relacion_de_pasajes": _l("Relación de pasajes"),
}
SAT_STATUSES = {"in_force": _l("vigente"), "cancelled": _l("cancelado")}
BUDGETS = {"draft": _l("por autorizar"), "approved": _l("autorizado"), "released": _l("liberado")}
ADVANCES = {
    "draft": _l("por autorizar"),
    "approved": _l("autorizado, por entregar"),
    "paid": _l("entregado, por comprobar"),
    "settled": _l("cerrado"),
    "cancelled": _l("cancelado"),
}
CLAIMS = {
    "draft": _l("en captura"),
    "submitted": _l("por revisar"),
    "approved": _l("aprobada, por cerrar"),
    "rejected": _l("devuelta"),
    "paid": _l("cerrada"),
}
DIRECT = {
    "quoted": _l("por autorizar"),
    "authorised": _l("autorizado, por pagar"),
    "paid": _l("pagado, falta el CFDI"),
    "closed": _l("cerrado con su CFDI"),
    "cancelled": _l("cancelado"),
}
CAPS = {
    "case": _l("Por caso"),
    "trip": _l("Por viaje"),
    "night": _l("Por noche de hospedaje"),
    "category": _l("De un rubro, por viaje"),
}
FUNDS = {"prepaid": _l("prepagado"), "reimbursable": _l("reembolsable")}
CORRECTIONS = {
    "reversal": _l("Reverso"),
    "reclass": _l("Cambio de rubro o de fondo"),
    "cash_adjust": _l("Ajuste de arqueo"),
    "bank_charge": _l("Cargo o abono del banco"),
}
CORRECTION_STATES = {"asked": _l("por confirmar"), "posted": _l("asentada"), "declined": _l("no procedió")}
CUSTODIANS = {
    "box": _l("Caja de oficina"),
    "bank": _l("Cuenta de banco"),
    "driver": _l("Chofer"),
    "clinician": _l("Médica/o pasante"),
    "liaison": _l("Enlace"),
}
SIGNATURES = {
    "signature": _l("Firma"),
    "thumbprint": _l("Huella, con testigo"),
    "a_ruego": _l("A ruego, con testigo"),
}
CHANNELS = {
    "cash": _l("En efectivo"),
    "transfer": _l("Transferencia a su cuenta o tarjeta"),
    "giro": _l("Giro (tienda, Telecomm)"),
}
CAUSES = {
    "death": _l("fallecimiento"),
    "loss": _l("pérdida de los comprobantes o del dinero"),
    "robbery": _l("robo o asalto"),
    "other": _l("otra causa"),
}
ENTRIES = {
    "opening": _l("Saldo inicial"),
    "donation": _l("Donativo"),
    "cash_move": _l("Traspaso de efectivo"),
    "delivery": _l("Apoyo entregado"),
    "claim": _l("Comprobación aprobada"),
    "return": _l("Devolución"),
    "difference": _l("Diferencia"),
    "reversal": _l("Reverso"),
    "reclass": _l("Reclasificación"),
    "cash_adjust": _l("Ajuste de caja o de banco"),
    "text_cost": _l("Costo de mensajes"),
}
ACCOUNTS = {
    "box": _l("Cajas y custodios"),
    "bank": _l("Bancos"),
    "fund": _l("Fondos disponibles"),
    "applied": _l("Fondos aplicados"),
    "advance": _l("Apoyos por comprobar"),
    "payable": _l("Por pagar"),
    "expense": _l("Gastos"),
}
FIGURES = {
    "estimated": _l("Estimado"),
    "committed": _l("Comprometido"),
    "advanced": _l("Entregado"),
    "spent": _l("Gastado"),
    "approved": _l("Aprobado"),
    "reimbursed": _l("Reembolsado"),
}
RATES = {
    ("meal", "breakfast"): _l("Desayuno"),
    ("meal", "lunch"): _l("Comida"),
    ("meal", "dinner"): _l("Cena"),
    ("stipend", "companion_day"): _l("Apoyo al familiar, por día"),
    ("lodging", "night_ceiling"): _l("Tope por noche y cuarto"),
    ("transport", "vehicle_km"): _l("Vehículo del programa, por km"),
    ("sms", "segment"): _l("Mensaje, por segmento"),
    ("limit", "ticket"): _l("Tope: ticket o nota sin factura"),
    ("limit", "voucher"): _l("Tope: recibo sin factura"),
    ("limit", "ride"): _l("Tope: cada pasaje de una relación"),
    ("exchange", "usd_100"): _l("Tipo de cambio: 100 dólares (USD)"),
}
