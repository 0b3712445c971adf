"""The pages of the words: the shelf of all texts, and one in the editor."""

from dataclasses import dataclass
from datetime import datetime

from app.accounts.models import User
from app.cases.models import Case
from app.coordination.texts import examples
from app.coordination.texts.examples import Sample
from app.coordination.texts.forms import WordsForm
from app.foundation.errors import Refused
from app.foundation.forms import choices
from app.foundation.language import _, _l
from app.messaging import drafting, labels, policy_lines, policy_words, wordings
from app.messaging.lint import Finding
from app.messaging.texts import LANGUAGES, SURE, Book, Template, key_of
from app.messaging.wordings import Version

STANDING = {
    "in_use": (_l("en uso"), "good", "✓"), "draft": (_l("borrador por revisar"), "wait", "◐"),
    "missing": (_l("falta"), "calm", "○"),
}  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """One text to be read by somebody: its words in Spanish, and how far each language has come."""

    kind: str
    name: str
    reader: str
    variant: str
    words: str
    cells: list[tuple[str, str]]  # key, standing


@dataclass(frozen=True)
class WordsPage:
    """`text` is in the editor: the words in use, or the newest draft. `versions`: newest first."""

    key: str
    name: str
    reader: str
    text: Template
    standing: str
    versions: list[Version]
    unchecked: Version | None
    cases: list[Case]
    spanish: str
    book: Book
    blank_words = drafting.BLANKS

    @property
    def blanks(self) -> tuple[str, ...]:
        """What this text can have filled in."""
        return drafting.allowed(self.text)

    def shown(self, body: str) -> str:
        return drafting.shown(body)


@dataclass(frozen=True)
class Preview:
    """How the typed words come out; `wrong` instead, where they cannot be filled in."""

    samples: list[Sample]
    private: list[Finding]
    warnings: list[Finding]
    wrong: str = ""


def shelf() -> list[Spot]:
    own = {kind.code: kind.name for kind in policy_lines.kinds() if kind.state != "declined"}
    book = wordings.book()
    return [_spot(kind, role, variant, standing, book, own) for kind, role, variant, standing in
            wordings.shelf(own, book)]  # fmt: skip


def _spot(kind: str, role: str, variant: str, standing: dict[str, str], book: Book, own: dict[str, str]) -> Spot:
    spanish = book.texts.get(key_of(kind, role, variant, "es"))
    cells = [(key_of(kind, role, variant, language), standing[language]) for language in LANGUAGES]
    return Spot(
        kind, own.get(kind) or str(labels.KINDS[kind]), str(policy_words.READERS[role]),
        str(policy_words.VARIANTS[variant]),
        drafting.shown(spanish.body) if spanish else "", cells,
    )  # fmt: skip


def gather(key: str, user: User) -> WordsPage:
    """One text, by its key. NotFound: there is none of that kind, reader, variant or language."""
    blank, book, kept = wordings.named(key), wordings.book(), wordings.versions(key)
    own = policy_lines.own_names()
    in_use = book.texts.get(key)
    newest = kept[0] if kept else None
    draft = newest if newest and blank.language not in SURE and not newest.template.checked else None
    spanish = book.texts.get(key_of(blank.kind, blank.role, blank.variant, "es"))
    return WordsPage(
        key, own.get(blank.kind) or str(labels.KINDS.get(blank.kind, blank.kind)),
        str(policy_words.READERS[blank.role]),
        draft.template if draft else in_use or blank,
        book.standing(blank.kind, blank.role, blank.variant, blank.language), kept, draft, examples.offered(user),
        drafting.shown(spanish.body) if spanish and blank.language != "es" else "", book,
    )  # fmt: skip


def form_of(page: WordsPage, typed: bool = True) -> WordsForm:
    words = {"body": drafting.shown(page.text.body), "brief": drafting.shown(page.text.brief)}
    form = WordsForm(data=words) if typed else WordsForm(data=words, formdata=None)
    people = [(case.number, f"{case.patient.spoken_name} · {case.number}") for case in page.cases]
    form.case.choices = choices(people, _("doña Rosa (ejemplo)"))
    return form


def preview(page: WordsPage, body: str, brief: str, case_number: str | None, now: datetime) -> Preview:
    """What these words look like: with the names of a case or the example's, long names, and the other reader's."""
    text = Template(
        page.text.kind, page.text.role, body, brief or body, page.text.variant, page.text.language
    )  # fmt: skip
    case = next((one for one in page.cases if one.number == case_number), None)
    try:
        drafting.refuse_blanks(page.text, body, brief)
    except Refused as refusal:
        return Preview([], [], [], str(refusal))
    found = [*drafting.private(body), *(one for one in drafting.private(brief) if one not in drafting.private(body))]
    samples = examples.samples(text, case, page.book, now) if body else []
    return Preview(samples, found, drafting.warnings(page.text, body))


def difference(text: Template, body: str, brief: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Per field that changed: what it is called, and its words, gone and come."""
    pairs = ((_("El mensaje"), text.body, body), (_("Más corto"), text.brief, brief))
    return [
        (name, list(drafting.difference(drafting.shown(old), drafting.shown(new))))
        for name, old, new in pairs if old != new
    ]  # fmt: skip
