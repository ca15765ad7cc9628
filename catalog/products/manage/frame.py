"""The frame of the editor's screens: steps, the way back and on, what a vendor must know here."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import url_for
from flask_babel import gettext

from catalog.kernel.clock import wib
from catalog.products.models import Product
from catalog.products.rules.completeness import Completeness
from catalog.products.rules.status import Status
from catalog.products.rules.steps import LABELS, ONWARD, STEPS, Step, neighbours


@dataclass(frozen=True, slots=True)
class StepLink:
    """A step in the bar; ``state`` is ``done`` or empty, ``url`` empty before there is a draft."""

    code: Step
    label: str
    url: str
    state: str


@dataclass(frozen=True, slots=True)
class Wizard:
    """What ``products/manage/_wizard.html`` draws around a step."""

    vendor_id: UUID
    product_id: UUID | None
    version: int
    step: Step
    steps: tuple[StepLink, ...]
    heading: str
    title: str
    saved_at: datetime | None
    is_open: bool  # may be changed now
    notice: str
    notice_url: str
    notice_link: str
    percent: int | None = None  # of what is required; None before there is a draft

    @property
    def number(self) -> int:
        """Return the place of this step, from 1."""
        return STEPS.index(self.step) + 1

    @property
    def list_url(self) -> str:
        """Return the address of the vendor's list."""
        return url_for("products_manage.index", vendor_id=self.vendor_id)

    @property
    def autosave_url(self) -> str:
        """Return where fields of this step are saved while one types; empty without a draft."""
        if self.product_id is None:
            return ""
        return url_for(
            "products_manage.autosave", vendor_id=self.vendor_id, product_id=self.product_id
        )

    @property
    def back_url(self) -> str:
        """Return the address of the step before, or of the list."""
        before = neighbours(self.step)[0]
        return self.step_url(before) if before else self.list_url

    @property
    def next_url(self) -> str:
        """Return the address of the step after this one."""
        return self.step_url(neighbours(self.step)[1])

    @property
    def next_step(self) -> str:
        """Return the code of the step after this one; ``periksa`` after the last."""
        return neighbours(self.step)[1] or "periksa"

    @property
    def next_label(self) -> str:
        """Return the words on the button that leads on."""
        return str(gettext(ONWARD[self.step]))

    @property
    def saved_time(self) -> str:
        """Return the clock time of the last save, in WIB."""
        return f"{wib(self.saved_at):%H.%M}" if self.saved_at else ""

    def step_url(self, step: Step | None) -> str:
        """Return the address of a step, or of the last check."""
        if self.product_id is None:
            return ""
        return step_url(self.vendor_id, self.product_id, step)


def step_url(vendor_id: UUID, product_id: UUID, step: Step | None) -> str:
    """Return the address of a step of a product; None is the last check."""
    endpoint = f"products_manage.{step.name.lower()}" if step else "products_manage.check"
    return url_for(endpoint, vendor_id=vendor_id, product_id=product_id)


def wizard(product: Product, step: Step, whole: Completeness | None = None) -> Wizard:
    """Return the frame for a step of this product; ``whole`` tells how far the product is."""
    done = whole.done() if whole else {}
    is_open = product.status in {Status.DRAFT, Status.PUBLISHED}
    heading = (
        gettext("Change a product")
        if product.published_at is not None
        else gettext("Add a product")
    )
    label = gettext(LABELS[step])
    return Wizard(
        vendor_id=product.vendor_id,
        product_id=product.id,
        version=product.version,
        step=step,
        steps=tuple(
            StepLink(
                each,
                gettext(LABELS[each]),
                step_url(product.vendor_id, product.id, each),
                "done" if done.get(each) else "",
            )
            for each in STEPS
        ),
        heading=heading,
        title=gettext(
            "%(heading)s, step %(number)s of 5: %(step)s",
            heading=heading,
            number=STEPS.index(step) + 1,
            step=label,
        ),
        saved_at=product.updated_at,
        is_open=is_open,
        percent=whole.percent if whole else None,
        **_notice(product),
    )


def fresh_wizard(vendor_id: UUID) -> Wizard:
    """Return the frame of the first step, before there is a draft."""
    heading = gettext("Add a product")
    return Wizard(
        vendor_id=vendor_id,
        product_id=None,
        version=0,
        step=Step.KIND,
        steps=tuple(StepLink(each, gettext(LABELS[each]), "", "") for each in STEPS),
        heading=heading,
        title=gettext(
            "%(heading)s, step %(number)s of 5: %(step)s",
            heading=heading,
            number=1,
            step=gettext(LABELS[Step.KIND]),
        ),
        saved_at=None,
        is_open=True,
        notice="",
        notice_url="",
        notice_link="",
    )


def _notice(product: Product) -> dict[str, str]:
    text = {
        Status.IN_REVIEW: gettext(
            "The officers are checking this product. Withdraw it first to change it."
        ),
        Status.PUBLISHED: gettext(
            "This product is live. What you change here is shown to buyers after an officer"
            " has agreed; stock and small price changes pass by themselves."
        ),
        Status.ARCHIVED: gettext("This product is archived. Bring it back first to change it."),
    }.get(product.status, "")
    if product.withdrawn_at is not None:
        text = gettext("Taken down for now: see what was reported in your messages.")
    leads = product.status in {Status.IN_REVIEW, Status.ARCHIVED}
    return {
        "notice": text,
        "notice_url": step_url(product.vendor_id, product.id, None) if leads else "",
        "notice_link": gettext("Open the product's state") if leads else "",
    }
