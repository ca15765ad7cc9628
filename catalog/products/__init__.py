"""Listings: texts, images, variants, prices, trade facts."""
