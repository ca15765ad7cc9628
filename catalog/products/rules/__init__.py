"""What a product may be and become; pure functions."""

from catalog.products.rules.status import Status, check_move

__all__ = ["Status", "check_move"]
