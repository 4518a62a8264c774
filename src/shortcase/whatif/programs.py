"""Programs: a formula as a short list of steps that a page can compute without evaluating text.

A formula is read once with expressions in place of its arguments, as a dial reads it, and what it
gives is written down step by step, each step once. The page runs the steps for one number or for
many draws at once (``static/whatif-engine.js``).

A program is ``{"n": arguments, "c": [constants], "s": [steps]}``. A step is the number of its
operation in ``OPERATIONS`` followed by its operands, all in one flat list. An operand is ``-1``
less a place among the arguments (in the order of their names) and, after them, the constants; or
how many steps back the step stands whose value is meant, so that the years of a long formula look
alike. The last step's value is the program's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from altair.expr.core import (
    BinaryExpression,
    ConstExpression,
    Expression,
    FunctionExpression,
    UnaryExpression,
)
from altair.utils.schemapi import debug_mode

# Each operation and how many operands it takes; the page's engine has the same list.
OPERATIONS = (
    ("+", 2), ("-", 2), ("*", 2), ("/", 2), ("pow", 2), ("neg", 1), ("exp", 1), ("log", 1),
    ("sqrt", 1), ("floor", 1), ("ceil", 1), ("min", 2), ("max", 2), ("if", 3), ("<", 2), ("<=", 2),
    (">", 2), (">=", 2), ("===", 2), ("!==", 2), ("&&", 2), ("||", 2), ("!", 1), ("abs", 1),
)  # fmt: skip
NUMBER = {name: i for i, (name, _) in enumerate(OPERATIONS)}
LONGEST = 4000  # steps; a formula that asks for more stays fixed in the page


class UntraceableError(ValueError):
    """A formula that cannot be written as a program."""


def trace(formula: Callable, arguments: Sequence[str]) -> dict:
    """The program of a formula for these arguments. Raises UntraceableError where it asks for more
    than the operations know."""
    names = {argument: f"argument_{i}" for i, argument in enumerate(arguments)}
    try:
        with debug_mode(False):  # else each new expression writes all beneath it as text
            made = formula(**{a: ConstExpression(name) for a, name in names.items()})
    except Exception as error:  # a formula may fail in any way on what is no number
        raise UntraceableError(str(error)) from None
    return _Writer(list(names.values())).program(made)


class _Writer:
    """Writes the steps of one expression, each value once."""

    def __init__(self, names: list[str]):
        self.count = len(names)
        self.known: dict[Any, Any] = {("argument", n): ("a", i) for i, n in enumerate(names)}
        self.constants: list[float] = []
        self.steps: list[tuple] = []
        self.objects: dict[int, Any] = {}

    def program(self, made: Any) -> dict:
        last = self.value(made)
        if not self.steps or last != ("s", len(self.steps) - 1):  # an argument or a constant alone
            zero = self.value(0.0)
            self.steps.append((NUMBER["+"], last, zero))
        flat: list[int] = []
        for here, step in enumerate(self.steps):
            flat.append(step[0])
            for kind, i in step[1:]:
                before = {"a": -1 - i, "c": -1 - self.count - i, "s": here - i}
                flat.append(before[kind])
        return {"n": self.count, "c": self.constants, "s": flat}

    def value(self, x: Any) -> Any:
        """The place of a value: of an argument, a constant or a step. What stands beneath it is
        written first, without calling itself: a formula of many years is deep."""
        if not isinstance(x, Expression):
            return self._constant(x)
        waiting = [x]
        while waiting:
            top = waiting[-1]
            lower = [p for p in _parts(top)[1] if isinstance(p, Expression)]
            missing = [p for p in lower if id(p) not in self.objects]
            if missing:
                waiting += missing
            else:
                if id(top) not in self.objects:  # top is kept, so that no id comes twice
                    self.objects[id(top)] = (self._expression(top), top)
                waiting.pop()
        return self.objects[id(x)][0]

    def _place(self, x: Any) -> Any:
        return self.objects[id(x)][0] if isinstance(x, Expression) else self._constant(x)

    def _constant(self, x: Any) -> Any:
        try:
            number = float(x)
        except (TypeError, ValueError):
            raise UntraceableError(f"found {type(x).__name__}; expected a number") from None
        key = ("constant", number)
        if key not in self.known:
            self.constants.append(number)
            self.known[key] = ("c", len(self.constants) - 1)
        return self.known[key]

    def _expression(self, x: Expression) -> Any:
        if isinstance(x, ConstExpression):
            return self.known["argument", x.name]
        name, parts = _parts(x)
        if name not in NUMBER or len(parts) != OPERATIONS[NUMBER[name]][1]:
            raise UntraceableError(f"found the operation {name!r}; expected one of the page's")
        key = (NUMBER[name], *(self._place(part) for part in parts))
        if key not in self.known:
            if len(self.steps) >= LONGEST:
                raise UntraceableError(f"found more than {LONGEST} steps; expected fewer")
            self.steps.append(key)
            self.known[key] = ("s", len(self.steps) - 1)
        return self.known[key]


def _parts(x: Expression) -> tuple[str, tuple]:
    """The operation of an expression and its operands; those of an argument are none."""
    if isinstance(x, ConstExpression):
        return "", ()
    if isinstance(x, BinaryExpression):
        return x.op, (x.lhs, x.rhs)
    if isinstance(x, UnaryExpression):
        return "neg" if x.op == "-" else x.op, (x.val,)
    if isinstance(x, FunctionExpression):
        return x.name, tuple(x.args)
    raise UntraceableError(f"found {type(x).__name__}; expected an operation")
