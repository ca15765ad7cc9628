"""The officers' desk: the home, the queue, the audit trail and the jobs."""

from catalog.desk.admin import holding, queue
from catalog.desk.admin.blueprint import bp
from catalog.desk.admin.pages import cards, count_jobs, count_trail
from catalog.desk.admin.queue import init_app

__all__ = ["bp", "cards", "count_jobs", "count_trail", "holding", "init_app", "queue"]
