"""Scripts for people who work on the site; the site itself never imports them."""
