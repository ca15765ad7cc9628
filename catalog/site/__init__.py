"""Home, static pages, sitemap, health."""
