"""``flask users …``: the first administrator, and help when the pages cannot."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import click
from flask.cli import with_appcontext
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog.accounts import queries
from catalog.accounts.models import Grant, Person
from catalog.accounts.queries import scopes
from catalog.accounts.rules import (
    SCOPE_OF,
    GrantSpec,
    ScopeKind,
    is_email,
    is_phone,
    normal_login,
)
from catalog.accounts.rules.passwords import check_password
from catalog.accounts.services import add_grant, enrol, remove_grant
from catalog.accounts.services.grants import spec_of
from catalog.accounts.services.officers import spec_from
from catalog.db.work import Work, committed
from catalog.kernel.actor import Role
from catalog.kernel.errors import RuleBroken
from catalog.web.work import operator_work

Command = TypeVar("Command", bound=Callable[..., None])
_ROLES = click.Choice([str(role) for role in Role])


@click.group("users")
def group() -> None:
    """People who sign in, and their roles."""


def _scope_options(command: Command) -> Command:
    for kind, text in (
        ("vendor", "Slug of the business (vendor roles, assistant)."),
        ("gallery", "Slug of the gallery (curator, counter)."),
        ("region", "Code of the city or regency, as 32.74 (dinas)."),
    ):
        command = click.option(f"--{kind}", default="", help=text)(command)
    return command


@group.command("create")
@click.argument("login")
@click.option("--name", prompt="Name", help="As others read it.")
@click.option("--role", "roles", type=_ROLES, multiple=True, help="May be given several times.")
@_scope_options
@click.option("--password", envvar="CATALOG_USER_PASSWORD", default="", help="Else one is made.")
@with_appcontext
def create(*, login: str, name: str, roles: tuple[str, ...], password: str, **scope: str) -> None:
    """Add a person who signs in with LOGIN, an e-mail address or a mobile number.

    Without --password one is made up, shown once, and must be changed at the first sign-in. Give
    your own through the variable CATALOG_USER_PASSWORD: options are kept in the shell's history.
    """
    normal = normal_login(login)
    if not (is_email(normal) or is_phone(normal)):
        raise click.ClickException(f"{login} is neither an e-mail address nor a mobile number")
    made = "" if password else secrets.token_urlsafe(12)
    with _changing() as work:
        if queries.find_anyone(work, normal) is not None:
            raise click.ClickException(f"{login} has an account already; see: flask users grant")
        if password:
            check_password(password, (name, normal))
        specs = [_spec(work, Role(role), scope) for role in roles]
        person = enrol(work, normal, name=name, password=password or made, grants=specs)
        person.must_change_password = bool(made)
    click.echo(f"{name} can sign in as {normal}.")
    if made:
        click.echo(f"Password, to be changed at the first sign-in: {made}")


@group.command("list")
@click.option("--role", type=_ROLES, help="Only who holds this role.")
@with_appcontext
def list_people(*, role: str | None) -> None:
    """List people with their roles; logins are shown as hints."""
    with operator_work() as work:
        statement = select(Person).options(selectinload(Person.grants)).order_by(Person.created_at)
        if role:
            held = select(Grant.person_id).where(Grant.role == Role(role))
            statement = statement.where(Person.id.in_(held))
        for person in work.session.scalars(statement):
            roles = ", ".join(
                f"{one.role}{f' ({one.scope})' if one.scope else ''}"
                for one in scopes.held(work, person.grants)
            )
            state = "" if person.is_active else " [closed]"
            click.echo(f"{person.login_hint:32} {person.name}{state}: {roles or 'no role'}")


@group.command("grant")
@click.argument("login")
@click.argument("role", type=_ROLES)
@_scope_options
@with_appcontext
def grant(*, login: str, role: str, **scope: str) -> None:
    """Give the person with LOGIN a ROLE."""
    with _changing() as work:
        person = _person(work, login)
        add_grant(work, person.id, _spec(work, Role(role), scope))
        name = person.name
    click.echo(f"{name} is {role} now.")


@group.command("revoke")
@click.argument("login")
@click.argument("role", type=_ROLES)
@_scope_options
@with_appcontext
def revoke(*, login: str, role: str, **scope: str) -> None:
    """Take a ROLE away from the person with LOGIN."""
    with _changing() as work:
        person = _person(work, login)
        wanted = _spec(work, Role(role), scope)
        found = [one.id for one in person.grants if spec_of(one) == wanted]
        if not found:
            raise click.ClickException(f"{person.name} does not hold this role")
        for grant_id in found:
            remove_grant(work, grant_id)
        name = person.name
    click.echo(f"{name} is {role} no longer.")


@contextmanager
def _changing() -> Iterator[Work]:
    """Give a unit of work that is committed; a broken rule ends the command with its sentence."""
    try:
        with operator_work() as work, committed(work):
            yield work
    except RuleBroken as error:
        raise click.ClickException(str(error)) from error


def _person(work: Work, login: str) -> Person:
    found = queries.find_anyone(work, login)
    if found is None:
        raise click.ClickException(f"nobody signs in as {login}")
    return found


def _spec(work: Work, role: Role, scope: dict[str, str]) -> GrantSpec:
    kind = SCOPE_OF[role]
    if kind is not ScopeKind.NONE and not scope[kind]:
        raise click.ClickException(f"the role {role} needs --{kind}")
    try:
        return spec_from(work, role, {ScopeKind(name): text for name, text in scope.items()})
    except RuleBroken as error:
        raise click.ClickException(f"there is no {kind} {scope[kind]}") from error
