"""Writes mails in the reader's language: ``templates/mail/<name>/{subject,body}.txt, body.html``.

Addresses in mails come from the settings alone: a Host header has no say in them. In HTML,
``look`` gives the style attribute of each part, since mail programs know no stylesheets.
"""

from typing import NamedTuple
from uuid import UUID

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup

from catalog.db.work import Work
from catalog.kernel.text import clean_block, clean_line
from catalog.mail.services import post
from catalog.settings import Settings
from catalog.web.locale import path_in

_FONT = "font-family:'Plus Jakarta Sans',Roboto,'Segoe UI',Arial,sans-serif"
_LOOK = {
    "page": f"margin:0;padding:0;background:#F4F7FC;color:#0C1636;{_FONT}",
    "outer": "background:#F4F7FC",
    "cell": "padding:24px 12px",
    "sheet": "max-width:560px;background:#FFFFFF;border:1px solid #D9E1EE;border-radius:14px",
    "head": "padding:18px 24px;background:#12275E;border-radius:13px 13px 0 0;"
    f"color:#FFFFFF;font-size:20px;font-weight:700;letter-spacing:.01em;{_FONT}",
    "body": f"padding:24px;font-size:16px;line-height:1.6;color:#0C1636;{_FONT}",
    "title": f"margin:0 0 12px;font-size:22px;line-height:1.3;color:#0C1636;{_FONT}",
    "subtitle": f"margin:20px 0 4px;font-size:17px;line-height:1.35;color:#0C1636;{_FONT}",
    "text": "margin:0 0 16px",
    "fact": "margin:0 0 16px;padding:10px 14px;background:#FBF3DF;border-radius:8px;color:#0C1636",
    "code": "margin:0 0 16px;padding:14px;background:#EDF3FB;border-radius:8px;font-size:26px;"
    "font-weight:700;letter-spacing:.12em;text-align:center;color:#12275E",
    "button": "display:inline-block;padding:13px 24px;border-radius:999px;background:#1E4C9C;"
    f"color:#FFFFFF;font-weight:700;text-decoration:none;{_FONT}",
    "link": "color:#1E4C9C",
    "small": "margin:0 0 12px;font-size:14px;line-height:1.5;color:#3B4769;word-break:break-word",
    "foot": f"padding:0 24px 24px;font-size:14px;line-height:1.5;color:#3B4769;{_FONT}",
    "rule": "border:0;border-top:1px solid #D9E1EE;margin:0 0 16px",
}
_LOOKS = {part: Markup(f'style="{style}"') for part, style in _LOOK.items()}  # noqa: S704  # ours


class Written(NamedTuple):
    """A mail in words."""

    subject: str
    text: str
    html: str


def write(name: str, language: str, **values: object) -> Written:
    """Return the mail of this name; works in requests, jobs and commands alike.

    Templates find ``values`` and ``language``, ``link(path)`` for addresses in that language,
    ``site_url``, ``site_name`` and ``look``.
    """
    settings: Settings = current_app.extensions["catalog_settings"]

    def link(path: str) -> str:
        return settings.site_url + path_in(language, path)

    known = {
        "language": language,
        "link": link,
        "look": _LOOKS,
        "site_url": settings.site_url,
        **values,
    }
    with force_locale(language):
        parts = [
            current_app.jinja_env.get_template(f"mail/{name}/{part}").render(known)
            for part in ("subject.txt", "body.txt", "body.html")
        ]
    return Written(clean_line(parts[0]), clean_block(parts[1]) + "\n", parts[2])


def send(work: Work, name: str, *, to: str, language: str, **values: object) -> UUID:
    """Have the mail of this name sent once this transaction stands; returns its id.

    Among the values, ``unsubscribe`` is the address that ends such mails in one press.
    """
    return post(
        work,
        to=to,
        language=language,
        unsubscribe=str(values.get("unsubscribe", "")),
        **write(name, language, **values)._asdict(),
    )
