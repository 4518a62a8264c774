"""What a result is made by, in words: the first sentence of its formula's docstring, or its
method, without the names of Python."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

from shortcase import formulas

FLIP = re.compile(r"value of (\w+) at which (\w+) reaches (.+)")
NAME = re.compile(r"\b[A-Za-z]+(?:_[A-Za-z0-9]+)+\b")


@cache
def known() -> dict[str, list[tuple[set[str], str]]]:
    """Every formula by name: the names of its arguments, and what its docstring says first."""
    found: dict[str, list[tuple[set[str], str]]] = {}
    for folder in formulas.__path__:
        for path in sorted(Path(folder).glob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    arguments = {a.arg for a in (*node.args.args, *node.args.kwonlyargs)}
                    sentence = first_sentence(ast.get_docstring(node) or "")
                    found.setdefault(node.name, []).append((arguments, sentence))
    return found


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, up to where it begins to speak of units."""
    text = " ".join(docstring.partition("\n\n")[0].split()).replace("``", "")
    text = re.split(r"(?<=[\w)])[.;](?:\s|$)", text, maxsplit=1)[0]
    if text.count("(") > text.count(")"):  # it ended inside of brackets
        text = text.rpartition("(")[0]
    return plain(text).strip().rstrip(".")


def plain(text: str) -> str:
    """A text whose names of Python are words."""
    return NAME.sub(lambda match: match[0].replace("_", " ").lower(), text)


def formula(name: str, arguments: set[str] = frozenset()) -> str:  # type: ignore[assignment]
    """What a formula says of itself; of several of one name the one with these arguments. Its name
    as words, where it is not among the formulas."""
    several = known().get(name, [])
    fitting = [sentence for names, sentence in several if arguments <= names]
    return next(iter(fitting or [s for _, s in several]), "") or name.replace("_", " ")


def how(result: dict) -> str:
    """How a result is made, in words that begin with a capital."""
    if result["formula"]:
        words = formula(result["formula"], {i.get("argument", "") for i in result["inputs"]})
    elif flip := FLIP.fullmatch(result["method"]):
        argument, name, target = flip[1].replace("_", " "), formula(flip[2]), flip[3]
        words = f"The {argument} at which this reaches {target}: {name[:1].lower()}{name[1:]}"
    else:
        words = plain(result["method"])
    return words[:1].upper() + words[1:]
