"""Numbers and measures as people write them: metric, in English with inches and pounds."""

from collections.abc import Sequence

_KG = _LITRE = 1000
_IN_PER_CM = 1 / 2.54
_G_PER_LB = 453.59237
_OZ_PER_G = 16 / _G_PER_LB
_FL_OZ_PER_ML = 1 / 29.5735
_FT_PER_M = 1 / 0.3048
_CM = {"mm": 0.1, "cm": 1.0}
_GRAM = {"g": 1.0, "ons": 100.0, "kg": 1000.0}
_ML = {"ml": 1.0, "liter": 1000.0}
_SHOWN = {"meter": "m", "liter": "L"}


def format_number(value: float, language: str, digits: int = 2) -> str:
    """Return ``1.250,5`` (id) or ``1,250.5`` (en), with up to ``digits`` decimals."""
    text = f"{value:,.{digits}f}"
    if digits:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def format_measure(values: Sequence[float], unit: str, language: str) -> str:
    """Return ``210 × 105 cm``; in English with ``(82.7 × 41.3 in)`` behind it.

    ``values`` are in ``unit`` (a code of the unit table); an unknown unit is written as it is.
    """
    shown, name = _tidied(values, unit)
    text = f"{_joined(shown, language, 2)} {name}"
    other = _imperial(values, unit) if language == "en" else None
    return f"{text} ({_joined(other[0], language, 1)} {other[1]})" if other else text


def counted(count: float, unit: str, language: str) -> str:
    """Return ``12 bungkus`` or ``12 packets``; only plain English words take a plural."""
    if language == "en" and count != 1 and unit.isalpha():
        unit += "es" if unit.endswith(("s", "x", "ch", "sh")) else "s"
    return f"{format_number(count, language)} {unit}"


def _joined(values: Sequence[float], language: str, digits: int) -> str:
    return " × ".join(format_number(value, language, digits) for value in values)


def _tidied(values: Sequence[float], unit: str) -> tuple[Sequence[float], str]:
    if unit == "g" and min(values) >= _KG:
        return [value / _KG for value in values], "kg"
    if unit == "ml" and min(values) >= _LITRE:
        return [value / _LITRE for value in values], "L"
    return values, _SHOWN.get(unit, unit)


def _imperial(values: Sequence[float], unit: str) -> tuple[Sequence[float], str] | None:
    if unit in _CM:
        return [value * _CM[unit] * _IN_PER_CM for value in values], "in"
    if unit in _GRAM:
        grams = [value * _GRAM[unit] for value in values]
        if min(grams) >= _G_PER_LB:
            return [value / _G_PER_LB for value in grams], "lb"
        return [value * _OZ_PER_G for value in grams], "oz"
    if unit in _ML:
        return [value * _ML[unit] * _FL_OZ_PER_ML for value in values], "fl oz"
    if unit == "meter":
        return [value * _FT_PER_M for value in values], "ft"
    return None
