"""What each test's application would compile anew though it is the same: half of a test's time."""

from collections.abc import Callable

from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Compiled templates in memory, by name and content."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled of this very text, if it was."""
        kept = self._kept.get((bucket.key, bucket.checksum))
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


def keep_addresses() -> None:
    """Let Werkzeug (3.1) compile the two functions that write an address once for each rule.

    They are plain functions of the rule's text; every application makes all of them when it starts.
    """
    name = "_compile_builder"  # Werkzeug has no switch for it
    make: Callable[[Rule, bool], object] = getattr(Rule, name)
    kept: dict[object, object] = {}

    def remembered(rule: Rule, append_unknown: object) -> object:
        key = (rule.rule, str(vars(rule)["_trace"]), str(rule.defaults), append_unknown)
        if key not in kept:
            kept[key] = make(rule, bool(append_unknown))
        return kept[key]

    setattr(Rule, name, remembered)
