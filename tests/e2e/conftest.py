"""Fixtures of the journeys in a real browser, on the real site with the demo in it.

``visit`` opens a window: ``visit(PHONE, "en").go("/produk")``. When the test ends, everything that
went wrong in any window fails it: console errors, failed requests, answers of 400 and above that
were not asked for, and requests to another origin.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.databases import Databases
from tests.e2e.site import Site, demo, prepare
from tests.e2e.visitor import LAPTOP, PHONE, Size, Visitor
from tools.machine import find_chromium

Visit = Callable[..., Visitor]
_HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as a journey."""
    for item in items:
        if _HERE in item.path.parents:
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def site(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The running site; its demo was loaded once for all test processes."""
    state = tmp_path_factory.mktemp("site")
    url: str | None = None
    if request.config.getoption("--database") == "sqlite":
        # Each process of a parallel run has a folder inside the run's own.
        shared = tmp_path_factory.getbasetemp()
        if hasattr(request.config, "workerinput"):
            shared = shared.parent
        shutil.copytree(demo(shared), state, dirs_exist_ok=True)
    else:
        url = databases.empty()
        prepare(state, database_url=url)
    with Site(state, database_url=url) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium without a window."""
    program = find_chromium()
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no Chromium on this machine; see CONTRIBUTING.md")
        pytest.skip("no Chromium on this machine; see CONTRIBUTING.md")
    arguments = ["--disable-dev-shm-usage", "--force-prefers-reduced-motion"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Open windows: ``visit(PHONE, "id", dark=True, javascript=False)``."""
    windows: list[Visitor] = []

    def open_window(
        size: Size = PHONE, language: str = "id", *, dark: bool = False, javascript: bool = True
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": size.width, "height": size.height},
            has_touch=size.is_phone,
            is_mobile=size.is_phone,
            locale={"id": "id-ID", "en": "en-GB"}[language],
            timezone_id="Asia/Jakarta",
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
        )
        context.set_default_timeout(10_000)
        windows.append(Visitor(context, site, language))
        return windows[-1]

    yield open_window
    for window in windows:
        window.page.context.close()
    assert [trouble for window in windows for trouble in window.troubles] == []


@pytest.fixture(params=[PHONE, LAPTOP], ids=lambda size: size.name)
def size(request: pytest.FixtureRequest) -> Size:
    """Both screens that every page is looked at on."""
    chosen: Size = request.param
    return chosen


@pytest.fixture(params=["id", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """Both languages."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def visitor(visit: Visit, size: Size, language: str) -> Visitor:
    """A window for each screen and each language."""
    return visit(size, language)
