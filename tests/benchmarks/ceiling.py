"""The ceilings that our pages are measured against, served by the same server.

``/constant`` is a fixed page of 30 KB. ``/cards`` is what a careful small Flask page costs: 24
products read from the same SQLite file by one joined statement, written by one flat template.
"""

import os
import threading

import pysqlite3
from flask import Flask

_PAGE = "<!DOCTYPE html><title>x</title>" + "<p>Batik tulis megamendung tujuh lapis</p>" * 700
_SRCSET = ", ".join(
    f"/media/{{{{ r[5][:2] }}}}/{{{{ r[5] }}}}-{width}.webp {width}w"
    for width in (200, 400, 640, 960)
)
_CARDS = (
    """<!DOCTYPE html><html lang="id"><head><title>24</title></head><body><main>
{% for r in rows %}<article class="card"><div class="card__pic">
<img src="/media/{{ r[5][:2] }}/{{ r[5] }}-960.jpg" srcset="""
    f'"{_SRCSET}"'
    """ sizes="(min-width:62rem) 280px, 46vw" width="640" height="640" alt="" loading="lazy"></div>
<h3><a href="/produk/{{ r[0] }}">{{ r[1] }}</a></h3>
<p>Rp{{ "{:,}".format(r[2] or 0) }} /{{ r[3] }}</p><p>{{ r[4] }}</p></article>{% endfor %}
</main></body></html>"""
)
_SQL = """SELECT p.slug, t.name, p.price, p.unit_code, v.name, i.name
FROM product p JOIN product_text t ON t.product_id = p.id AND t.language = 'id'
JOIN vendor v ON v.id = p.vendor_id
LEFT JOIN product_image pi ON pi.product_id = p.id AND pi.position = 0
LEFT JOIN image i ON i.id = pi.image_id
WHERE p.status = 'published' ORDER BY p.published_at DESC, p.id LIMIT 24"""

app = Flask(__name__)
_template = app.jinja_env.from_string(_CARDS)
_local = threading.local()


@app.get("/constant")
def constant() -> str:
    """Return the fixed page."""
    return _PAGE


@app.get("/cards")
def cards() -> str:
    """Return 24 cards read from the database."""
    if not hasattr(_local, "connection"):
        _local.connection = pysqlite3.connect(os.environ["CARDS_DATABASE"])
    return _template.render(rows=_local.connection.execute(_SQL).fetchall())
