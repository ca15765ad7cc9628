"""What the officers' journeys share: the queue, and the sheet that a product is scored on."""

import re

from playwright.sync_api import Page

from tests.e2e.visitor import Visitor

WELL = "3"  # of 4 points


def open_in_queue(window: Visitor, name: str, kind: str = "") -> Page:
    """Open what waits under this name, from the queue."""
    page = window.go(f"/pengurus/antrean?jenis={kind}" if kind else "/pengurus/antrean")
    page.get_by_role("link", name=re.compile(re.escape(name), re.IGNORECASE)).first.click()
    page.wait_for_load_state()
    return page


def score(window: Visitor) -> Page:
    """Score the product that is looked at, well in everything, and come back to it."""
    page = window.page
    back = page.url
    window.press("Beri nilai")
    for name in page.eval_on_selector_all(
        "input[type=radio][name^=points-][value='3']", "all => all.map(each => each.name)"
    ):
        page.locator(f"input[name='{name}'][value='{WELL}']").check(force=True)
    page.locator("form[data-otomatis] button:not([formaction])").click()
    page.wait_for_load_state()
    page.goto(back)
    return page
