"""Integer programmes, solved exactly by HiGHS; the one module that names it.

Every coefficient is a small whole number, so floating point decides nothing: a solution is rounded
and the callers count it again with whole numbers.
"""

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from highspy import Highs, HighsLp, HighsModelStatus, HighsVarType, MatrixFormat, ObjSense

FREE = math.inf
# Values are whole: whatever is better is better by 1, so a bound this close is the optimum.
_NEXT_WHOLE = 0.999
_SLIP = 1e-6


class Outcome(StrEnum):
    """How a solve ended."""

    BEST = "best"  # proven
    FOUND = "found"  # the time ran out: the best so far, with a bound
    IMPOSSIBLE = "impossible"  # proven
    UNKNOWN = "unknown"  # the time ran out before anything was found


@dataclass(frozen=True, slots=True)
class Solution:
    """What a solve gave; ``values`` are whole and empty when there are none."""

    outcome: Outcome
    values: Sequence[int] = ()
    value: int = 0
    bound: int = 0  # no solution is better

    @property
    def is_there(self) -> bool:
        """Return whether there is a solution."""
        return self.outcome in {Outcome.BEST, Outcome.FOUND}


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A bound on every solution, and how much each row holds it down."""

    value: float
    prices: Sequence[float]

    @property
    def bound(self) -> int:
        """Return a value that no solution exceeds."""
        return math.floor(self.value + _SLIP)

    def is_free(self, row: int) -> bool:
        """Return whether the bound would be the same without this row."""
        return abs(self.prices[row]) < _SLIP


class Clock:
    """How long a whole calculation may take."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Return the seconds that are left."""
        return max(0.0, self._end - time.monotonic())


@dataclass(slots=True)
class Programme:
    """Whole variables with bounds, rows that hold them, a value to make as large as possible."""

    costs: list[int] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    _row_lows: list[float] = field(default_factory=list)
    _row_highs: list[float] = field(default_factory=list)
    _starts: list[int] = field(default_factory=lambda: [0])
    _columns: list[int] = field(default_factory=list)
    _numbers: list[int] = field(default_factory=list)

    def variable(self, *, cost: int = 0, low: float = 0, high: float = 1) -> int:
        """Add a whole variable; return its number."""
        self.costs.append(cost)
        self.lows.append(low)
        self.highs.append(high)
        return len(self.costs) - 1

    def row(self, terms: Mapping[int, int], *, low: float = -FREE, high: float = FREE) -> int:
        """Hold the sum of ``number × variable`` between two bounds; return the row's number."""
        self._row_lows.append(low)
        self._row_highs.append(high)
        self._columns.extend(terms)
        self._numbers.extend(terms.values())
        self._starts.append(len(self._columns))
        return len(self._row_lows) - 1

    def solve(self, seconds: float) -> Solution:
        """Return the best solution, or the best that was found in the time."""
        if seconds <= 0:
            return Solution(Outcome.UNKNOWN)
        solver = self._run(seconds, is_whole=True)
        status, info = solver.getModelStatus(), solver.getInfo()
        if status in {HighsModelStatus.kInfeasible, HighsModelStatus.kUnboundedOrInfeasible}:
            return Solution(Outcome.IMPOSSIBLE)
        if not math.isfinite(info.objective_function_value) or not info.primal_solution_status:
            return Solution(Outcome.UNKNOWN)
        values = [round(value) for value in solver.getSolution().col_value]
        value = sum(cost * each for cost, each in zip(self.costs, values, strict=True) if each)
        if status in {HighsModelStatus.kOptimal, HighsModelStatus.kModelEmpty}:
            return Solution(Outcome.BEST, values, value, value)
        bound = max(value, math.floor(info.mip_dual_bound + _SLIP))
        proven = Outcome.BEST if bound == value else Outcome.FOUND
        return Solution(proven, values, value, bound)

    def relaxed(self, seconds: float) -> Relaxed | None:
        """Return what breaking variables into parts gives; None when that is not known in time."""
        if seconds <= 0:
            return None
        solver = self._run(seconds, is_whole=False)
        if solver.getModelStatus() != HighsModelStatus.kOptimal:
            return None
        value = solver.getInfo().objective_function_value
        return Relaxed(value, solver.getSolution().row_dual)

    def _run(self, seconds: float, *, is_whole: bool) -> Highs:
        solver = Highs()  # type: ignore[no-untyped-call]  # highspy 1.15 leaves it out
        for option, value in (
            ("output_flag", False),
            ("threads", 1),  # the same answer on every machine, and no worker starved
            ("random_seed", 0),
            ("time_limit", seconds),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", _NEXT_WHOLE),
        ):
            solver.setOptionValue(option, value)
        solver.passModel(self._made(is_whole=is_whole))
        solver.run()
        return solver

    def _made(self, *, is_whole: bool) -> HighsLp:
        model = HighsLp()
        model.num_col_, model.num_row_ = len(self.costs), len(self._row_lows)
        model.sense_ = ObjSense.kMaximize
        model.col_cost_ = np.array(self.costs, dtype=np.float64)
        model.col_lower_ = np.array(self.lows, dtype=np.float64)
        model.col_upper_ = np.array(self.highs, dtype=np.float64)
        model.row_lower_ = np.array(self._row_lows, dtype=np.float64)
        model.row_upper_ = np.array(self._row_highs, dtype=np.float64)
        model.a_matrix_.format_ = MatrixFormat.kRowwise
        model.a_matrix_.num_col_, model.a_matrix_.num_row_ = model.num_col_, model.num_row_
        model.a_matrix_.start_ = np.array(self._starts, dtype=np.int32)
        model.a_matrix_.index_ = np.array(self._columns, dtype=np.int32)
        model.a_matrix_.value_ = np.array(self._numbers, dtype=np.float64)
        if is_whole:
            model.integrality_ = [HighsVarType.kInteger] * model.num_col_
        return model
