"""What a vendor may be, what the registry keeps of it, and how one comes in."""

from catalog.vendors.rules.window import TextState, VendorStatus, is_paused, monogram, workers_band

__all__ = ["TextState", "VendorStatus", "is_paused", "monogram", "workers_band"]
