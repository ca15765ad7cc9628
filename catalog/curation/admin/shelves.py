"""What counters do about incidents: take goods off the shelf, and tick it."""

from uuid import UUID

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.curation.admin.blueprint import bp
from catalog.curation.admin.incidents import back
from catalog.curation.policy import PULLERS
from catalog.curation.queries import incidents as queries
from catalog.curation.services import incidents as services
from catalog.db.work import committed
from catalog.kernel.errors import RuleBroken
from catalog.web.access import staff
from catalog.web.work import current_work, writing_work


@bp.post("/pengurus/insiden/<uuid:incident_id>/rak/<uuid:task_id>")
@staff(*PULLERS)
def pull(incident_id: UUID, task_id: UUID) -> ResponseReturnValue:
    """Note that a shelf is clear."""
    queries.get_incident(current_work(), incident_id)
    work = writing_work()
    try:
        with committed(work):
            services.pull(work, queries.get_incident(work, incident_id), task_id)
    except RuleBroken as error:
        flash(gettext(error.message, **error.values), "warn")
    else:
        flash(gettext("Ticked: the goods are off the shelf."))
    return back(incident_id)
