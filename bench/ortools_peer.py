"""The same day by OR-Tools: insertion, then guided local search for as long as it may take."""

from ortools.constraint_solver import pywrapcp, routing_enums_pb2

from app.travel.pooling.rules import run_of, total
from app.travel.pooling.values import Day, Load, Rider

FAR = 10**8  # metres, where there is no road
LATEST = 4000  # minutes


STRATEGIES = ("LOCAL_CHEAPEST_INSERTION", "PARALLEL_CHEAPEST_INSERTION")


def cost(day: Day, seconds: float, strategy: str) -> int:
    """Of the plan that it finds; each by public transport where it finds none."""
    riders = [one for one in day.riders if day.direct(one) is not None]
    found = _Model(day, riders).solve(seconds, strategy)
    return total(day, [run for vehicle, order in found if (run := run_of(day, vehicle, order))])


class _Model:
    """Node 2n is where rider n gets on, 2n + 1 where they get off; then a home for each vehicle."""

    def __init__(self, day: Day, riders: list[Rider]):
        self.day, self.riders = day, riders
        self.places = [place for one in riders for place in (one.origin, one.destination)]
        homes = [len(self.places) + n for n in range(len(day.vehicles))]
        self.places += [vehicle.home for vehicle in day.vehicles]
        self.manager = pywrapcp.RoutingIndexManager(len(self.places), len(homes), homes, homes)
        self.routing = pywrapcp.RoutingModel(self.manager)
        self._costs()
        self._time()
        self._seats()
        self._pairs()

    def _costs(self) -> None:
        """Thousandths of a centavo, so that nothing is rounded on the way."""
        for position, vehicle in enumerate(self.day.vehicles):
            arcs = [[self._far(a, b) * vehicle.per_km for b in self.places] for a in self.places]
            self.routing.SetArcCostEvaluatorOfVehicle(self.routing.RegisterTransitMatrix(arcs), position)

    def _far(self, start: str, end: str) -> int:
        return FAR if self.day.lasts(start, end) is None else self.day.far(start, end)

    def _lasts(self, a: int, b: int) -> int:
        if max(a, b) >= 2 * len(self.riders):
            return 0  # when it leaves home and is back is its own affair
        lasts = self.day.lasts(self.places[a], self.places[b])
        return LATEST if lasts is None else lasts

    def _time(self) -> None:
        """No slack: nobody waits on board."""
        nodes = range(len(self.places))
        matrix = self.routing.RegisterTransitMatrix([[self._lasts(a, b) for b in nodes] for a in nodes])
        self.routing.AddDimension(matrix, 0, LATEST, False, "time")
        self.time = self.routing.GetDimensionOrDie("time")
        for n, rider in enumerate(self.riders):
            self.time.CumulVar(self._index(2 * n)).SetRange(max(0, rider.earliest), LATEST)
            self.time.CumulVar(self._index(2 * n + 1)).SetRange(0, max(0, rider.latest))

    def _seats(self) -> None:
        getting_on = [seats for one in self.riders for seats in (one.seats, -one.seats)]
        vector = self.routing.RegisterUnaryTransitVector(getting_on + [0] * len(self.day.vehicles))
        capacities = [vehicle.seats for vehicle in self.day.vehicles]
        self.routing.AddDimensionWithVehicleCapacity(vector, 0, capacities, True, "seats")

    def _pairs(self) -> None:
        solver = self.routing.solver()
        for n, rider in enumerate(self.riders):
            on, off = self._index(2 * n), self._index(2 * n + 1)
            self.routing.AddPickupAndDelivery(on, off)
            solver.Add(self.routing.VehicleVar(on) == self.routing.VehicleVar(off))
            solver.Add(self.time.CumulVar(on) <= self.time.CumulVar(off))
            longest = (self.day.direct(rider) or 0) + self.day.detour
            solver.Add(self.time.CumulVar(off) - self.time.CumulVar(on) <= longest)
            if rider.only is not None:
                chosen = [v for v, vehicle in enumerate(self.day.vehicles) if vehicle.key == rider.only]
                self.routing.SetAllowedVehiclesForIndex(chosen, on)
            else:
                self.routing.AddDisjunction([on], rider.public * 1000)
                self.routing.AddDisjunction([off], 0)

    def _index(self, node: int) -> int:
        return self.manager.NodeToIndex(node)

    def solve(self, seconds: float, strategy: str) -> list[tuple[Load, list[tuple[Rider, bool]]]]:
        search = pywrapcp.DefaultRoutingSearchParameters()
        search.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, strategy)
        search.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
        search.time_limit.FromMilliseconds(int(seconds * 1000))
        answer = self.routing.SolveWithParameters(search)
        if answer is None:
            return []
        return [order for order in (self._order(v, answer) for v in range(len(self.day.vehicles))) if order[1]]

    def _order(self, position: int, answer) -> tuple[Load, list[tuple[Rider, bool]]]:
        order, index = [], answer.Value(self.routing.NextVar(self.routing.Start(position)))
        while not self.routing.IsEnd(index):
            node = self.manager.IndexToNode(index)
            order.append((self.riders[node // 2], node % 2 == 0))
            index = answer.Value(self.routing.NextVar(index))
        return self.day.vehicles[position], order
