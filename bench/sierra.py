"""Books of any size that look like the Sierra: villages far apart, market towns, cities with hospitals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import hypot
from random import Random

from app.travel.book import Alert, Book, BookPlace, BookRoute, PlannerSettings
from app.travel.planner import Question
from app.travel.timetable import Departures, parse_days, parse_departures

KM_APART = 9.0  # neighbouring villages, in a straight line
FIRST_DAY = date(2026, 11, 2)
DAYS = 28
ANYTIME = Departures(anytime=True)


@dataclass
class Spot:
    """A place on the map, in kilometres from the corner."""

    code: str
    kind: str
    x: float
    y: float

    def km(self, other: "Spot") -> float:
        return hypot(self.x - other.x, self.y - other.y)


class Sierra:
    """One in ten places is a market town, one in a hundred (two at least) a city with hospital and albergue."""

    def __init__(self, size: int, seed: int = 1, beside: int = 1):
        """`beside`: houses in the town of each hospital."""
        self.rng = Random(seed * 100_003 + size)
        self.routes: list[BookRoute] = []
        cities = max(2, size // 100)
        spots = self._scattered(size - 2 * cities)
        self.cities, self.towns = spots[:cities], spots[cities : cities + max(3, size // 10)]
        self.villages = spots[len(self.cities) + len(self.towns) :]
        self.hospitals = [Spot(f"H{city.code}", "hospital", city.x, city.y) for city in self.cities]
        self.houses = [Spot(f"A{city.code}", "lodging", city.x, city.y) for city in self.cities]
        self._link()
        for number in range(2, beside + 1):
            self._more_houses(number)
        self.book = Book({s.code: self._place(s) for s in self._spots()}, tuple(self.routes), PlannerSettings())

    def questions(self, count: int, home: bool = False) -> list[Question]:
        """From villages to hospitals (or home from there), in the morning of some day of November."""
        return [self._question(home) for _ in range(count)]

    def _question(self, home: bool) -> Question:
        village, hospital = self.rng.choice(self.villages).code, self.rng.choice(self.hospitals).code
        day = FIRST_DAY + timedelta(days=self.rng.randrange(7, DAYS - 7))
        zone = self.book.settings.zone
        at = datetime(day.year, day.month, day.day, self.rng.choice((7, 8, 9, 11, 13)), self.rng.choice((0, 30)))
        if home:
            ready = at.replace(tzinfo=zone) + timedelta(hours=4)
            return Question(hospital, village, ready_at=ready, estimates=False)
        return Question(village, hospital, arrive_by=at.replace(tzinfo=zone), estimates=False)

    def _spots(self) -> list[Spot]:
        return [*self.cities, *self.towns, *self.villages, *self.hospitals, *self.houses]

    def _scattered(self, count: int) -> list[Spot]:
        side = KM_APART * count**0.5
        return [Spot(f"P{n}", "town", self.rng.random() * side, self.rng.random() * side) for n in range(count)]

    def _place(self, spot: Spot) -> BookPlace:
        if spot.kind == "lodging":
            return BookPlace(spot.code, spot.code, "lodging", self.rng.choice((0, 50_00, 90_00, 120_00)))
        return BookPlace(spot.code, spot.code, spot.kind)

    def _link(self) -> None:
        for city, hospital, house in zip(self.cities, self.hospitals, self.houses, strict=True):
            for one, other in ((city, hospital), (city, house)):
                self._both(one, other, "colectivo", 11_00, 25, ("06:00-20:00/20",), safe=True)
                self._both(one, other, "taxi", 35_00, 15, ("any",), safe=True)
            self._both(hospital, house, "walk", 0, 35, ("any",), safe=False)
            for near in self._nearest(city, self.cities, 3):
                self._road(city, near, "bus", 0.9, 55, ("05:00-21:00/60", "04:30;12:30;21:30", "06:00-18:00/90"), True)
        for town in self.towns:
            for near in self._nearest(town, self.towns, 3):
                self._road(
                    town, near, "colectivo", 1.4, 32, ("05:00-18:00/60", "05:30-17:30/45", "06:00-17:00/90"), False
                )
            for city in self._nearest(town, self.cities, 1):
                self._road(town, city, "colectivo", 1.3, 38, ("04:00-17:00/60", "03:30-16:30/120"), True)
                if self.rng.random() < 0.4:
                    self._road(town, city, "taxi", 4.0, 45, ("any",), True)
        for number, town in enumerate(self.towns[::3]):
            house = Spot(f"P{town.code}x{number}", "lodging", town.x, town.y)
            self.houses.append(house)
            self._both(town, house, "walk", 0, 10, ("any",), safe=True)
        for village in self.villages:
            for town in self._nearest(village, [*self.towns, *self.cities], 1 if self.rng.random() < 0.75 else 2):
                self._to_market(village, town)
            for near in self._nearest(village, self.villages, 1):
                minutes = int(village.km(near) * 1.6 * 14) + 1
                self._both(village, near, "walk", 0, minutes, ("any",), safe=False)

    def _more_houses(self, number: int) -> None:
        for city, hospital in zip(self.cities, self.hospitals, strict=True):
            house = Spot(f"A{city.code}x{number}", "lodging", city.x, city.y)
            self.houses.append(house)
            self._both(city, house, "colectivo", 11_00, 20 + 5 * number, ("06:00-20:00/20",), safe=True)
            self._both(hospital, house, "walk", 0, 15 + 10 * number, ("any",), safe=False)

    def _to_market(self, village: Spot, town: Spot) -> None:
        """One to three camionetas a day, early out and after noon back; some not daily; some a taxi for hire."""
        minutes = int(village.km(town) * 2.2 / 22 * 60) + 10
        fare = int(village.km(town) * 2.2 * 1.6) * 100 + 10_00
        times = self.rng.randint(1, 3)
        out = ";".join(("04:30", "05:30", "07:00", "13:00")[self.rng.randint(0, 1) :][:times])
        back = ";".join(("12:00", "14:00", "15:30")[:times])
        days = self.rng.choice(("daily", "daily", "daily", "mon;tue;wed;thu;fri;sat", "mon;wed;fri"))
        alerts = self._alerts()
        for origin, destination, departures in ((village, town, out), (town, village, back)):
            self._add(origin, destination, "redilas", fare, minutes, departures, days, False, alerts)
        if self.rng.random() < 0.15:
            self._both(village, town, "taxi", fare * 5, max(5, minutes * 2 // 3), ("any",), safe=False)

    def _road(self, one: Spot, other: Spot, mode: str, per_km: float, kmh: int, departures, safe: bool) -> None:
        road = one.km(other) * 1.6
        self._both(one, other, mode, int(road * per_km) * 100 + 5_00, int(road / kmh * 60) + 5, departures, safe)

    def _both(self, one: Spot, other: Spot, mode: str, fare: int, minutes: int, departures, safe: bool) -> None:
        times, alerts = self.rng.choice(departures), self._alerts()
        for origin, destination in ((one, other), (other, one)):
            self._add(origin, destination, mode, fare, minutes, times, "daily", safe, alerts)

    def _add(self, origin, destination, mode, fare, minutes, departures, days, safe, alerts) -> None:
        self.routes.append(BookRoute(
            origin.code, destination.code, mode, fare, minutes, minutes * 3 // 2, parse_departures(departures),
            parse_days(days), safe, alerts,
        ))  # fmt: skip

    def _alerts(self) -> tuple[Alert, ...]:
        """On one route in thirty: three days of closed, slower or dearer."""
        if self.rng.random() > 1 / 30:
            return ()
        starts = FIRST_DAY + timedelta(days=self.rng.randrange(DAYS))
        effect = self.rng.choice(({"closed": True}, {"extra_minutes": 45}, {"extra_fare_minor": 20_00}))
        return (Alert(starts, starts + timedelta(days=2), **effect),)

    def _nearest(self, spot: Spot, among: list[Spot], count: int) -> list[Spot]:
        others = [other for other in among if other is not spot]
        return sorted(others, key=spot.km)[:count]
