"""Places, routes and rates come in by sheet under the same rules."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.cases import operations as cases
from app.cases.models import Place, Service
from app.finance.models import Rate
from app.foundation.db import db, transaction
from app.foundation.errors import Unusable
from app.travel.models import Route
from tests.moment import NOW

from .conftest import EXAMPLES, bring_in

pytestmark = pytest.mark.usefixtures("app")
PLACES = b"code,name,kind,price_per_night,beds\nSAL,Salvador Urbina,clinic,,\nJAL,Jaltenango,town,,\nALT,Albergue,lodging,50,12\n"
ROUTES = (
    "from,to,mode,fare_mxn,minutes_dry,minutes_rain,departures,days,safe_after_dark\n"
    "SAL,JAL,redilas,60,90,150,05:30;07:00,daily,no\n"
    "SAL,JAL,redilas,70,80,140,13:00,daily,no\n"
)


def example(kind):
    return (EXAMPLES / f"{kind}.csv").read_bytes()


def verdicts(kind, content):
    return [row.verdict for row in bring_in(content, kind)[1]]


def test_the_example_book_comes_in_whole_and_only_once():
    for kind, rows in (("places", 33), ("routes", 94), ("rates", 13)):
        assert verdicts(kind, example(kind)) == ["created"] * rows
        assert verdicts(kind, example(kind)) == ["unchanged"] * rows


def test_a_places_services_become_services():
    bring_in(b"code,name,kind,services\nHGM,Gomez Maza,hospital,cirugia;oncologia\n", "places")
    assert set(db.session.scalars(select(Service.name))) == {"cirugia", "oncologia"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Sin clave,town,,", "Falta code."),
        ("XX,,town,,", "Falta name."),
        ("XX,Algo,castillo,,", "kind: «castillo» no se entiende."),
        ("XX,Hotel,hotel,,3", "Un hospedaje lleva su precio por noche, aunque sea cero."),
        ("XX,Hotel,hotel,-5,3", "price_per_night: «-5» no se entiende."),
    ],
)
def test_a_place_that_cannot_be_is_refused(line, reason):
    judged = bring_in(f"code,name,kind,price_per_night,beds\n{line}\n".encode(), "places")[1][0]
    assert judged.verdict == "refused" and reason in judged.messages


def test_a_place_typed_by_hand_is_filled_where_it_was_empty_and_kept_where_it_differs():
    with transaction():
        cases.save_place("JAL", name="Jaltenango de la Paz", kind="town", now=NOW, by=None)
    judged = bring_in(b"code,name,kind,municipality\nJAL,Jalte,town,Angel Albino Corzo\n", "places")[1][0]
    place = db.session.scalar(select(Place))
    assert (judged.verdict, judged.messages) == ("updated", ["name: alguien lo cambió aquí; se dejó."])
    assert (place.name, place.municipality) == ("Jaltenango de la Paz", "Angel Albino Corzo")


def test_a_changed_price_is_written_and_a_price_that_a_person_changed_is_kept():
    bring_in(PLACES, "places")
    assert verdicts("places", PLACES.replace(b",50,12", b",60,12"))[2] == "updated"
    with transaction():
        cases.save_place("ALT", price_minor=7500, now=NOW, by=None)
    judged = bring_in(PLACES.replace(b",50,12", b",80,12"), "places")[1][2]
    assert judged.messages == ["price_per_night: alguien lo cambió aquí; se dejó."]
    assert db.session.scalar(select(Place.price_minor).where(Place.code == "ALT")) == 7500


def test_parallel_routes_are_all_kept_and_one_that_the_file_lacks_stays():
    bring_in(PLACES, "places")
    assert verdicts("routes", ROUTES.encode()) == ["created", "created"]
    assert verdicts("routes", ROUTES.encode().rsplit(b"SAL", 1)[0]) == ["unchanged"]
    assert db.session.scalar(select(func.count(Route.id))) == 2


def test_a_route_by_names_is_the_route_by_codes():
    bring_in(PLACES, "places")
    bring_in(ROUTES.encode(), "routes")
    assert verdicts("routes", ROUTES.replace("SAL,JAL", "salvador urbina,JALTENANGO").encode()) == ["unchanged"] * 2


def test_a_route_to_nowhere_is_refused():
    bring_in(PLACES, "places")
    judged = bring_in(ROUTES.replace("SAL,JAL", "SAL,LUNA").encode(), "routes")[1][0]
    assert judged.messages == ["to: «LUNA» no se entiende."]


def test_a_rates_new_amount_is_written():
    rates = b"category,unit,amount_mxn,valid_from,valid_to,note\nmeal,lunch,60,2026-01-01,2026-06-30,\n"
    bring_in(rates, "rates")
    assert verdicts("rates", rates.replace(b",60,", b",62.50,")) == ["updated"]
    rate = db.session.scalar(select(Rate))
    assert (rate.amount_minor, rate.valid_from, rate.valid_to) == (6250, date(2026, 1, 1), date(2026, 6, 30))


def test_a_rate_that_ends_before_it_begins_is_refused():
    judged = bring_in(b"category,unit,amount_mxn,valid_from,valid_to\nmeal,lunch,60,2026-07-01,2026-06-30\n", "rates")[
        1
    ][0]
    assert judged.messages == ["El último día no puede ser anterior al primero."]


@pytest.mark.parametrize("kind", ["places", "routes", "referrals", "rates"])
def test_a_sheet_without_its_columns_is_unusable(kind):
    with pytest.raises(Unusable, match="falta la columna"):
        bring_in(b"uno,dos\n1,2\n", kind)
