"""The screens of the registration that depend on data: the place, and the galleries."""

from collections.abc import Sequence
from http import HTTPStatus

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from catalog.taxonomy.models import Region
from catalog.taxonomy.rules import RegionKind
from catalog.vendors.forms.fields import choices
from catalog.vendors.forms.hosts import the_hosts
from catalog.vendors.forms.registering import DistrictForm, GalleryForm, RegencyForm, VillageForm
from catalog.vendors.manage.blueprint import bp
from catalog.vendors.manage.register import kept, onward, screen, the_draft
from catalog.vendors.queries.registering import is_whole, place_path, places_in, regencies
from catalog.vendors.rules.numbers import nik_region
from catalog.vendors.rules.registering import Permit, RuleKind, Standing, Step, standing
from catalog.web.access import signed_in
from catalog.web.work import current_work

NONE = "none"  # wants into no gallery


@bp.route("/usaha/daftar/tempat", methods=["GET", "POST"])
@signed_in
def register_place() -> ResponseReturnValue:
    """Ask where: the city or regency, then the district, then the village."""
    draft = the_draft()
    wanted = request.args.get("ubah", "")  # a step back up
    path = place_path(current_work(), draft.region_code) if draft.region_code else []
    homes = [region for region in path if region.kind is not RegionKind.OUTSIDE]
    if not homes or wanted == "kota":
        return _regency()
    if len(homes) == 1 or wanted == "kecamatan":
        return _district(homes[0])
    return _village(homes[0], homes[1])


def _regency() -> ResponseReturnValue:
    draft = the_draft()
    places = regencies(current_work())
    chosen = next(
        (region.code for region in places if _is_under(draft.region_code, region.code)), None
    )
    form = RegencyForm(data={"place": chosen})
    form.place.choices = choices([(region.code, region.name) for region in places])
    if form.validate_on_submit():
        code = str(form.place.data)
        # The same regency again keeps the village that was chosen in it.
        code = draft.region_code if _is_under(draft.region_code, code) else code
        region = next(region for region in places if _is_under(code, region.code))
        if kept(form, Step.PLACE, {"region_code": code}):
            if region.kind is RegionKind.OUTSIDE:
                return onward(Step.PLACE)
            return _again(_shown_next(code))
    return screen("place_regency", Step.PLACE, form, draft, split=_outside_from(places))


def _district(regency: Region) -> ResponseReturnValue:
    draft = the_draft()
    districts = places_in(current_work(), regency.code)
    chosen = next((d.code for d in districts if _is_under(draft.region_code, d.code)), "")
    form = DistrictForm(data={"place": chosen})
    form.place.choices = choices(
        [
            ("", gettext("Choose …")),
            *((district.code, district.name) for district in districts),
        ]
    )
    if form.validate_on_submit():
        code = str(form.place.data)
        code = draft.region_code if _is_under(draft.region_code, code) else code
        if kept(form, Step.PLACE, {"region_code": code}):
            return _again("")
    return screen("place_district", Step.PLACE, form, draft, regency=regency)


def _village(regency: Region, district: Region) -> ResponseReturnValue:
    draft = the_draft()
    form = VillageForm(
        data={"place": draft.region_code, "address": draft.private.get("address", "")}
    )
    villages = [region for region in places_in(current_work(), district.code) if is_whole(region)]
    form.place.choices = choices([(region.code, region.name) for region in villages])
    if form.validate_on_submit() and kept(
        form,
        Step.PLACE,
        {"region_code": str(form.place.data), "address": form.address.data or ""},
    ):
        return onward(Step.PLACE)
    return screen("place_village", Step.PLACE, form, draft, regency=regency, district=district)


@bp.route("/usaha/daftar/galeri", methods=["GET", "POST"])
@signed_in
def register_gallery() -> ResponseReturnValue:
    """Ask for which galleries, show what each asks, take the ticks."""
    draft, work = the_draft(), current_work()
    hosts = the_hosts(work)
    form = GalleryForm(data={"galleries": list(draft.galleries)})
    form.galleries.choices = choices([(host.slug, host.name) for host in hosts])
    ticked = {
        host.slug: [rule.key for rule in host.ticked if request.form.get(f"{host.slug}:{rule.key}")]
        for host in hosts
    }
    if form.validate_on_submit():
        chosen = [host for host in hosts if host.slug in (form.galleries.data or [])]
        open_rules = [
            (host, rule)
            for host in chosen
            for rule in host.ticked
            if rule.key not in ticked[host.slug]
        ]
        if open_rules:
            form.galleries.errors = [
                gettext(
                    "%(gallery)s asks that you agree to each of its commitments: tick them, or"
                    " leave the gallery out for now.",
                    gallery=open_rules[0][0].name,
                )
            ]
        answers = {host.slug: ticked[host.slug] for host in chosen} or {NONE: []}
        if not open_rules and kept(
            form,
            Step.GALLERY,
            {"galleries": [host.slug for host in chosen], "answers": answers},
        ):
            return onward(Step.GALLERY)
    else:
        ticked = {slug: list(draft.answers.get(slug, ())) for slug in ticked}
    return screen("gallery", Step.GALLERY, form, draft, ticked=ticked, standings=_standings())


def _standings() -> dict[str, dict[str, Standing]]:
    """Return how the answers so far meet the rules that need no tick, per gallery."""
    draft = the_draft()
    nik = draft.private.get("nik", "")
    permit = Permit(draft.permit) if draft.permit else None
    return {
        host.slug: {
            rule.key: standing(
                rule,
                nik_regency=nik_region(nik) if nik else "",
                regency=host.regency,
                permit=permit,
            )
            for rule in host.rules
            if rule.kind in {RuleKind.RESIDENCE, RuleKind.REGISTRATION}
        }
        for host in the_hosts(current_work())
    }


def _again(change: str) -> ResponseReturnValue:
    """Show the next of the three screens, keeping the way back to the last look."""
    address = url_for(
        "vendors_manage.register_place",
        ubah=change or None,
        kembali=request.args.get("kembali"),
    )
    return redirect(address, HTTPStatus.SEE_OTHER)


def _shown_next(code: str) -> str:
    return "kecamatan" if code.count(".") > 1 else ""


def _is_under(code: str, place: str) -> bool:
    return code == place or code.startswith(f"{place}.")


def _outside_from(places: Sequence[Region]) -> str:
    """Return the code of the first place outside, where the page puts a heading."""
    return next((p.code for p in places if p.kind is RegionKind.OUTSIDE), "")
