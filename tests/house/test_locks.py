"""The locks hold exact versions of everything that is needed, wherever Headway runs, and nothing that ties them."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib

import pytest
from packaging.markers import Environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from house.sources import ROOT

PLACES: list[Environment] = [
    {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": system, "platform_system": named,
     "os_name": family, "platform_machine": machine, "implementation_name": "cpython", "implementation_version": python,
     "platform_python_implementation": "CPython", "platform_release": "", "platform_version": ""}
    for python in ("3.11", "3.12", "3.13")
    for system, named, family, machine in (
        ("linux", "Linux", "posix", "x86_64"), ("darwin", "Darwin", "posix", "arm64"), ("win32", "Windows", "nt", "AMD64"))
]


def locked(name: str) -> list[Requirement]:
    lines = (line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


USE, TEST = locked("requirements.lock"), locked("requirements-test.lock")


def held(requirement: Requirement, *, place: Environment, lock: list[Requirement]) -> bool:
    return any(canonicalize_name(pin.name) == canonicalize_name(requirement.name)
               and (pin.marker is None or pin.marker.evaluate(dict(place)))
               and requirement.specifier.contains(next(iter(pin.specifier)).version, prereleases=True)
               for pin in lock)


def wanted(requirement: Requirement, *, place: Environment, extras: set[str]) -> bool:
    return requirement.marker is None or any(
        requirement.marker.evaluate({**place, "extra": extra}) for extra in ("", *extras))


def lacking(roots: list[Requirement], *, place: Environment, lock: list[Requirement]) -> set[str]:
    """What the roots need in this place, however far down, and the lock lacks."""
    missing, waiting, seen = set(), list(roots), set()
    while waiting:
        requirement = waiting.pop()
        key = (canonicalize_name(requirement.name), *sorted(requirement.extras))
        if not held(requirement, place=place, lock=lock):
            missing.add(str(requirement))
        if key in seen:
            continue
        seen.add(key)
        try:
            needs = importlib.metadata.distribution(requirement.name).requires or []
        except importlib.metadata.PackageNotFoundError:   # only for another system: what it needs can't be read here
            continue
        waiting += [need for need in map(Requirement, needs) if wanted(need, place=place, extras=requirement.extras)]
    return missing


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['sys_platform']}-{place['python_version']}")
def test_the_lock_holds_all_that_headway_needs(place: Environment) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted_lines = project["project"]["dependencies"] + project["build-system"]["requires"]
    wanted_lines += [line for extra in ("web", "postgres") for line in project["project"]["optional-dependencies"][extra]]
    roots = [Requirement(line) for line in wanted_lines]
    roots = [root for root in roots if wanted(root, place=place, extras=set())]
    assert lacking(roots, place=place, lock=USE) == set()


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place['sys_platform']}-{place['python_version']}")
def test_the_test_lock_holds_all_that_the_tests_need(place: Environment) -> None:
    assert lacking(TEST, place=place, lock=USE + TEST) == set()


def test_every_line_is_one_exact_version_and_stands_once() -> None:
    pins = USE + TEST
    assert all(len(pin.specifier) == 1 and str(pin.specifier).startswith("==") and pin.url is None for pin in pins)
    assert len({canonicalize_name(pin.name) for pin in pins}) == len(pins)


def test_the_locks_hold_no_address_and_no_hash() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        assert not re.search(r"://|--hash|^-", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE), name


def test_what_is_tested_is_what_is_locked() -> None:
    locks = {canonicalize_name(pin.name): next(iter(pin.specifier)).version for pin in USE + TEST}
    installed = {canonicalize_name(found.metadata["Name"]): found.version
                 for found in importlib.metadata.distributions()}
    other = {name: version for name, version in installed.items()
             if name in locks and Version(version) != Version(locks[name])}
    assert other == {}
