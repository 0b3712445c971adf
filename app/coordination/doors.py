"""The doors to what is set up once or looked at now and then: (room, ((endpoint, label, what for), …))."""

from app.foundation.language import _l

ROOMS = (
    (_l("Gente y lugares"), (
        ("accounts.people", _l("Personas del equipo"), _l("Quién entra y con qué papel")),
        ("cases.places", _l("Lugares"), _l("Clínicas, hospitales, hospedajes, pueblos")),
        ("cases.acompanantes", _l("Acompañantes"), _l("Promotoras de cada comunidad: recados y visitas")),
        ("cases.services", _l("Servicios"), _l("Cuánto dura cada visita y cómo prepararse")),
        ("cases.restricted_cases", _l("Casos reservados"), _l("Que existen y quién los ha visto")),
    )),
    (_l("Viajes"), (
        ("travel.route_book", _l("Libro de rutas"), _l("Salidas, pasajes y tiempos")),
        ("coordination.notices", _l("Avisos de ruta"), _l("Derrumbes y bloqueos: a qué viajes les toca")),
        ("coordination.hospital_week_page", _l("Semana por hospital"), _l("A quién espera cada hospital, y si llega")),
        ("coordination.vehicle_day", _l("Vehículos del día"), _l("Quién va con quién, y la hoja del chofer")),
        ("coordination.vehicles", _l("Vehículos"), _l("Los del programa: lugares, chofer, costo por km")),
        ("travel.beds", _l("Camas"), _l("Quién duerme dónde cada noche")),
        ("imports.batches", _l("Importar una hoja"), _l("Referencias, lugares, rutas o tarifas")),
        ("imports.review", _l("Filas por revisar"), _l("Lo que una hoja traía mal")),
    )),
    (_l("Dinero"), (
        ("finance.funds", _l("Fondos"), _l("Cuánto queda y qué presupuestos esperan")),
        ("finance.advances", _l("Apoyos"), _l("Pedidos, autorizados y entregados")),
        ("finance.claims", _l("Comprobaciones"), _l("En captura, por revisar y por cerrar")),
        ("finance.outstanding", _l("Quién debe comprobar"), _l("Dinero entregado, por persona y antigüedad")),
        ("finance.unsigned", _l("Papeles por firmar"), _l("Recibos y actas a los que les falta la firma")),
        ("finance.direct_payments", _l("Pagos directos"), _l("Laboratorio, farmacia, hotel: de la cotización al CFDI")),
        ("finance.boxes", _l("Cajas y custodios"), _l("Quién tiene efectivo y hasta cuánto")),
        ("finance.my_cash", _l("Mi efectivo"), _l("Lo que usted lleva, y lo que le toca confirmar")),
        ("finance.rates", _l("Tarifas"), _l("Comidas, apoyo al familiar, topes, con fecha")),
        ("coordination.forecast", _l("Hasta cuándo alcanza"), _l("Dinero, camas y lugares, 13 semanas")),
        ("coordination.text_costs", _l("Lo que cuestan los mensajes"), _l("Mes a mes: por fondo, clase y caso")),
    )),
    (_l("Cierre y libro"), (
        ("finance.periods", _l("Cierre de mes"), _l("Qué falta y por dónde seguir; los meses cerrados")),
        ("finance.counts", _l("Arqueos de caja"), _l("Contar cada caja y compararla con el libro")),
        ("finance.banks", _l("Conciliar con el banco"), _l("El estado de cuenta junto al libro")),
        ("finance.corrections", _l("Correcciones del libro"), _l("Reversos y cambios de rubro o de fondo")),
        ("finance.reports", _l("Informes"), _l("Informes de reembolso, y el libro para otros programas")),
        ("finance.journal", _l("Libro diario"), _l("Cada asiento, en orden")),
        ("finance.accounts", _l("Catálogo de cuentas"), _l("Qué tiene y qué debe cada cuenta")),
    )),
    (_l("Mensajes"), (
        ("messaging.inbox", _l("Mensajes"), _l("Lo que contestan las familias")),
        ("coordination.calls", _l("Llamadas por hacer"), _l("A quién hay que llamar, y qué decirle")),
        ("messaging.outgoing", _l("Lo que mandamos"), _l("Lo que se envió y lo que no llegó")),
        ("texts.policy", _l("Qué se avisa y cuándo"), _l("Las líneas de los avisos, y los que se proponen")),
        ("texts.words", _l("Las palabras"), _l("Cada mensaje, en cada lengua")),
        ("messaging.simulator", _l("Simulador"), _l("Los teléfonos de la demostración")),
    )),
)  # fmt: skip
