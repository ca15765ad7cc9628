"""A person at a browser: goes places, and notices everything that goes wrong on the way."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from catalog.settings import ROOT
from tests.e2e.site import Site

_AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN_AXE = f"""async () => {{
  const found = await axe.run(document, {{
    runOnly: {json.dumps(_RULES)}, resultTypes: ["violations"]
  }});
  return found.violations.flatMap(v => v.nodes.map(n => `${{v.id}}: ${{n.target}} (${{v.help}})`));
}}"""
_PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass(frozen=True)
class Size:
    """A screen, in CSS pixels."""

    name: str
    width: int
    height: int

    @property
    def is_phone(self) -> bool:
        """Return whether this is a touch screen held in a hand."""
        return self.width < 600


PHONE = Size("phone", 390, 844)
LAPTOP = Size("laptop", 1280, 900)


@cache
def _axe_source() -> str:
    return _AXE.read_text(encoding="utf-8")


class Visitor:
    """One browser window on the site, in one language."""

    def __init__(self, context: BrowserContext, site: Site, language: str) -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.language = language
        self.troubles: list[str] = []
        self._expected: set[int] = set()
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("requestfailed", self._miss)
        self.page.on("response", self._receive)

    def go(self, path: str, *, status: int = 200) -> Page:
        """Open a page of the site and check the status that it answers with."""
        if status >= 400:
            self._expected.add(status)
        response = self.page.goto(self.site.address(path, self.language))
        assert response is not None
        assert response.status == status, f"{path} answered {response.status}"
        return self.page

    def axe(self) -> list[str]:
        """Return what axe-core finds wrong with the page as it stands, one line a node."""
        with self._in_a_tall_window():
            # Sent through the debugger's door, so the page's own content policy stays in force.
            self.page.evaluate(_axe_source())
            found: list[str] = self.page.evaluate(_RUN_AXE)
        return found

    def look(self, name: str = "", *, dark: bool = False) -> Page:
        """Look at the screen as it stands, wanted also by night, and fail on what is wrong.

        With ``JOURNEY_SHOTS=folder`` a picture of each screen that has a name is kept there.
        """
        page = self.page
        page.wait_for_load_state()
        found = [f"{self.excess_width()} px too wide"] if self.excess_width() else []
        found += [f"{count} h1"] if (count := page.locator("h1").count()) != 1 else []
        for scheme in ("light", "dark") if dark else ("light",):
            page.emulate_media(
                color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce"
            )
            if dark:
                page.wait_for_timeout(350)  # buttons fade into the other colours
                page.evaluate(_PAINTED)
            found += [f"{scheme}: {line}" for line in self.axe()]
            if name and (folder := os.environ.get("JOURNEY_SHOTS")):
                with self._in_a_tall_window():
                    page.screenshot(path=Path(folder) / f"{name}-{scheme}.png")
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        assert found == [], f"{name} {page.url}: {found}"
        return page

    def press(self, words: str) -> Page:
        """Press the button, or follow the link, with these words, and wait for what comes."""
        page = self.page
        named = page.get_by_role("button", name=words, exact=True)
        target = named.or_(page.get_by_role("link", name=words, exact=True)).first
        target.click()
        page.wait_for_load_state()
        return page

    def expect_refusals(self) -> None:
        """Forms of this window may come back with what to mend."""
        self._expected.add(422)

    def expect_conflicts(self) -> None:
        """Somebody else may have been faster than this window."""
        self._expected.add(409)

    def excess_width(self) -> int:
        """Return by how many pixels the page is wider than its window."""
        found: int = self.page.evaluate(_TOO_WIDE)
        return found

    @contextmanager
    def _in_a_tall_window(self) -> Iterator[None]:
        """As tall as the page: what a sticky bar covers just now is one scroll away."""
        size = self.page.viewport_size
        assert size is not None
        height = self.page.evaluate("() => document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": height})
        yield
        self.page.set_viewport_size(size)

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type != "error":
            return
        if "ERR_INTERNET_DISCONNECTED" in message.text:
            return
        if any(f"status of {status}" in message.text for status in self._expected):
            return
        self.troubles.append(f"console: {message.text} ({message.location.get('url')})")

    def _miss(self, request: Request) -> None:
        # A picture that is still loading when one moves on is nobody's fault.
        # Nor is a signal that the test itself has taken away.
        if not re.search("ERR_ABORTED|ERR_INTERNET_DISCONNECTED", request.failure or ""):
            self.troubles.append(f"failed: {request.url} ({request.failure})")

    def _receive(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._expected:
            self.troubles.append(f"{response.status}: {response.url}")
        if not response.url.startswith((self.site.url, "data:")):
            self.troubles.append(f"another origin: {response.url}")
