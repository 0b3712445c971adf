"""A test client that looks over every page it opens, so that each test of a view also tests its page."""

from urllib.parse import urljoin, urlsplit

from flask import g, has_app_context
from flask.testing import FlaskClient
from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

NEEDS_LABEL = (
    "//input[not(@type='hidden' or @type='submit' or @type='button' or @type='reset')] | //select | //textarea"
)


class CheckedClient(FlaskClient):
    """Flask's own client; a page with a fault fails the test that opened it, and says all its faults."""

    def open(self, *args, **kwargs):
        if has_app_context():
            g.pop("_login_user", None)  # a test's own context outlives a request; the next may be somebody else's
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400 and response.data:
            found = faults(self.application, response)
            assert not found, f"{response.request.path}: " + "; ".join(found)
        return response


def faults(app, response) -> list[str]:
    """What is wrong with a page: a sentence each. A piece that htmx asked for has no head, heading or title."""
    page = html.document_fromstring(response.get_data(as_text=True))
    found = [*_headers(response), *_ids(page), *_labels(page), *_inline(page), *_addresses(app, page, response)]
    if not response.request.headers.get("HX-Request"):
        found += _skeleton(page)
    return found


def _headers(response) -> list[str]:
    policy = response.headers.get("Content-Security-Policy", "")
    found = [] if "default-src" in policy and "unsafe" not in policy else ["no strict Content-Security-Policy"]
    if "no-store" not in response.headers.get("Cache-Control", ""):
        found.append("not marked no-store")
    return found


def _skeleton(page) -> list[str]:
    found = []
    if not (page.findtext(".//title") or "").split("·")[0].strip():
        found.append("no title of its own")
    if len(page.findall(".//h1")) != 1:
        found.append(f"{len(page.findall('.//h1'))} h1 headings")
    if not page.get("lang"):
        found.append("no language on <html>")
    if len(page.findall(".//main")) != 1:
        found.append("not exactly one <main>")
    return found


def _ids(page) -> list[str]:
    ids = page.xpath("//@id")
    return [f"id {name!r} twice" for name in sorted({name for name in ids if ids.count(name) > 1})]


def _labels(page) -> list[str]:
    ids = set(page.xpath("//@id"))
    found = [f"label for {name!r}, which is not there" for name in page.xpath("//label/@for") if name not in ids]
    labelled = set(page.xpath("//label/@for"))
    for field in page.xpath(NEEDS_LABEL):
        named = field.get("aria-label") or field.get("aria-labelledby") or field.xpath("ancestor::label")
        if not named and field.get("id") not in labelled:
            found.append(f"field {field.get('name')!r} has no label")
    found += [f"picture {picture.get('src')!r} without alt" for picture in page.xpath("//img[not(@alt)]")]
    return found


def _inline(page) -> list[str]:
    """What the Content-Security-Policy would silently not run."""
    handlers = [f"inline {name}" for name in {str(a.attrname) for a in page.xpath("//@*")} if name.startswith("on")]
    styles = ["inline style"] if page.xpath("//@style | //style") else []
    scripts = ["inline script"] if page.xpath("//script[not(@src)][not(@type='application/json')]") else []
    return handlers + styles + scripts


def _addresses(app, page, response) -> list[str]:
    """Links, forms and htmx requests within the program that no route answers."""
    here = response.request.path
    wanted = [(form.get("action") or here, (form.get("method") or "get").upper()) for form in page.xpath("//form")]
    wanted += [(button.get("formaction"), "POST") for button in page.xpath("//button[@formaction]")]
    wanted += [(link, "GET") for link in page.xpath("//a/@href | //img/@src | //script/@src | //link/@href")]
    wanted += [(target, "GET") for target in page.xpath("//@hx-get")]
    wanted += [(target, "POST") for target in page.xpath("//@hx-post")]
    ids = set(page.xpath("//@id"))
    lost = [f"{link} points nowhere" for link in page.xpath("//a/@href") if _is_lost_anchor(link, ids)]
    return lost + [f"{method} {link} has no route" for link, method in wanted if not _answers(app, here, link, method)]


def _is_lost_anchor(link: str, ids: set[str]) -> bool:
    return link.startswith("#") and link != "#" and link[1:] not in ids


def _answers(app, here: str, link: str, method: str) -> bool:
    if link.startswith("#"):
        return True
    parts = urlsplit(urljoin(f"http://localhost{here}", link))
    if parts.scheme not in ("http", "https") or parts.netloc != "localhost":
        return True
    try:
        app.url_map.bind("localhost").match(parts.path, method=method)
    except RequestRedirect:
        return True
    except HTTPException:
        return False
    return True
