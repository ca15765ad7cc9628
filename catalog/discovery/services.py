"""Counts what people search for in vain."""

from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from catalog.db.work import Work
from catalog.discovery.models import SearchMiss
from catalog.discovery.rules.misses import MAX_ROWS, worth_noting

_SHARE = 20  # one in so many rows is given up when the table is full


def note_miss(work: Work, text: str, language: str, *, max_rows: int = MAX_ROWS) -> bool:
    """Count a fruitless search; return False when it is not worth keeping."""
    line = worth_noting(text)
    if line is None:
        return False
    same = (SearchMiss.text == line, SearchMiss.language == language)
    again = (
        update(SearchMiss)
        .where(*same)
        .values(times=SearchMiss.times + 1, last_at=work.now)
        .returning(SearchMiss.times)
    )
    if work.session.scalar(again) is None:
        _make_room(work, max_rows)
        is_sqlite = work.session.get_bind().dialect.name == "sqlite"
        insert = sqlite.insert if is_sqlite else postgresql.insert
        values = {"text": line, "language": language, "times": 1, "last_at": work.now}
        # Two processes may miss the same word at once; either one's row will do.
        work.session.execute(insert(SearchMiss).values(values).on_conflict_do_nothing())
    return True


def _make_room(work: Work, max_rows: int) -> None:
    """Give up the rarest and oldest words when the table is full."""
    if (work.session.scalar(select(func.count()).select_from(SearchMiss)) or 0) < max_rows:
        return
    rare = (
        select(SearchMiss.text, SearchMiss.language)
        .order_by(SearchMiss.times, SearchMiss.last_at)
        .limit(max(1, max_rows // _SHARE))
    )
    for text, language in work.session.execute(rare).all():
        work.session.execute(
            delete(SearchMiss).where(SearchMiss.text == text, SearchMiss.language == language)
        )
