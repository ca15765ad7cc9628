"""Reads what a page of results says."""

import re
from html import unescape

from werkzeug.test import TestResponse


def titles(answer: TestResponse) -> list[str]:
    """Return the names on the cards of the results, as a reader sees them."""
    assert answer.status_code == 200, answer.status
    found = re.findall(r'card__title"><a [^>]*>(.*?)</a>', answer.text)
    return [unescape(re.sub(r"</?mark>", "", title)) for title in found]


def total(answer: TestResponse) -> int:
    """Return the number of products that the page speaks of."""
    found = re.search(r"data-total>([\d.,]+)", answer.text)
    assert found, answer.text[:400]
    return int(re.sub("[.,]", "", found[1]))


def checkbox(answer: TestResponse, parameter: str, value: str) -> tuple[bool, int] | None:
    """Return (checked, count) of a facet's value, or None when it is not offered."""
    found = re.search(
        rf'id="f-{parameter}-{value}"[^>]*?(checked)? />.*?class="n">([\d.,]+)<',
        answer.text,
        re.DOTALL,
    )
    return (bool(found[1]), int(re.sub("[.,]", "", found[2]))) if found else None


def links(answer: TestResponse, words: str) -> list[str]:
    """Return the addresses of links whose text holds these words."""
    found = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', answer.text, re.DOTALL)
    return [
        unescape(url) for url, inside in found if words in unescape(re.sub("<[^>]*>", "", inside))
    ]
