"""The words of the texts as data: the shipped ones, the programme's own versions over them, a speaker's check."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.accounts.models import User
from app.foundation import audit
from app.foundation.db import db
from app.foundation.errors import NotFound, Refused
from app.foundation.language import _
from app.messaging import drafting
from app.messaging.models import Channel, MessageKind, PolicyChange, TemplateCheck, TemplateVersion
from app.messaging.models.policy import OWN
from app.messaging.relay_texts import RELAYED
from app.messaging.texts import KINDS, LANGUAGES, SHIPPED, SURE, Book, Template, key_of

UNDER_WAY = select(PolicyChange.id).where(PolicyChange.done_at.is_(None)).limit(1)
ROLES = ("patient", "relative", "acompanante", "anyone")


@dataclass(frozen=True)
class Version:
    """One wording of a text. `row` is None for shipped words that nothing has kept yet."""

    template: Template
    row: TemplateVersion | None
    check: TemplateCheck | None


def book() -> Book:
    """The words in use: of each text the programme's newest own version that may be sent, else the shipped one. A
    language that no speaker has checked stays a draft. Two statements, however many texts there are."""
    later = or_(TemplateVersion.written_by_id.is_not(None), TemplateVersion.version > 1)
    rows = select(TemplateVersion).where(later, TemplateVersion.key.not_in([text.key for text in RELAYED]))
    rows = list(db.session.scalars(rows.order_by(TemplateVersion.id)))
    checked = {(key, body) for key, body in db.session.execute(_checked())}
    shipped = {text.key: replace(text, checked=text.checked or (text.key, text.body) in checked)
               for text in SHIPPED.texts.values()}  # fmt: skip
    own: dict[str, Template] = {}
    for row in rows:
        text = _template(row, (row.key, row.body) in checked)
        if row.written_by_id is None:
            shipped[row.key] = _numbered(shipped.get(row.key, text), row)
        elif text.checked or not (own.get(row.key) and own[row.key].checked):
            own[row.key] = text
    return Book(shipped).overlaid(text for text in own.values() if text.checked or not _sure(shipped.get(text.key)))


def _checked():
    return select(TemplateVersion.key, TemplateVersion.body).join(
        TemplateCheck, TemplateCheck.template_version_id == TemplateVersion.id
    )


def _numbered(text: Template, row: TemplateVersion) -> Template:
    """Shipped words under the number that they were kept with."""
    return replace(text, version=row.version) if text.body == row.body else text


def _sure(text: Template | None) -> bool:
    """Whether there are shipped words that may be sent: a newer draft waits behind them."""
    return text is not None and text.checked


def _template(row: TemplateVersion, checked: bool) -> Template:
    """A stored version as a text: what it asks and promises it has from the shipped text of its kind."""
    blank = named(row.key)
    sure = blank.language in SURE or checked
    return replace(blank, body=row.body, brief=row.brief, version=row.version, checked=sure)


def named(key: str) -> Template:
    """The text of a key, empty where nobody has written it. NotFound: no such kind, reader, variant or language."""
    if key in SHIPPED.texts:
        return SHIPPED.texts[key]
    parts = key.split(".")
    kind, role, language = parts[0], parts[1] if len(parts) > 1 else "", parts[-1]
    variant = parts[2] if len(parts) == 4 else ""
    spanish = SHIPPED.texts.get(key_of(kind, role, variant, "es"))
    own = kind.startswith(OWN) and kind.removeprefix(OWN).isdigit() and role in ROLES and not variant
    if language not in LANGUAGES or len(parts) not in (3, 4) or not (spanish or own):
        raise NotFound(_("Ese texto no existe."))
    empty = Template(kind, role, "", "", variant, language, version=0, checked=language in SURE)
    return replace(empty, asks=spanish.asks, promises_call=spanish.promises_call) if spanish else empty


def outdated(key: str | None, version: int | None) -> bool:
    """Whether a text was composed in words that have been changed since. While no change is still on its way through
    the planned texts none is, and that costs one statement. Words typed by a person never are."""
    if version is None or db.session.scalar(UNDER_WAY) is None:
        return False
    current = book().texts.get(key)
    return current is not None and current.version != version


def versions(key: str) -> list[Version]:
    """Every wording of a text, the newest first; the shipped one is the last, kept or not."""
    rows = select(TemplateVersion, TemplateCheck).outerjoin(TemplateCheck).where(TemplateVersion.key == key)
    rows = rows.options(joinedload(TemplateVersion.written_by)).order_by(TemplateVersion.id.desc())
    found = [Version(_template(row, check is not None), row, check) for row, check in db.session.execute(rows)]
    shipped = SHIPPED.texts.get(key)
    kept = any(one.row.written_by_id is None and one.row.body == shipped.body for one in found) if shipped else True
    return found if kept else [*found, Version(shipped, None, None)]


def reword(key: str, body: str, brief: str, by: User, now: datetime) -> TemplateVersion:
    """A new version of a text. Refused: unknown blanks, braces that do not close, what must not be said, more than
    two parts; the same words again; words of a proposed kind that are not one's own."""
    text = named(key)
    _refuse_another_hand(text.kind, by)
    drafting.refuse_unfit(text, body, brief)
    newest = next(iter(versions(key)), None)
    if newest and (newest.template.body, newest.template.brief) == (body, brief):
        raise Refused(_("Dice lo mismo que ahora: no hay nada que cambiar."), "body")
    _keep_shipped(key, now)
    row = TemplateVersion(key=key, version=_next(key), body=body, brief=brief, kept_at=now, written_by_id=by.id)
    db.session.add(row)
    db.session.flush()
    audit.record("messaging.reword", f"template:{key}", by, version=row.version, body=body, brief=brief)
    return row


