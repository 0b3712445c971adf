"""A program of its own that draws a PDF's first pages as JPEG: `python -I pdf_child.py FILE PAGES SECONDS`.

It opens files that strangers made, so it runs apart from the application (`pdf_pages.py` starts it), with a bound on
processor, memory and what it may write, and dies alone. Out: one line of JSON, `{"pages": in the PDF, "sizes": of
each picture}`, and the pictures one after the other.
"""

import io
import json
import resource
import sys

import pypdfium2

LARGEST = (1500, 1940)  # pixels of a page: some 200 dots an inch where it is printed
MEMORY = 1 << 30  # bytes of addresses
QUALITY = 80


def confine(seconds: int) -> None:
    """From here on no file grows, nothing is dumped, and neither time nor memory is without end."""
    bounds = {
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: MEMORY,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for what, most in bounds.items():
        resource.setrlimit(what, (most, most))


def drawn(page: pypdfium2.PdfPage) -> bytes:
    wide, high = (max(length, 1.0) for length in page.get_size())
    bitmap = page.render(scale=min(LARGEST[0] / wide, LARGEST[1] / high))
    out = io.BytesIO()
    bitmap.to_pil().convert("RGB").save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def main(path: str, most: int, seconds: int) -> None:
    confine(seconds)
    pdf = pypdfium2.PdfDocument(path)
    pdf.init_forms()  # what was typed into its fields is part of the picture
    pictures = [drawn(pdf[index]) for index in range(min(len(pdf), most))]
    head = json.dumps({"pages": len(pdf), "sizes": [len(picture) for picture in pictures]})
    sys.stdout.buffer.write(b"\n".join((head.encode(), b"".join(pictures))))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
