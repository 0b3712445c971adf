"""A CFDI held against SAT's own schema (`sat/`), offline; what is wrong is told in Spanish.

Its complements are held only where the schema is here: the stamp and local taxes. What a supplier adds besides (an
airline's, a petrol station's, an addenda) is left out before, for the schema would ask for definitions of it.
"""

import copy
import lzma
import re
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from app.foundation.language import _

SAT = Path(__file__).parent / "sat"
CATALOGUES_OF = "octubre de 2026"
COMPROBANTE = "http://www.sat.gob.mx/cfd/4"
KNOWN = {
    COMPROBANTE: "cfdv40.xsd",
    "http://www.sat.gob.mx/TimbreFiscalDigital": "TimbreFiscalDigitalv11.xsd",
    "http://www.sat.gob.mx/implocal": "implocal.xsd",
}
# Catalogues that grow from month to month: a code that this copy lacks may well be in SAT's of today.
GROWING = ("LugarExpedicion", "ClaveProdServ", "ClaveUnidad")
ABOUT = re.compile(r"Element '(?:\{[^}]*\})?([^']*)'(?:, attribute '(?:\{[^}]*\})?([^']*)')?")
NAMES = re.compile(r"\{[^}]*\}([\w.]+)")
VALUE = re.compile(r"The value '([^']*)'")
LONGEST = 40  # letters of a wrong value that are shown
_one_at_a_time = threading.Lock()  # the list of errors belongs to the schema, not to the call


@dataclass(frozen=True)
class Verdict:
    """`flaws`: what is missing, malformed or out of place. `unlisted`: codes that this copy of a catalogue lacks."""

    flaws: tuple[str, ...]
    unlisted: tuple[str, ...]


def held_against(root) -> Verdict:
    """The comprobante's root element, already read by a parser that opens nothing; it is not changed."""
    schema, bare = _schema(), _bare(root)
    with _one_at_a_time:
        schema.validate(bare)
        errors = [(error.type_name, error.message[:600]) for error in schema.error_log]
    flaws, unlisted = [], []
    for kind, message in errors:
        element, attribute = ABOUT.match(message).groups()
        if kind == "SCHEMAV_CVC_ENUMERATION_VALID" and attribute in GROWING:
            unlisted.append(f"{attribute} {_value(message)}")
        else:
            flaws.append(_in_words(kind, message, element, attribute))
    return Verdict(_once(flaws), _once(unlisted))


def _once(said: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for words in said if words))


def _in_words(kind: str, message: str, element: str, attribute: str | None) -> str:
    """One error; empty where the parser only says again what it has said."""
    if kind == "SCHEMAV_CVC_COMPLEX_TYPE_4":
        missing = re.search(r"The attribute '([^']*)' is required", message)
        return _("falta %(name)s en %(element)s", name=missing[1], element=element)
    if kind == "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1":
        return _("%(name)s no existe en %(element)s", name=attribute, element=element)
    if kind == "SCHEMAV_CVC_ENUMERATION_VALID":
        return _("%(name)s «%(value)s» no está en el catálogo del SAT", name=attribute, value=_value(message))
    if kind == "SCHEMAV_ELEMENT_CONTENT":
        return _out_of_place(message, element)
    if attribute:
        return _("%(name)s de %(element)s está mal escrito", name=attribute, element=element)
    return _("%(element)s está mal formado", element=element)


def _out_of_place(message: str, element: str) -> str:
    expected = list(dict.fromkeys(NAMES.findall(message.partition("Expected is")[2])))
    if "Missing child" in message:
        return _("a %(element)s le falta %(names)s", element=element, names=" / ".join(expected[:3]) or "?")
    if expected:
        return _("%(element)s no va ahí, sino %(names)s", element=element, names=" / ".join(expected[:3]))
    return _("%(element)s no va ahí", element=element)


def _value(message: str) -> str:
    found = VALUE.search(message)
    return found[1][:LONGEST] if found else ""


def _bare(root):
    """A copy without what others defined. A file's own hints of where schemas lie go too: the validator would follow
    them, to another file or another machine."""
    bare = copy.deepcopy(root)
    for node in bare.iter("*"):
        for name in [name for name in node.attrib if name.startswith("{http://www.w3.org/2001/XMLSchema-instance}")]:
            del node.attrib[name]
    for node in [*bare.iter(f"{{{COMPROBANTE}}}ComplementoConcepto", f"{{{COMPROBANTE}}}Addenda")]:
        node.getparent().remove(node)
    for node in [part for box in bare.iter(f"{{{COMPROBANTE}}}Complemento") for part in box.iterchildren("*")]:
        if etree.QName(node).namespace not in KNOWN:
            node.getparent().remove(node)
    return bare


class _Here(etree.Resolver):
    """Schemas by the last part of their address, from `sat/` and from nowhere else."""

    def resolve(self, url, _public_id, context):
        return self.resolve_string(_file(Path(url).name), context, base_url=url)


def _file(name: str) -> bytes:
    packed = SAT / f"{name}.xz"
    return lzma.decompress(packed.read_bytes()) if packed.exists() else (SAT / name).read_bytes()


@cache
def _schema() -> etree.XMLSchema:
    """Read once, with the first CFDI: a quarter of a second, and some 90 MB of memory for the catalogues."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)
    parser.resolvers.add(_Here())
    imports = "".join(f'<xs:import namespace="{space}" schemaLocation="sat/{name}"/>' for space, name in KNOWN.items())
    whole = f'<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">{imports}</xs:schema>'
    return etree.XMLSchema(etree.fromstring(whole, parser))
