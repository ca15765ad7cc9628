"""Whether a wish about private facts of makers could tell the fact of a single one.

That a set exists at all is an answer. So a share of a private fact is only asked of a choice in
which nobody can be told apart, and locked pieces leave room enough for it without them.
"""

from collections.abc import Callable, Iterable, Mapping

from catalog.composing.rules.candidates import Candidate
from catalog.composing.rules.shares import FEWEST
from catalog.composing.rules.wishes import PRIVATE, Wishes
from catalog.kernel.errors import RuleBroken
from catalog.kernel.text import N_
from catalog.vendors.rules.registry import BusinessClass

TOO_FEW = N_(
    "Among the pieces to choose from, fewer than %(number)s makers have this, or have it not: a "
    "set would tell who. Widen the theme, or leave this field empty."
)
TOO_MANY_LOCKED = N_(
    "With so many locked pieces this share would tell something of their makers. Unlock some, or "
    "leave this field empty."
)
_WHOLE = 100
_HAS: Mapping[str, Callable[[Candidate], bool]] = {
    "women": lambda each: each.is_woman,
    "p2wkss": lambda each: each.is_p2wkss,
    "micro": lambda each: each.size is BusinessClass.MICRO,
}


def check_private(candidates: Iterable[Candidate], wishes: Wishes) -> None:
    """Raise unless the private shares that are asked for tell of nobody in particular."""
    asked = [key for key in PRIVATE if getattr(wishes, key)]
    free = [each for each in candidates if each.id not in wishes.drop] if asked else []
    makers = {each.vendor_id for each in free}
    for key in asked:
        ours = {each.vendor_id for each in free if _HAS[key](each)}
        if min(len(ours), len(makers - ours)) < FEWEST:
            raise RuleBroken(TOO_FEW, field=key, number=FEWEST)
        if len(wishes.keep) * _WHOLE > (_WHOLE - getattr(wishes, key)) * wishes.most:
            raise RuleBroken(TOO_MANY_LOCKED, field=key)
