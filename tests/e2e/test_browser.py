"""The browser tests can see what they must see."""

from tests.e2e.conftest import Visit
from tests.e2e.visitor import LAPTOP


def test_axe_and_the_window_notice_planted_faults(visit: Visit) -> None:
    window = visit(LAPTOP)
    window.go("/healthz")
    window.page.set_content(
        "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='><button></button>"
        "<p style='inline-size:2000px;color:#eee'>pale</p>"
    )
    rules = {line.split(":")[0] for line in window.axe()}
    assert {"image-alt", "button-name", "color-contrast"} <= rules
    assert window.excess_width() > 400
    window.page.evaluate("console.error('planted')")
    assert any("planted" in trouble for trouble in window.troubles)
    window.troubles.clear()
