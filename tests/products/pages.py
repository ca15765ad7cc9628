"""What the tests read of a page."""

import json
import re
from typing import Any

from flask.testing import FlaskClient

_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def text_of(client: FlaskClient, path: str, status: int = 200) -> str:
    """Return the page at this path."""
    answer = client.get(path)
    assert answer.status_code == status, f"{path}: {answer.status_code}"
    return answer.get_data(as_text=True)


def linked_data(page: str) -> dict[str, dict[str, Any]]:
    """Return the schema.org blocks of a page by type."""
    found = [json.loads(block) for block in _DATA.findall(page)]
    return {block["@type"]: block for block in found}
