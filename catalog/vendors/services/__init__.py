"""Changes to vendors."""

from catalog.vendors.services.contacts import ContactDraft, keep_contact
from catalog.vendors.services.on_behalf import note_on_behalf
from catalog.vendors.services.taking_in import vendors_for_import

__all__ = ["ContactDraft", "keep_contact", "note_on_behalf", "vendors_for_import"]
