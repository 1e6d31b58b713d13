"""Which parameters a call takes: exactly those that the SDK's typed dictionaries have.

Owns the reading of a form (`metadata[checkout]=…`) into a nested value, and its judgement by type.
No list of parameters is kept here: a new SDK brings its own.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin
from urllib.parse import parse_qsl

import typing_extensions
from stripe import RequestOptions, StripeContext
from stripe._stripe_object import UntypedStripeObject


class ParameterError(ValueError):
    """A parameter that Stripe would refuse. `code` is Stripe's word, where there is one."""

    def __init__(self, code: str, parameter: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.parameter = parameter


def parse(form: str) -> dict[str, Any]:
    """A form or query as nested dictionaries; a list is a dictionary of its numbers.

    Raises `ParameterError` for one that is a value and an object at once.
    """
    found: dict[str, Any] = {}
    for name, value in parse_qsl(form, keep_blank_values=True, strict_parsing=bool(form)):
        first, *rest = name.replace("]", "").split("[")
        path = [first, *(each or "0" for each in rest)]
        place = found
        for part in path[:-1]:
            place = place.setdefault(part, {})
            if not isinstance(place, dict):
                raise ParameterError("", first, f"Invalid {first}")
        place[path[-1]] = value
    return found


def check(parameters: Mapping[str, Any], allowed: Any) -> dict[str, Any]:
    """The parameters as Python values, for one typed dictionary. Raises `ParameterError`."""
    return _dictionary(parameters, allowed, "")


@cache
def _hints(allowed: Any) -> dict[str, Any]:
    # What every dictionary inherits from the SDK's options names types of another module.
    names = {"StripeContext": StripeContext, "Mapping": Mapping}
    hints = typing_extensions.get_type_hints(allowed, localns=names)
    return {
        name: hint for name, hint in hints.items() if name not in RequestOptions.__annotations__
    }


def _dictionary(given: Any, allowed: Any, where: str) -> dict[str, Any]:
    if not isinstance(given, Mapping):
        raise ParameterError("", where, f"Invalid object: {where}")
    hints = _hints(allowed)
    checked = {}
    for name, value in given.items():
        at = f"{where}[{name}]" if where else name
        if name not in hints:
            raise ParameterError("parameter_unknown", at, f"Received unknown parameter: {at}")
        checked[name] = _value(value, hints[name], at)
    for name in hints:
        if name in allowed.__required_keys__ and name not in given:
            at = f"{where}[{name}]" if where else name
            raise ParameterError("parameter_missing", at, f"Missing required param: {at}.")
    return checked


def _value(given: Any, kind: Any, at: str) -> Any:
    origin = get_origin(kind)
    if origin in (typing_extensions.NotRequired, typing_extensions.Required):
        return _value(given, get_args(kind)[0], at)
    if origin in (Union, types.UnionType):
        return _one_of(given, get_args(kind), at)
    if origin is Literal:
        if given not in get_args(kind):
            raise ParameterError("", at, f"Invalid {at}: {given!r}")
        return given
    if origin is list:
        return [_value(each, get_args(kind)[0], at) for each in _mapping(given, at).values()]
    if origin in (dict, UntypedStripeObject):
        inner = get_args(kind)[-1]
        return {name: _value(v, inner, f"{at}[{name}]") for name, v in _mapping(given, at).items()}
    if typing_extensions.is_typeddict(kind):
        return _dictionary(given, kind, at)
    if not isinstance(given, str):
        raise ParameterError("", at, f"Invalid {at}")
    if kind is int:
        if not given.lstrip("-").isdigit():
            raise ParameterError("parameter_invalid_integer", at, f"Invalid integer: {given}")
        return int(given)
    if kind is bool:
        if given not in ("true", "false"):
            raise ParameterError("", at, f"Invalid boolean: {given}")
        return given == "true"
    return given


def _one_of(given: Any, kinds: tuple[Any, ...], at: str) -> Any:
    # `Literal[…] | str` is the SDK's room for values to come; Stripe refuses what it does not know.
    words = [kind for kind in kinds if get_origin(kind) is Literal]
    kinds = tuple(kind for kind in kinds if not (kind is str and words))
    problem: ParameterError | None = None
    for kind in kinds:
        try:
            return _value(given, kind, at)
        except ParameterError as error:
            # What is wrong inside of an object says more than that it is no other thing.
            problem = error if problem is None or error.parameter != at else problem
    raise problem or ParameterError("", at, f"Invalid {at}")


def _mapping(given: Any, at: str) -> Mapping[str, Any]:
    if not isinstance(given, Mapping):
        raise ParameterError("", at, f"Invalid {at}")
    return given
