"""What is wrong in config.yaml, in sentences for whoever wrote it. Owns no setting."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# By the kinds of mistake that pydantic tells; its own words are for programmers.
SHOULD_BE = {
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "int_parsing": "should be a whole number",
    "int_type": "should be a whole number",
    "int_from_float": "should be a whole number",
    "float_parsing": "should be a number",
    "float_type": "should be a number",
    "string_type": "should be a text; write it between quotes",
    "list_type": "should be a list, such as [a, b]",
    "tuple_type": "should be a list, such as [a, b]",
    "dict_type": "should hold settings of its own, indented below it",
    "model_type": "should hold settings of its own, indented below it",
    "too_short": "should have one entry at least",
    "too_long": "should have {max_length} entries at most",
    "string_too_short": "should not be empty",
    "string_too_long": "should have {max_length} letters at most",
    "string_pattern_mismatch": "is not written as it should be; docs and config.yaml show how",
    "literal_error": "should be {expected}",
    "greater_than": "should be more than {gt:g}",
    "greater_than_equal": "should be {ge:g} or more",
    "less_than": "should be less than {lt:g}",
    "less_than_equal": "should be {le:g} or less",
    "value_error": "{error}",
}


def words(problems: Iterable[ErrorDetails], file: Path) -> str:
    return "\n".join(f"{file}: {_sentence(problem)}" for problem in problems)


def _sentence(problem: ErrorDetails) -> str:
    # What stands in brackets tells apart the forms that one setting may have.
    path = ".".join(str(part) for part in problem["loc"] if not str(part).startswith("("))
    kind = problem["type"]
    if kind == "extra_forbidden":
        return f"there is no setting {path}. Check its spelling, or remove it."
    if kind == "missing":
        return f"{path} is missing. Add it."
    said = SHOULD_BE.get(kind, problem["msg"]).format_map(problem.get("ctx", {}))
    return f"{path} {said} (it is {problem['input']!r})."
