"""What people in the sierra write back, as they write it: one line a meaning, phrases apart by a bar."""

HEARD = """
confirm: 1 | 1. | 1) | 1 gracias | SI | Sí | sí voy | Si boy | siii | si bamos | Si vamos, primero Dios | uno
confirm: Sí señorita, sí voy | si boy gracias dios la bendiga | claro que si | Si puedo ir | ahi estaremos
confirm: ai estamos | Ahí nos vemos | si dios quiere | Primero Dios sí voy | simon | yo si voy | si va a ir | si ba
confirm: Buenas tardes si vamos | hola si voy| SI VOY!! | confirmo | confirmado | opcion 1 | es 1 | el uno
confirm: Si iremos | si podemos | sip | si si | si yego | Si llegamos | asistire | bueno si voy | si mero
decline: 2 | no | NO | Noo | no boy | No puedo ir | no bamos | ya no voy a ir | no vamos a poder ir | dos | es 2
decline: no voy a poder | Buenas tardes no puedo ir | ahorita no puedo | esta vez no voy | no se va a poder | nop
decline: no puede ir | ya no va | no van a ir | ya no podemos ir | no ire | opcion 2 | no señorita no puedo
departed: 3 | ya salimos | Ya sali | ya bamos | ya vamos en camino | Vamos de camino ya | ya nos venimos | tres
departed: ya agarramos carro | ya subimos al carro | ya salieron | ya boy | ya voy en camino | ya estamos en camino
arrived: 4 | Ya yegamos | ya llegamos bien | ya llegue | llegamos con bien | ya estamos en el ospital | cuatro
arrived: ya llegamos gracias a dios | Ya estamos en Tuxtla | ya estamos en casa | ya yegue | ya llegaron
problem: 5 | hay un problema | ay problema | tenemos un problema | se poncho la llanta | no llega el carro | cinco
problem: nos dejo la camioneta | se descompuso el carro | estamos barados | no bino el carro | nos quedamos tirados
staying: 6 | me quedo | Me quedo en el ospital | se queda internada | la internaron | me van a internar | seis
staying: nos vamos a quedar | lo dejaron internado | se va a quedar | La ban a internar
no_road: No hay paso por el derrumbe | oiga no ay paso | hay bloqueo | esta bloqueado el camino | no pasa el carro
no_road: crecio el rio no podemos pasar | ay derumbe en la carretera | no hay carro hoy | el camino esta cerrado
no_road: Buenas tardes fijese que no ay camioneta | no dejan pasar | se cayo el puente | no hay combi
no_money: no tengo dinero | No tengo para el pasaje | no ajusto para el pasaje | no tenemos dinero | no ay dinero
no_money: Sí, pero no tengo dinero | no completo el pasaje | no hay paga | no traigo dinero | no tengo para pasajes
call_me: marqueme por favor | no tengo saldo | me puede marcar | Llameme porfa | hableme | ya no tengo saldo
call_me: me regresa la llamada | markeme | me marca porfa | estoy sin saldo | yameme
discharge: ALTA | ya me dieron de alta | la dieron de alta | hoy me dan de alta | ya nos dieron de alta
stop: ALTO | Alto! | baja | BAJA. | STOP
start: MENSAJES | mensajes | Mensajes.
help: ayuda | AYUDA | Ayuda!
doubt: ya no quiero ir | ya no quiero | no quiero mensajes | alto ahi | dar de baja | quiero darme de baja | ya no
doubt: 12 | 1 2 | 1 o 2 | si pero quien sabe | si no llueve | si me dan permiso | no se | quien sabe | ok | gracias
doubt: quien habla | mi prima tambien va | 7 | ? | si y no | a que hora | no se si voy | tal vez | puede que si
doubt: si puedo pero no el martes | ya me senti mejor | me da miedo | quiero cambiar la fecha | donde es | para cuando
"""


def lines() -> list[tuple[str, str]]:
    """(phrase, meaning) of every phrase above."""
    table = (line.partition(":") for line in HEARD.strip().splitlines())
    return [(phrase.strip(), meaning) for meaning, _colon, said in table for phrase in said.split("|")]