def _refuse_another_hand(kind: str, by: User) -> None:
    """While a kind waits for its second person, its words are those of who proposes it."""
    proposed = db.session.get(MessageKind, int(kind.removeprefix(OWN))) if kind.startswith(OWN) else None
    if proposed and proposed.state == "proposed" and proposed.proposed_by_id != by.id:
        raise Refused(_("Mientras espera su visto bueno, sólo quien lo propuso cambia sus palabras."), "body")


def check(key: str, version: int, speaker: str, on: date, by: User, now: datetime) -> TemplateCheck:
    """A speaker said that this version is right: from now on it is sent. Refused: words that nobody has written, and
    a version that was checked already."""
    _keep_shipped(key, now)
    row = db.session.scalar(select(TemplateVersion).filter_by(key=key, version=version))
    if row is None:
        raise NotFound(_("Esa versión no existe."))
    if db.session.scalar(select(TemplateCheck.id).filter_by(template_version_id=row.id)):
        raise Refused(_("Esa versión ya estaba revisada."))
    done = TemplateCheck(
        template_version_id=row.id, speaker=speaker, checked_on=on, recorded_by_id=by.id, recorded_at=now
    )
    db.session.add(done)
    audit.record("messaging.check_words", f"template:{key}", by, version=version, speaker=speaker, on=on.isoformat())
    return done


def keep_templates(now: datetime) -> None:
    """Keeps the words of every shipped text that may go out, whatever becomes of them later. Words that the program
    ships anew are kept as a version of their own. Of several workers that start at once, one writes them down: they
    take turns on the channel."""
    if not _not_kept():
        return
    db.session.execute(select(Channel.name).with_for_update())
    for text in _not_kept():
        _keep(text, now)


def _not_kept() -> list[Template]:
    rows = db.session.execute(select(TemplateVersion.key, TemplateVersion.body, TemplateVersion.brief))
    kept = {(key, body, brief) for key, body, brief in rows}
    texts = (*SHIPPED.texts.values(), *RELAYED)
    return [text for text in texts if (text.key, text.body, text.brief) not in kept]


def _keep_shipped(key: str, now: datetime) -> None:
    text = SHIPPED.texts.get(key)
    same = select(TemplateVersion.id).filter_by(key=key, written_by_id=None)
    if text and db.session.scalar(same.where(TemplateVersion.body == text.body)) is None:
        _keep(text, now)


def _keep(text: Template, now: datetime) -> None:
    db.session.add(
        TemplateVersion(key=text.key, version=_next(text.key), body=text.body, brief=text.brief, kept_at=now)
    )
    db.session.flush()


def _next(key: str) -> int:
    last = select(TemplateVersion.version).filter_by(key=key).order_by(TemplateVersion.version.desc()).limit(1)
    return (db.session.scalar(last) or 0) + 1


def writers(kind: str) -> set[int]:
    """Who wrote any words of a kind."""
    rows = select(TemplateVersion.written_by_id).where(TemplateVersion.key.startswith(f"{kind}.", autoescape=True))
    return {user_id for user_id in db.session.scalars(rows) if user_id}


def shelf(kinds: Iterable[str], in_use: Book) -> list[tuple[str, str, str, dict[str, str]]]:
    """(kind, reader, variant, language → standing) for every text there is to write, in the order of the kinds."""
    spots = [(text.kind, text.role, text.variant) for text in SHIPPED.texts.values() if text.language == "es"]
    spots += [(kind, role, "") for kind in kinds if kind not in KINDS for role in ROLES[:2]]
    ordered = sorted(spots, key=lambda spot: (_rank(spot[0]), ROLES.index(spot[1])))
    return [(*spot, {tongue: in_use.standing(*spot, tongue) for tongue in LANGUAGES}) for spot in ordered]


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)
