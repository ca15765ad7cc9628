"""What a vendor reads of curation: what curators said, what was reported."""

from catalog.curation.manage import incidents, told
from catalog.curation.manage.blueprint import bp

__all__ = ["bp", "incidents", "told"]
