"""Every example in a docstring runs and says what it gives."""

from __future__ import annotations

import doctest
import importlib

import django
import pytest

from house.sources import dotted, modules

django.setup()   # modules of the application can be imported from here on


@pytest.mark.parametrize("name", [dotted(path) for path in modules()])
def test_the_examples_of_a_module_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    assert result.failed == 0
