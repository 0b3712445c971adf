"""One text with its blanks, the pen that writes a language's texts, and how blanks are filled."""

from dataclasses import dataclass
from string import Formatter

from app.messaging import gsm7
from app.messaging.wording import capitalised, clipped, first_name

NAMES = ("name", "patient", "driver", "navigator")
PLACES = ("city", "office", "meeting_point", "pickup", "names")


@dataclass(frozen=True)
class Template:
    """One text. `brief` says the same in fewer words. `asks` are the answers it waits for. `promises_call`: it
    says "today I call you", and so makes that call somebody's task. `checked` is False while no speaker of its
    language has said that it is right: such a draft is never sent."""

    kind: str
    role: str
    body: str
    brief: str
    variant: str = ""
    language: str = "es"
    version: int = 1
    asks: tuple[str, ...] = ()
    promises_call: bool = False
    checked: bool = True

    @property
    def key(self) -> str:
        """`day_before.relative.no_driver.es`."""
        return key_of(self.kind, self.role, self.variant, self.language)

    @property
    def fields(self) -> frozenset[str]:
        """The names that `render` must be given."""
        bodies = self.body + self.brief
        return frozenset(name for _text, name, _spec, _conversion in Formatter().parse(bodies) if name)


@dataclass(frozen=True)
class Pen:
    """Writes one language: how its texts open, signed, and whether a speaker still has to check them."""

    language: str
    opening: str
    checked: bool = True

    def text(self, role: str, kind: str, body: str, brief: str = "", **more) -> Template:
        """A signed text. `kind` may carry its variant: `day_before.no_trip`."""
        return self.bare(role, kind, f"{self.opening} {body}", f"{self.opening} {brief or body}", **more)

    def bare(self, role: str, kind: str, body: str, brief: str, **more) -> Template:
        """A text that opens in its own way."""
        kind, _, variant = kind.partition(".")
        return Template(kind, role, body, brief, variant, self.language, checked=self.checked, **more)


def key_of(kind: str, role: str, variant: str, language: str) -> str:
    """What one text is called, wherever its words come from."""
    return ".".join(part for part in (kind, role, variant, language) if part)


def render(template: Template, words: dict[str, str]) -> str:
    """The text on the air, in the GSM alphabet and within one part, whatever the names.

    Long names give way first (María for María Guadalupe), then the courtesies, then places are cut at a word;
    day and hour never give way. `words` must hold every field of the template but `Name`.
    """
    tidy = {name: " ".join(value.split()) if name != "at_hour" else value for name, value in words.items()}
    steps = (
        (template.body, tidy),
        (template.body, _first_names(tidy)),
        (template.brief, _first_names(tidy)),
        (template.brief, _cut(_first_names(tidy), 14, 22)),
        (template.brief, _cut(_first_names(tidy), 10, 12)),
    )
    for body, values in steps:
        text = gsm7.transliterate(body.format(**values, Name=capitalised(values.get("name", ""))))
        if gsm7.segments(text) == 1:
            return text
    return text


def _first_names(words: dict[str, str]) -> dict[str, str]:
    return {name: first_name(value) if name in NAMES else value for name, value in words.items()}


def _cut(words: dict[str, str], name_room: int, place_room: int) -> dict[str, str]:
    rooms = dict.fromkeys(NAMES, name_room) | dict.fromkeys(PLACES, place_room)
    return {name: clipped(value, rooms[name]) if name in rooms else value for name, value in words.items()}
