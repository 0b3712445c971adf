"""SAT's codes of products and services (c_ClaveProdServ), as far as they say for sure what a journey spent on.

A longer beginning wins over a shorter one; None: of that group nothing is suggested. Whoever captures decides.
"""

from collections.abc import Iterable
from decimal import Decimal

CATEGORY_OF = {
    "78111": "transport",  # transporte de pasajeros
    "151015": "transport",  # gasolina y diésel
    "90111": "lodging",  # hoteles, moteles, pensiones y cuartos
    "901116": None,  # salones para reuniones
    "90101": "meals",  # restaurantes y comida para llevar
    "51": "medicine",  # medicamentos
    "85121": "medicine",  # consultas y laboratorios médicos
    "8510": "medicine",  # hospitales y clínicas
}


def category_of(code: str) -> str | None:
    """What one code says; None where it says nothing for sure."""
    known = [start for start in CATEGORY_OF if code.startswith(start)]
    return CATEGORY_OF[max(known, key=len)] if known else None


def suggested(items: Iterable[tuple[str, Decimal]]) -> tuple[str, str] | None:
    """(category, code) of the one that weighs most among (code, amount); None where the largest says nothing."""
    weights: dict[str | None, tuple[Decimal, str]] = {}
    for code, amount in items:
        before, first = weights.get(category_of(code), (Decimal(0), code))
        weights[category_of(code)] = (before + amount, first)
    if not weights:
        return None
    heaviest = max(weights, key=lambda category: (weights[category][0], category is None))
    return None if heaviest is None else (heaviest, weights[heaviest][1])
