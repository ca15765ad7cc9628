"""What limits, shares and reasons are called; msgids, filled with ``number`` or ``market``."""

from catalog.composing.rules.wishes import HIGH, LOW, MIDDLE
from catalog.kernel.text import N_

# A limit as a sentence of its own.
LIMITS = {
    "least": N_("At least %(number)s pieces"),
    "per_vendor": N_("At most %(number)s of one maker"),
    "districts": N_("At least %(number)s kecamatan"),
    "district_share": N_("At most %(number)s percent from one kecamatan"),
    "categories": N_("At least %(number)s kinds of goods"),
    "category_share": N_("At most %(number)s percent of one kind"),
    "women": N_("At least %(number)s percent by businesses of women"),
    "p2wkss": N_("At least %(number)s percent by P2WKSS makers"),
    "micro": N_("At least %(number)s percent by micro businesses"),
    "galleries": N_("At least %(number)s percent from each gallery"),
    "new": N_("At least %(number)s percent never shown before"),
    "price_low": N_("At least %(number)s percent up to Rp100.000"),
    "price_middle": N_("At least %(number)s percent between Rp100.000 and Rp500.000"),
    "price_high": N_("At least %(number)s percent from Rp500.000"),
    "in_stock": N_("Only what is in stock"),
    "green": N_("Only what is ready for %(market)s"),
    "keep": N_("%(number)s locked pieces"),
}
# The same limit, taken off.
LIFTED = {
    "in_stock": N_("Also what is made to order"),
    "green": N_("Also what is not ready for %(market)s yet"),
}
SPLITS = {
    "district": N_("Kecamatan"),
    "category": N_("Kinds of goods"),
    "gallery": N_("Galleries"),
    "new": N_("Never shown before"),
    "price": N_("Prices"),
    "stock": N_("In stock"),
    "women": N_("Businesses of women"),
    "p2wkss": N_("P2WKSS makers"),
    "size": N_("Size of the business"),
}
VALUES = {
    "yes": N_("yes"),
    "no": N_("no"),
    "unknown": N_("not known"),
    "others": N_("all others"),
    LOW: N_("up to Rp100.000"),
    MIDDLE: N_("Rp100.000 to Rp500.000"),
    HIGH: N_("from Rp500.000"),
    "micro": N_("micro"),
    "small": N_("small"),
    "medium": N_("medium"),
    "large": N_("larger"),
}
PARTS = (N_("Quality"), N_("Theme"), N_("Readiness"), N_("Turn"))
LEFT_OUT = {
    "withdrawn": N_("%(number)s withdrawn"),
    "not_public": N_("%(number)s not published"),
    "vendor_closed": N_("%(number)s of businesses that are closed"),
    "vendor_paused": N_("%(number)s of makers on holiday"),
    "sold_out": N_("%(number)s out of stock"),
}
