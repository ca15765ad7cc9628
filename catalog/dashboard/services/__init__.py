"""Changes behind a vendor's home: counts of visits, the vendor's own data."""

from catalog.dashboard.services.visits import add_visits

__all__ = ["add_visits"]
