"""The site's own pages, and what its templates may say."""

from flask import Flask

from catalog.site.rules import paragraphs
from catalog.site.views import ahead, galleries, health, home, pages, sitemap, terms, words
from catalog.site.views.blueprint import bp

__all__ = ["BLUEPRINTS", "bp", "health", "home", "init_app", "pages", "sitemap"]

BLUEPRINTS = (bp, ahead.bp, galleries.bp, terms.bp)


def init_app(app: Flask) -> None:
    """Give every template the words of the site."""
    app.jinja_env.filters.update(paragraphs=paragraphs, long_day=words.long_day)
    app.jinja_env.globals.update(
        galleries_menu=words.galleries_menu,
        shows_sample_data=words.shows_sample_data,
        standing_of=words.standing_of,
        standing_text=words.standing_text,
        today_text=words.today_text,
        week_rows=words.week_rows,
        week_text=words.week_text,
        each_index=words.each_index,
        english=words.english,
        lang_of=words.lang_of,
        term_url=words.term_url,
    )
