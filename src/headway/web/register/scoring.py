"""A backlog's formula: an expression over named numbers, read by a small grammar and never run as a program."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from headway.web.ground.declined import Declined
from headway.web.register.states import FormulaKind

EXPRESSIONS: Final[Mapping[FormulaKind, str]] = {
    FormulaKind.VALUE_EFFORT: "value / effort",
    # Cost of delay by job size: Reinertsen, The Principles of Product Development Flow (2009), as SAFe splits it in three.
    FormulaKind.WSJF: "(value + time_criticality + risk_reduction) / job_size",
    # McBride, "RICE: simple prioritization for product managers" (2016); confidence is given in per cent.
    FormulaKind.RICE: "reach * impact * confidence / 100 / effort",
}
LONGEST, MOST_PARTS = 300, 80
SIGNS: Final[Mapping[type[ast.operator], str]] = {ast.Add: "+", ast.Sub: "−", ast.Mult: "×", ast.Div: "÷"}
CALLS: Final[Mapping[str, Callable[[Iterable[float]], float]]] = {"min": min, "max": max}


@dataclass(frozen=True, slots=True)
class Score:
    """What a formula makes of a record's numbers: the value or, where it has none, what it lacks.

    `arithmetic` shows the numbers in their places, as in "(8 + 8 + 5) ÷ 3".
    """

    value: float | None
    arithmetic: str
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read.

    >>> wsjf = formula("(value + time_criticality + risk_reduction) / job_size")
    >>> wsjf.names
    ('value', 'time_criticality', 'risk_reduction', 'job_size')
    >>> wsjf.of({"value": 8, "time_criticality": 8, "risk_reduction": 5, "job_size": 3})
    Score(value=7.0, arithmetic='(8 + 8 + 5) ÷ 3', lacking=())
    >>> wsjf.of({"value": 8, "time_criticality": 8, "risk_reduction": 5}).lacking
    ('job_size',)
    """

    expression: str
    names: tuple[str, ...]
    tree: ast.expr

    def of(self, numbers: Mapping[str, float]) -> Score:
        """The score of these numbers. A division by nothing has no value, and says so by lacking its divisor."""
        lacking = tuple(name for name in self.names if name not in numbers)
        arithmetic = _shown(self.tree, lambda name: _number(numbers[name]) if name in numbers else "?")
        if lacking:
            return Score(None, arithmetic, lacking)
        try:
            value = _value(self.tree, numbers)
        except (ZeroDivisionError, OverflowError):
            return Score(None, arithmetic, ())
        return Score(value if math.isfinite(value) else None, arithmetic, ())

    def __str__(self) -> str:
        return _shown(self.tree, lambda name: name.replace("_", " "))


def formula(expression: str) -> Formula:
    """Read an expression: + − × ÷ (written + - * /), brackets, numbers, names, min and max.

    Raises `Declined`: bad_formula (what can't be read), formula_without_numbers.

    >>> str(formula("max(value, 3) / effort"))
    'max(value, 3) ÷ effort'
    """
    text = expression.strip()
    if len(text) > LONGEST:
        raise Declined("bad_formula", given=f"{text[:40]}…")
    try:
        tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Declined("bad_formula", given=text) from error
    parts = list(ast.walk(tree))
    if len(parts) > MOST_PARTS:
        raise Declined("bad_formula", given=text)
    _check(tree, text)
    names = tuple(dict.fromkeys(part.id for part in sorted(
        (part for part in parts if isinstance(part, ast.Name) and part.id not in CALLS), key=lambda part: part.col_offset)))
    if not names:
        raise Declined("formula_without_numbers")
    return Formula(text, names, tree)


def _check(part: ast.expr, text: str) -> None:
    match part:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            _check(left, text)
            _check(right, text)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            _check(operand, text)
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as given, keywords=[]) if name in CALLS and len(given) > 1:
            for one in given:
                _check(one, text)
        case ast.Name(id=name) if name not in CALLS and name.isascii() and len(name) <= 40:
            pass
        case ast.Constant(value=int() | float() as value) if type(value) is not bool and abs(value) < 1e12:
            pass
        case _:
            raise Declined("bad_formula", given=ast.get_source_segment(text, part) or text)


def _value(part: ast.expr, numbers: Mapping[str, float]) -> float:
    match part:
        case ast.BinOp(left=left, op=op, right=right):
            first, second = _value(left, numbers), _value(right, numbers)
            match op:
                case ast.Add():
                    return first + second
                case ast.Sub():
                    return first - second
                case ast.Mult():
                    return first * second
                case _:
                    return first / second
        case ast.UnaryOp(operand=operand):
            return -_value(operand, numbers)
        case ast.Call(func=ast.Name(id=name), args=given):
            return CALLS[name](_value(one, numbers) for one in given)
        case ast.Name(id=name):
            return float(numbers[name])
        case ast.Constant(value=int() | float() as value):
            return float(value)
    raise AssertionError(ast.dump(part))   # _check lets nothing else through


def _shown(part: ast.expr, name_of: Callable[[str], str], *, within: int = 0) -> str:
    match part:
        case ast.BinOp(left=left, op=op, right=right):
            strength = 1 if isinstance(op, ast.Add | ast.Sub) else 2
            tighter = strength + isinstance(op, ast.Sub | ast.Div)   # a − (b − c) keeps its brackets
            said = (f"{_shown(left, name_of, within=strength)} {SIGNS[type(op)]} "
                    f"{_shown(right, name_of, within=tighter)}")
            return f"({said})" if strength < within else said
        case ast.UnaryOp(operand=operand):
            return f"−{_shown(operand, name_of, within=3)}"
        case ast.Call(func=ast.Name(id=name), args=given):
            return f"{name}({', '.join(_shown(one, name_of) for one in given)})"
        case ast.Name(id=name):
            return name_of(name)
        case ast.Constant(value=int() | float() as value):
            return _number(value)
    raise AssertionError(ast.dump(part))


def _number(value: float) -> str:
    return f"{value:,.10g}".replace("-", "−")
