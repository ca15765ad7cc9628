"""Small changes of one's own account."""

from catalog.accounts.models import Person
from catalog.audit.services import record
from catalog.db.work import Work
from catalog.kernel.text import N_

SAME_PASSWORD = N_("Choose a password that is not the present one.")


def rewrite(work: Work, person: Person, *, name: str, language: str) -> None:
    """Change name and language of mails."""
    wanted = {"name": name, "language": language}
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        return
    person.name, person.language = name, language
    record(work, "accounts.rewrite", target=("person", person.id), after={"fields": changed})
