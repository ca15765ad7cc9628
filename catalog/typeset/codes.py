"""QR codes as drawings that stay sharp at every size."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import segno

_QUIET = 4  # modules of white around, as ISO/IEC 18004 asks for


def qr_svg(text: str) -> bytes:
    """Return an SVG of the QR code of this text: black on white with its quiet zone.

    Error correction is at least M; it becomes higher where that costs no larger code.
    """
    rows = [list(map(bool, row)) for row in segno.make_qr(text, error="m").matrix]
    side = len(rows) + 2 * _QUIET
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path d="{"".join(_bars(rows))}"/></svg>'
    ).encode()


def _bars(rows: Sequence[Sequence[bool]]) -> Iterable[str]:
    """Yield a rectangle for each bar of dark modules; those of equal rows below become one."""
    waiting: dict[tuple[int, int], int] = {}  # where a bar began, by its place and width
    for y, row in enumerate([*rows, []]):
        now = set(_runs(row))
        for bar in sorted(set(waiting) - now):
            top = waiting.pop(bar)
            yield f"M{bar[0] + _QUIET} {top + _QUIET}h{bar[1]}v{y - top}h-{bar[1]}z"
        for bar in now:
            waiting.setdefault(bar, y)


def _runs(row: Sequence[bool]) -> Iterable[tuple[int, int]]:
    """Yield place and width of each run of dark modules."""
    place = 0
    for is_dark, run in groupby(row):
        width = len(list(run))
        if is_dark:
            yield place, width
        place += width
