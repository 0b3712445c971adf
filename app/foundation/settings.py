"""Settings: the `NAV_` variables of the environment, read once, refused in words when they cannot serve."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import click
from flask import current_app

_PLACEHOLDER = re.compile(r"\bdev|develop|insecure|change.?me", re.IGNORECASE)


class Misconfigured(click.ClickException):
    """The program does not start; the sentence says which variable to set. A command ends with exit 2."""

    exit_code = 2


@dataclass(frozen=True)
class Settings:
    env: str
    allow_simulator: bool
    database_url: str
    secret_key: str
    public_url: str
    timezone: str
    locale: str
    currency: str
    sms_gateway: str
    twilio_account_sid: str
    twilio_auth_token: str
    twilio_from: str
    twilio_api_base: str
    twilio_voice_from: str  # the number that calls; a messaging service cannot
    voice: bool  # whether a machine may call at all
    sms_settle_seconds: int
    sms_lease_seconds: int
    sms_rate_per_second: int
    sms_daily_cap: int
    sms_allow: str
    sms_price: int  # centavos of the programme's currency per segment, an estimate
    stay_ceiling: int  # nights away; above it a stay needs somebody's name
    urgent_limit: int  # pesos of an urgent trip's rides; above it an administrator confirms
    metrics_token: str
    second_step: frozenset[str]  # roles that cannot sign in with a password alone
    office_hours: str  # when money is handed out: "lunes o martes de 9 a 3"
    office: str  # as texts say it: "Soy Lupita, de Jaltenango"
    office_phone: str  # ten digits, as the travel sheet prints it; empty for none
    team_name: str  # signs texts of a case that nobody has taken yet
    programme: str  # whose paper a report is, with its address and RFC
    programme_address: str
    programme_rfc: str
    tiles_url: str  # of map tiles, with {z}/{x}/{y}; empty: the map draws lines on plain ground
    tiles_credit: str
    nominatim_url: str  # a server to ask for places that the gazetteer lacks; empty: nobody is asked
    instance: Path
    heads_folder: Path  # where the ends of the chains are written down once a day

    @property
    def production(self) -> bool:
        return self.env == "production"


def current() -> Settings:
    """Those of the running program."""
    return current_app.config["SETTINGS"]


def from_environment(instance: Path) -> Settings:
    """`instance` is the folder of what this installation keeps: database, secret, files."""
    get = os.environ.get
    env = get("NAV_ENV", "development")
    settings = Settings(
        env=env,
        allow_simulator=get("NAV_ALLOW_SIMULATOR") == "1",
        database_url=get("NAV_DATABASE_URL") or f"sqlite:///{instance / 'acompana.sqlite'}",
        secret_key=get("NAV_SECRET_KEY") or _kept_secret(instance),
        public_url=get("NAV_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/"),
        timezone=get("NAV_TIMEZONE", "America/Mexico_City"),
        locale=get("NAV_LOCALE", "es_MX"),
        currency=get("NAV_CURRENCY", "MXN"),
        sms_gateway=get("NAV_SMS_GATEWAY", "simulator"),
        twilio_account_sid=get("NAV_TWILIO_ACCOUNT_SID", ""),
        twilio_auth_token=get("NAV_TWILIO_AUTH_TOKEN", ""),
        twilio_from=get("NAV_TWILIO_FROM", ""),
        twilio_api_base=get("NAV_TWILIO_API_BASE", ""),
        twilio_voice_from=get("NAV_TWILIO_VOICE_FROM") or _a_number(get("NAV_TWILIO_FROM", "")),
        voice=_voice(get("NAV_VOICE", ""), get("NAV_SMS_GATEWAY", "simulator")),
        sms_settle_seconds=_number("NAV_SMS_SETTLE_SECONDS", 90),
        sms_lease_seconds=_number("NAV_SMS_LEASE_SECONDS", 60),
        sms_rate_per_second=_number("NAV_SMS_RATE_PER_SECOND", 10),
        sms_daily_cap=_number("NAV_SMS_DAILY_CAP", 0),
        sms_allow=get("NAV_SMS_ALLOW", ""),
        sms_price=_number("NAV_SMS_PRICE", 90),
        stay_ceiling=_number("NAV_STAY_CEILING", 10),
        urgent_limit=_number("NAV_URGENT_LIMIT", 5000),
        metrics_token=get("NAV_METRICS_TOKEN", ""),
        second_step=_roles("NAV_SECOND_STEP", "finance,admin" if env == "production" else "none"),
        office=get("NAV_OFFICE", "Jaltenango"),
        office_hours=get("NAV_OFFICE_HOURS", ""),
        office_phone=_phone("NAV_OFFICE_PHONE"),
        team_name=get("NAV_TEAM_NAME", "el equipo de apoyo"),
        **_letterhead(),
        **_maps(),
        **_folders(instance),
    )
    _refuse_unsafe(settings)
    return settings


def _number(name: str, default: int) -> int:
    typed = os.environ.get(name, "")
    if typed and not typed.isdigit():
        raise Misconfigured(f"{name} must be a whole number, not {typed!r}.")
    return int(typed or default)


def _a_number(sender: str) -> str:
    """The sender of texts, where it is a number that can call too."""
    return sender if sender.startswith("+") else ""


def _voice(typed: str, gateway: str) -> bool:
    """On with the simulator, which rings on screen alone; real telephones ring when somebody has said so."""
    if typed not in ("", "on", "off"):
        raise Misconfigured(f"NAV_VOICE is on or off, not {typed!r}.")
    return typed == "on" or (not typed and gateway == "simulator")


def _phone(name: str) -> str:
    """The ten national digits, however they were typed."""
    typed = os.environ.get(name, "")
    digits = re.sub(r"\D", "", typed)
    if typed and (len(digits) < 10 or digits[:-10] not in ("", "52")):
        raise Misconfigured(f"{name} must be a number of ten digits, not {typed!r}.")
    return digits[-10:]


def _roles(name: str, default: str) -> frozenset[str]:
    typed = os.environ.get(name) or default
    if not re.fullmatch(r"[a-z]+(,[a-z]+)*", typed):
        raise Misconfigured(f"{name} is a list of roles such as finance,admin, or none, not {typed!r}.")
    return frozenset(typed.split(",")) - {"none"}


def _folders(instance: Path) -> dict[str, Path]:
    return {"instance": instance, "heads_folder": Path(os.environ.get("NAV_HEADS_FOLDER") or instance)}


def _letterhead() -> dict[str, str]:
    return {
        "programme": os.environ.get("NAV_PROGRAMME", "Acompaña"),
        "programme_address": os.environ.get("NAV_PROGRAMME_ADDRESS", ""),
        "programme_rfc": os.environ.get("NAV_PROGRAMME_RFC", ""),
    }


def _maps() -> dict[str, str]:
    return {
        "tiles_url": _web_address("NAV_TILES_URL", "{z}", "{x}", "{y}"),
        "tiles_credit": os.environ.get("NAV_TILES_CREDIT", ""),
        "nominatim_url": _web_address("NAV_NOMINATIM_URL"),
    }


def _web_address(name: str, *holds: str) -> str:
    """Empty, or an address of the web with nothing in it that could end a policy of the browser."""
    typed = os.environ.get(name, "").rstrip("/")
    readable = re.fullmatch(r"https?://[A-Za-z0-9.-]+(:\d+)?(/[^\s;,'\"]*)?", typed)
    if typed and not (readable and all(one in typed for one in holds)):
        raise Misconfigured(f"{name} must be an address such as https://host/{'/'.join(holds)}, not {typed!r}.")
    return typed


def _kept_secret(instance: Path) -> str:
    """The random secret of this installation, written once and readable by its owner alone."""
    file = instance / "secret_key"
    if not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as writer:
            writer.write(secrets.token_urlsafe(48))
    return file.read_text().strip()


def _refuse_unsafe(settings: Settings) -> None:
    if settings.env not in ("development", "production"):
        raise Misconfigured(f"NAV_ENV is development or production, not {settings.env!r}.")
    if settings.sms_gateway not in ("simulator", "twilio"):
        raise Misconfigured(f"NAV_SMS_GATEWAY is simulator or twilio, not {settings.sms_gateway!r}.")
    if settings.sms_gateway == "twilio":
        for name in ("TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN", "TWILIO_FROM"):
            if not getattr(settings, name.lower()):
                raise Misconfigured(f"NAV_SMS_GATEWAY=twilio needs NAV_{name}.")
        if settings.voice and not settings.twilio_voice_from:
            raise Misconfigured("NAV_VOICE=on needs NAV_TWILIO_VOICE_FROM: a messaging service cannot call.")
    _refuse_unknown_zone(settings.timezone)
    if not settings.production:
        return
    given = os.environ.get("NAV_SECRET_KEY", "")
    if len(given) < 32 or _PLACEHOLDER.search(given):
        raise Misconfigured("In production NAV_SECRET_KEY must be a random text of 32 characters or more.")
    if os.environ.get("FLASK_DEBUG", "0") not in ("", "0", "false"):
        raise Misconfigured("Production does not run with FLASK_DEBUG.")
    if settings.sms_gateway == "simulator" and not settings.allow_simulator:
        raise Misconfigured("The simulator texts nobody: set NAV_SMS_GATEWAY=twilio, or NAV_ALLOW_SIMULATOR=1.")


def _refuse_unknown_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:
        raise Misconfigured(f"NAV_TIMEZONE is a zone such as America/Mexico_City, not {name!r}.") from unknown
