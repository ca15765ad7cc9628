"""What the queue runs, and when by itself."""

from catalog.accounts import jobs as account_jobs
from catalog.catalogues import jobs as catalogue_jobs
from catalog.dashboard import jobs as dashboard_jobs
from catalog.export import jobs as export_jobs
from catalog.inquiries import jobs as inquiry_jobs
from catalog.jobs import chores
from catalog.jobs.rules import Daily, Handler
from catalog.legality import jobs as legality_jobs
from catalog.mail import jobs as mail_jobs
from catalog.notices import jobs as notice_jobs
from catalog.products import jobs as product_jobs
from catalog.showcases import jobs as showcase_jobs

JOBS: dict[str, Handler] = {
    "accounts.mail_reset": account_jobs.mail_reset,
    "accounts.tidy": account_jobs.tidy,
    "catalogues.make": catalogue_jobs.make,
    "catalogues.renew": catalogue_jobs.renew,
    "catalogues.tidy": catalogue_jobs.tidy,
    "dashboard.erase": dashboard_jobs.erase,
    "dashboard.erase_one": dashboard_jobs.erase_one,
    "dashboard.export": dashboard_jobs.export,
    "dashboard.tidy": dashboard_jobs.tidy,
    "export.refresh": export_jobs.refresh,
    "inquiries.forget": inquiry_jobs.forget,
    "jobs.tidy": chores.tidy_jobs,
    "legality.confirm": legality_jobs.confirm,
    "legality.remind": legality_jobs.remind,
    "media.tidy": chores.tidy_media,
    "mail.send": mail_jobs.send,
    "mail.tidy": mail_jobs.tidy,
    "notices.digest": notice_jobs.digest,
    "notices.digest_to": notice_jobs.digest_to,
    "notices.mail": notice_jobs.mail,
    "products.bulk": product_jobs.bulk,
    "products.bulk_tidy": product_jobs.tidy_bulk,
    "showcases.watch": showcase_jobs.watch,
}
SCHEDULE = [
    Daily("accounts.tidy", at_hour_wib=3),
    Daily("catalogues.renew", at_hour_wib=1),  # soon after what ran out at midnight
    Daily("catalogues.tidy", at_hour_wib=2),
    Daily("dashboard.erase", at_hour_wib=2),
    Daily("dashboard.tidy", at_hour_wib=2),
    Daily("export.refresh", at_hour_wib=0),
    Daily("inquiries.forget", at_hour_wib=3),
    Daily("jobs.tidy", at_hour_wib=3),
    Daily("media.tidy", at_hour_wib=3),
    Daily("mail.tidy", at_hour_wib=4),
    Daily("products.bulk_tidy", at_hour_wib=4),
    Daily("showcases.watch", at_hour_wib=0),
    Daily("legality.confirm", at_hour_wib=6),
    Daily("legality.remind", at_hour_wib=6),
    Daily("notices.digest", at_hour_wib=7),
]
