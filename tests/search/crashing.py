"""Changes an index for ever, to be killed at any moment.

``python -m tests.search.crashing FOLDER``.
Document ``left`` and document ``right`` always carry the same number; one without the other, or
with another's number, would be half a batch.
"""

import sys
from itertools import count
from pathlib import Path

from catalog.search.document import Document
from catalog.search.engines.whoosh import WhooshEngine
from tests.search.documents import a_document


def a_pair(number: int) -> list[Document]:
    """Return the two documents of a batch, and what fills the index around them."""
    pair = [a_document(side, price=number, published=number) for side in ("left", "right")]
    return [*pair, a_document(f"filler {number % 40}", price=None)]


def main(root: Path) -> None:
    """Apply batch after batch, with a rebuild now and then; say which are done."""
    engine = WhooshEngine(root)
    for number in count(engine.generation() + 1):
        if number % 9 == 0:
            engine.rebuild(a_pair(number), applied=number)
        else:
            engine.apply(a_pair(number), [], applied=number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
