"""A PDF's first pages as pictures for paper. A program of its own draws them, for whoever sent the PDF is unknown."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

MOST = 4  # pages that are drawn; the others are told
SECONDS = 4  # of the processor, so that the same file ends alike on a busy machine
PATIENCE = 20.0  # seconds by the clock
CHILD = Path(__file__).with_name("pdf_child.py")


@dataclass(frozen=True)
class Pages:
    """JPEG pictures of the first pages, and how many pages there are; none: it could not be drawn."""

    pictures: tuple[bytes, ...] = ()
    total: int = 0


def drawn(pdf: Path, seconds: int = SECONDS) -> bytes | None:
    """Its first pages, packed for `unpacked`: equal files give equal bytes. Empty: it cannot be drawn, and never will.
    None: the machine was too busy to tell."""
    call = [
        sys.executable,
        "-I",
        str(CHILD),
        str(pdf),
        str(MOST),
        str(seconds),
    ]  # -I: nothing of ours is imported, nor read
    try:
        done = subprocess.run(call, capture_output=True, timeout=PATIENCE, env={}, check=False)
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 else b""


def unpacked(packed: bytes) -> Pages:
    if not packed:
        return Pages()
    head, _newline, rest = packed.partition(b"\n")
    told, pictures = json.loads(head), []
    for size in told["sizes"]:
        pictures.append(rest[:size])
        rest = rest[size:]
    return Pages(tuple(pictures), told["pages"])
