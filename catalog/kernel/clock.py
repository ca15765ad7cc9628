"""Dates as the galleries count them: Western Indonesian Time (WIB, UTC+7, no summer time)."""

from datetime import UTC, date, datetime, timedelta, timezone

# A fixed offset: Indonesia keeps no summer time, so no time zone database is needed.
WIB = timezone(timedelta(hours=7), "WIB")


def utc_now() -> datetime:
    """Return the present moment, aware, in UTC; only entry points call it."""
    return datetime.now(UTC)


def wib_date(moment: datetime) -> date:
    """Return the calendar date in WIB at this moment."""
    return moment.astimezone(WIB).date()


def wib(moment: datetime) -> datetime:
    """Return the moment in WIB."""
    return moment.astimezone(WIB)
