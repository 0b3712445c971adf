"""The driver's sheet: a vehicle and a day in the order of the stops, with first names and phones.

Of a restricted case it says how many and where, and nobody's name or phone; a place that reveals is its city (P9), and
the office tells the driver the door. In type that is read at arm's length.
"""

from datetime import datetime

from app.cases.models import Person, Place
from app.cases.spellings.phones import read_aloud
from app.coordination import reads
from app.finance.letterhead import letterhead
from app.foundation.clock import to_local
from app.foundation.paper import BOLD, INK, MUTED, Sheet
from app.messaging.tongues import TONGUES
from app.messaging.wording import capitalised, first_name
from app.travel import queries as travel
from app.travel.models import Leg, VehicleRide, VehicleRun

ROW, ROWS = 50.0, 9  # height of a stop, and how many a page holds
TITLES = {"there": "Recorrido de ida", "home": "Recorrido de regreso"}


def draw(run: VehicleRun) -> bytes:
    """The PDF: equal for equal runs. Who no longer rides is left out."""
    rides = [ride for ride in run.rides if travel.still_rides(ride)]
    stops = [(ride.gets_on_at, False, ride) for ride in rides] + [(ride.gets_off_at, True, ride) for ride in rides]
    stops.sort(key=lambda stop: (stop[0], not stop[1], stop[2].id))  # who gets off makes room first
    phones = reads.people_with_phones({ride.trip.case.patient_id for ride in rides})
    sheet = Sheet(f"{run.vehicle.name} {run.on_day}", "Acompaña", pages=max(1, -(-len(stops) // ROWS)))
    sheet.letterhead(letterhead(), TITLES[run.direction], capitalised(TONGUES["es"].full_day(run.on_day)))
    y = _head(sheet, run)
    on_board = 0
    for position, (at, off, ride) in enumerate(stops):
        if position and position % ROWS == 0:
            sheet.footer(run.vehicle.name)
            sheet.next_page()
            y = sheet.height - 60
        on_board += -ride.seats if off else ride.seats
        y = _stop(sheet, y, at, off, ride, on_board, phones[ride.trip.case.patient_id])
    _ending(sheet, y)
    sheet.footer(f"{run.vehicle.name} · {run.vehicle.driver}")
    return sheet.finished()


def _head(sheet: Sheet, run: VehicleRun) -> float:
    y = sheet.top - 14
    sheet.text(sheet.left, y, f"{run.vehicle.name}  {run.vehicle.plate}", font=BOLD, size=18)
    sheet.text(sheet.left, y - 18, f"Maneja {run.vehicle.driver}.", size=12)
    leaves, home = travel.leave_home([run]).get(run.id), run.vehicle.home.name
    hour = f" a las {to_local(leaves):%H:%M}" if leaves else ""
    sheet.text(sheet.left, y - 36, f"Sale{hour} de {home}.", font=BOLD, size=13)
    kilometres = f"Alrededor de {run.metres / 1000:.0f} km, ida y vuelta a {home}."
    sheet.text(sheet.left, y - 51, kilometres, size=11)
    sheet.rule(sheet.left, y - 60, sheet.right, INK, 1)
    return y - 84


def _stop(
    sheet: Sheet, y: float, at: datetime, off: bool, ride: VehicleRide, on_board: int, patient: Person
) -> float:  # fmt: skip
    leg = next(leg for leg in ride.trip.legs if leg.mode == "vehicle" and leg.direction == ride.direction)
    place = leg.destination if off else leg.origin
    hides = ride.trip.case.restricted
    where = place.city_name if place.reveals else place.name
    names = [] if hides else [first_name(seat.traveller.name) for seat in leg.seats]
    sheet.box(sheet.left, y - 6, 14, 14, None, INK)
    sheet.text(sheet.left + 24, y - 5, f"{to_local(at):%H:%M}", font=BOLD, size=18)
    sheet.text(
        sheet.left + 88, y, f"{'BAJAN' if off else 'SUBEN'} {ride.seats} en {where}", font=BOLD, size=13, width=345
    )
    chairs = travel.chairs_on(leg)
    who = [", ".join(names), f"{chairs} en silla de ruedas" if chairs else ""]
    if not off:
        phone = next((line.phone.number for line in patient.phones if line.phone.number and not line.ended_on), "")
        who += [_corner(leg), f"tel. {read_aloud(phone)}" if phone and not hides else ""]
    who += [_door(place)]
    sheet.text(sheet.left + 88, y - 17, " · ".join(part for part in who if part), size=12, width=420)
    sheet.text(sheet.right, y, f"a bordo: {on_board}", size=11, colour=MUTED, align="right")
    sheet.rule(sheet.left, y - 28, sheet.right)
    return y - ROW


def _corner(leg: Leg) -> str:
    """Where they wait, if that is not simply the place."""
    return leg.meeting_point if leg.meeting_point and leg.meeting_point != leg.origin.name else ""


def _door(place: Place) -> str:
    return "a qué puerta: pregunte en la oficina" if place.reveals else ""


def _ending(sheet: Sheet, y: float) -> None:
    base = max(70.0, y - 70)
    for position, words in enumerate(("Kilometraje al salir", "Kilometraje al volver", "Firma del chofer")):
        sheet.to_sign(sheet.left + position * 176, base, 156, words, size=12)
