"""Plain-text accounting: one journal for beancount, one for hledger, each ending in our balances as assertions."""

from datetime import timedelta

from .book import AccountLine, Book, EntryLine

ROOTS = {
    "box": "Assets:Cajas", "bank": "Assets:Bancos", "advance": "Assets:Apoyos", "payable": "Liabilities:PorPagar",
    "fund": "Equity:Fondos", "applied": "Equity:Aplicados", "expense": "Expenses:Gastos",
}  # fmt: skip


def account_name(account: AccountLine) -> str:
    """`Assets:Cajas:101-01-0001`: the code and not the name, which people may change."""
    return f"{ROOTS[account.kind]}:{account.code.replace('.', '-')}"


def amount(minor: int, currency: str) -> str:
    sign = "-" if minor < 0 else ""
    return f"{sign}{abs(minor) // 100}.{abs(minor) % 100:02d} {currency}"


def beancount(book: Book) -> str:
    """Accepted by bean-check, whose balances must equal ours: they are asserted on the day after the last entry."""
    lines = ['option "title" "Acompaña"', *_operating_currencies(book), ""]
    for account in book.accounts:
        lines += [
            f"{book.first_day} open {account_name(account)} {account.currency}",
            f'  nombre: "{_quoted(account.name)}"',
        ]
    for entry in book.entries:
        lines += ["", f'{entry.book_date} * "{_quoted(entry.memo or entry.kind)}" ^{_link(entry)}', *_facts(entry)]
        lines += [f"  {name}  {value}" for name, value in _postings(entry)]
    lines.append("")
    after = book.last_day + timedelta(days=1)
    lines += [f"{after} balance {account_name(a)}  {amount(a.standing, a.currency)}" for a in book.accounts]
    return "\n".join(lines) + "\n"


def _operating_currencies(book: Book) -> list[str]:
    return [f'option "operating_currency" "{code}"' for code in sorted({a.currency for a in book.accounts})]


def _facts(entry: EntryLine) -> list[str]:
    facts = [f"  asiento: {entry.seq}", f'  tipo: "{entry.kind}"', f"  ocurrio: {entry.occurred_on}"]
    cases = sorted({line.case_number for line in entry.transfers if line.case_number})
    funds = sorted({line.fund for line in entry.transfers if line.fund})
    facts += [f'  caso: "{_quoted(", ".join(cases))}"'] if cases else []
    facts += [f'  fondo: "{_quoted(", ".join(funds))}"'] if funds else []
    facts += [f"  revierte: {entry.reverses}"] if entry.reverses else []
    return [*facts, f'  huella: "{entry.hash}"']


def _postings(entry: EntryLine) -> list[tuple[str, str]]:
    postings = []
    for line in entry.transfers:
        postings.append((account_name(line.debit), amount(line.amount, line.currency)))
        postings.append((account_name(line.credit), amount(-line.amount, line.currency)))
    return postings


def _link(entry: EntryLine) -> str:
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_/.") else "-" for c in entry.source)


def _quoted(text: str) -> str:
    """Within quotes, on one line."""
    return _one_line(text).replace("\\", "/").replace('"', "'")


def _one_line(text: str) -> str:
    """One space between words, and no character that is not seen: a NUL ends a journal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def hledger(book: Book) -> str:
    """Accepted by `hledger check`; a last transaction of zeros asserts every balance."""
    lines = ["; Acompaña", *_commodities(book)]
    lines += [f"account {account_name(a)}  ; {_plain(a.name)}" for a in book.accounts]
    for entry in book.entries:
        lines += [
            "",
            f"{entry.book_date} * ({entry.seq}) {_plain(entry.memo or entry.kind)}"
            f"  ; asiento:{entry.seq}, tipo:{entry.kind}",
        ]
        lines += [f"    {name}  {value}" for name, value in _postings(entry)]
    if book.entries:
        lines += ["", f"{book.last_day} * Saldos"]
        lines += [
            f"    {account_name(a)}  {amount(0, a.currency)} = {amount(a.standing, a.currency)}" for a in book.accounts
        ]
    return "\n".join(lines) + "\n"


def _commodities(book: Book) -> list[str]:
    return [f"commodity 1000.00 {code}" for code in sorted({a.currency for a in book.accounts})]


def _plain(text: str) -> str:
    """On one line, without the signs that begin a comment, a note or a tag."""
    return _one_line(text.translate(str.maketrans({";": ",", "|": "/", ":": " "})))
