"""Picture rows for tests; no file stands behind them."""

import hashlib
from datetime import UTC, datetime
from itertools import count

from sqlalchemy.orm import Session

from catalog.media.models import Image

_numbers = count(1)


def an_image(session: Session, **values: object) -> Image:
    """Store the row of a square photograph, 1600 pixels wide."""
    digest = hashlib.sha256(f"picture {next(_numbers)}".encode()).hexdigest()
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    image = Image(
        **{
            "digest": digest,
            "name": digest[:20],
            "format": "jpeg",
            "byte_size": 500_000,
            "width": 1600,
            "height": 1600,
            "widths": [200, 400, 640, 960, 1600],
            "colour": "#808ba9",
            "warnings": [],
            "crops": {},
            "created_at": moment,
            "seen_at": moment,
            **values,
        }
    )
    session.add(image)
    session.flush()
    return image
