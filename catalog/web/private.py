"""Files of people that only some may see: sent so that nothing runs, and nothing is kept."""

from collections.abc import Iterator

from flask import Response

# A stranger's file is shown in a place of its own: without scripts, forms or an origin.
_POLICY = "sandbox; default-src 'none'"


def private_file(
    data: bytes | Iterator[bytes], content_type: str, name: str, *, is_shown: bool
) -> Response:
    """Return a file for a single pair of eyes.

    ``name`` is ASCII and ours; ``is_shown`` lets the browser show it instead of saving it: only
    for pictures that we have made ourselves.
    """
    how = "inline" if is_shown else "attachment"
    return Response(
        data,
        content_type=content_type,
        headers={
            "Content-Disposition": f'{how}; filename="{name}"',
            "Content-Security-Policy": _POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        },
    )
