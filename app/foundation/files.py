"""Uploaded files: recognised by their bytes, pictures redrawn, kept under a random name outside the web root."""

import hashlib
import io
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from flask import Response, current_app, send_file
from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError
from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from . import clock, pdf_pages
from .db import Base, Instant, db
from .errors import Refused
from .language import _

LARGEST = 10 * 1024 * 1024
LARGEST_PICTURE = 40_000_000  # pixels: more is a bomb, not a photograph
DOTS = 150  # an inch, of the covered copy of a PDF's page
ON_PAPER = (1600, 1000)  # pixels on half a page: some 280 dots an inch


class StoredFile(Base):
    """One upload. `sha256` is of the bytes as they came, so that the same receipt is known again."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    typed_name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    size: Mapped[int] = mapped_column(Integer)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    stored_at: Mapped[datetime] = mapped_column(Instant)
    stored_by_id: Mapped[int | None]  # no foreign key: the foundation knows no feature


def store_upload(upload, by, field: str = "file") -> StoredFile:
    """Keeps a werkzeug FileStorage. Refused: empty, over 10 MB, neither JPEG, PNG, PDF nor XML."""
    content = upload.read(LARGEST + 1)
    if not content:
        raise Refused(_("El archivo está vacío."), field)
    if len(content) > LARGEST:
        raise Refused(_("El archivo pesa más de 10 MB: tome la foto con menos calidad."), field)
    kind, clean = _recognise(content, field)
    return _kept(clean, kind, Path(upload.filename or "").name[:200], hashlib.sha256(content), by)


def _kept(content: bytes, kind: str, typed_name: str, known_by, by) -> StoredFile:
    """`known_by`: the SHA-256 of the bytes by which this file is known again."""
    name = secrets.token_hex(16)
    (_folder() / name).write_bytes(content)
    stored = StoredFile(
        name=name, typed_name=typed_name or name, kind=kind, size=len(content),
        sha256=known_by.hexdigest(), stored_at=clock.now(), stored_by_id=getattr(by, "id", None),
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    return stored


def _folder() -> Path:
    folder = Path(current_app.instance_path) / "files"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _recognise(content: bytes, field: str) -> tuple[str, bytes]:
    if content.startswith(b"%PDF-"):
        return "application/pdf", content
    if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml") or b"cfdi:Comprobante" in content[:4096]:
        return "application/xml", content
    return _redrawn(content, field)


def _redrawn(content: bytes, field: str) -> tuple[str, bytes]:
    """A picture drawn anew: what was hidden in the file does not survive, nor does its place or camera."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in ("JPEG", "PNG", "WEBP"):
                raise UnidentifiedImageError
            if picture.width * picture.height > LARGEST_PICTURE:
                raise Refused(_("La imagen es demasiado grande: tome la foto con menos calidad."), field)
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as unknown:
        raise Refused(_("Suba una foto (JPEG o PNG), un PDF o un XML: este archivo es otra cosa."), field) from unknown
    upright.thumbnail((2200, 2200))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=82)
    return "image/jpeg", out.getvalue()


def content_of(stored: StoredFile) -> bytes:
    return (_folder() / stored.name).read_bytes()


def paper_copy(stored: StoredFile) -> bytes:
    """The picture no larger than half a page shows; empty for what is no picture. Made once and kept beside the file,
    for a report of hundreds of receipts cannot wait for each."""
    if not stored.kind.startswith("image/"):
        return b""
    return _made_once(stored, lambda file: _for_paper(file.read_bytes())) or b""


def paper_pages(stored: StoredFile) -> pdf_pages.Pages:
    """A PDF's first pages, made once and kept too; none for what is no PDF, or cannot be drawn."""
    if stored.kind != "application/pdf":
        return pdf_pages.Pages()
    return pdf_pages.unpacked(_made_once(stored, pdf_pages.drawn) or b"")


def ready_for_paper(stored: StoredFile) -> None:
    """Makes its pictures now, so that no report waits for them."""
    paper_copy(stored)
    paper_pages(stored)


def _made_once(stored: StoredFile, make: Callable[[Path], bytes | None]) -> bytes | None:
    """What `make` gives of the file; None is not kept, and is asked again."""
    kept = _folder() / f"{stored.name}p"
    if not kept.exists():
        made = make(_folder() / stored.name)
        if made is None:
            return None
        fresh = kept.with_suffix(f".{secrets.token_hex(4)}")
        fresh.write_bytes(made)
        fresh.replace(kept)  # whole or not at all
    return kept.read_bytes()


def _for_paper(photograph: bytes) -> bytes:
    with Image.open(io.BytesIO(photograph)) as picture:
        picture.draft("RGB", ON_PAPER)
        picture.thumbnail(ON_PAPER)
        out = io.BytesIO()
        picture.convert("RGB").save(out, "JPEG", quality=80)
        return out.getvalue()


def has_pictures(stored: StoredFile) -> bool:
    return stored.kind.startswith("image/") or stored.kind == "application/pdf"


def pages_shown(stored: StoredFile) -> int:
    """How many pictures there are of it: one of a photograph, of a PDF its first pages; none if it cannot be drawn."""
    return 1 if stored.kind.startswith("image/") else len(paper_pages(stored).pictures)


def store_covered(stored: StoredFile, corners: Sequence[tuple[int, Callable]], by) -> StoredFile:
    """A copy of a picture, or of a PDF's first pages, in which rectangles are black. `corners`: of each the page, and
    of the picture's width and height the pixels of its four corners. What was under them is in no part of the copy: a
    PDF's is made of pictures alone."""
    is_pdf = stored.kind == "application/pdf"
    pictures = []
    for number, content in enumerate(paper_pages(stored).pictures if is_pdf else [content_of(stored)], 1):
        with Image.open(io.BytesIO(content)) as picture:
            pictures.append(picture.convert("RGB"))
        pen = ImageDraw.Draw(pictures[-1])
        for box in (box for page, box in corners if page == number):
            pen.rectangle(box(*pictures[-1].size), fill="black")
    out = io.BytesIO()
    if is_pdf:
        pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=DOTS, quality=82)
    else:
        pictures[0].save(out, "JPEG", quality=82)
    kind = stored.kind if is_pdf else "image/jpeg"
    return _kept(out.getvalue(), kind, stored.typed_name, hashlib.sha256(out.getvalue()), by)


def page_sent(stored: StoredFile, number: int) -> Response | None:
    """A page of a PDF as it is drawn; None: there is no such page."""
    pictures = paper_pages(stored).pictures
    if not 1 <= number <= len(pictures):
        return None
    response = send_file(io.BytesIO(pictures[number - 1]), mimetype="image/jpeg")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def sent(stored: StoredFile) -> Response:
    """The file as an attachment that no browser interprets."""
    response = send_file(
        _folder() / stored.name, mimetype=stored.kind, as_attachment=True, download_name=stored.typed_name
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
