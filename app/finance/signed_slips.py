"""The signed slips on which apoyo fijo rests: which ones a report's lines name, and which ones its annex bears.

A slip says who received: it is in the annex where the report names people, and the case is not restricted. Elsewhere
the line says its number, and that it is on file.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.foundation import files
from app.foundation.db import db

from .models import ClaimLine, Delivery, SlipCover
from .reports.annex import Annex
from .reports.table import Line

Slips = dict[int, list[Delivery]]


def slips_of(lines: Iterable[ClaimLine]) -> Slips:
    """Advance → its hand-overs, of the expenses that no receipt proves; one statement, or none."""
    advances = {line.claim.advance_id for line in lines if line.receipt_id is None and line.claim.advance_id}
    found: Slips = {}
    if advances:
        wanted = select(Delivery).where(Delivery.advance_id.in_(advances)).order_by(Delivery.id)
        for handed in db.session.scalars(wanted.options(joinedload(Delivery.signed_file))):
            found.setdefault(handed.advance_id, []).append(handed)
    return found


def missing(lines: Iterable[ClaimLine]) -> int:
    """How many slips these lines rest on whose signed photograph is not there: the paper will say so."""
    return sum(one.signed_file_id is None for handed in slips_of(lines).values() for one in handed)


def noted(printed: Line, line: ClaimLine, slips: Slips, *, named: bool, at: datetime) -> Line:
    """The line with its slips' numbers, and where they are to be seen, as it was at that moment."""
    handed = slips.get(line.claim.advance_id, []) if line.receipt_id is None else []
    if not handed:
        return printed
    numbers, signed = [one.number for one in handed], _signed(handed, at)
    concept = printed.concept.removesuffix(", recibo firmado " + ", ".join(numbers))  # the note says it
    borne = tuple(one.number for one in _borne(line, handed, named, at))
    told = {
        "recibo firmado %s en el anexo": borne,
        "recibo firmado %s en el expediente": [n for n in numbers if n in signed and n not in borne],
        "recibo %s, falta su foto firmada": [n for n in numbers if n not in signed],
    }
    says = [words % ", ".join(those) for words, those in told.items() if those]
    return replace(printed, concept=concept, note="; ".join([*filter(None, [printed.note]), *says]), slips=borne)


def borne_by_annex(lines: Iterable[ClaimLine], slips: Slips, *, named: bool, at: datetime) -> list[Delivery]:
    """The signed slips whose photographs the annex has, once each, by number."""
    proved = [line for line in lines if line.receipt_id is None]
    borne = {one.id: one for line in proved for one in _borne(line, slips.get(line.claim.advance_id, []), named, at)}
    return sorted(borne.values(), key=lambda one: one.number)


def covers_at(handed: Iterable[Delivery], at: datetime) -> dict[int, SlipCover]:
    """Hand-over → the copy of its signed slip with parts covered, the last one at that moment; one statement."""
    wanted = select(SlipCover).where(SlipCover.delivery_id.in_([one.id for one in handed]), SlipCover.covered_at <= at)
    return {cover.delivery_id: cover for cover in db.session.scalars(wanted.order_by(SlipCover.id))}


def annex_of(handed: Delivery, case_number: str, cover: SlipCover | None) -> Annex:
    file = cover.file if cover else handed.signed_file
    caption = f"{handed.occurred_on:%d/%m/%Y} · Recibo firmado · {case_number} · {handed.amount}"
    pages = files.paper_pages(file)
    return Annex(
        0, caption, file.kind, hashlib.sha256(files.content_of(file)).hexdigest(), files.paper_copy(file),
        pages=pages.pictures, total_pages=files.paper_pages(handed.signed_file).total, slip=handed.number,
        covered=cover is not None,
    )  # fmt: skip


def _borne(line: ClaimLine, handed: Sequence[Delivery], named: bool, at: datetime) -> list[Delivery]:
    signed = _signed(handed, at)
    return [one for one in handed if one.number in signed] if named and not line.claim.case.restricted else []


def _signed(handed: Iterable[Delivery], at: datetime) -> set[str]:
    """The numbers of those whose signed photograph was there at that moment."""
    return {one.number for one in handed if one.signed_file and one.signed_file.stored_at <= at}
