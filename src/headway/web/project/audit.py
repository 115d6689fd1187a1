"""`headway audit verify`: the state of the chain in sentences."""

from __future__ import annotations

from headway.web.accounts import audit
from headway.web.project.environment import WrongSetting

WORDS = {
    "line_gone": "Line {sequence} is missing or out of its place.",
    "line_changed": "Line {sequence} is not as it was written.",
    "values_gone": "The values of line {sequence} are missing without an erasure that tells of it.",
    "values_changed": "The values of line {sequence} are not as they were written.",
    "end_cut": "The chain ends at the wrong place: lines after {sequence} or before the noted end are missing.",
}


def verified(noted: str | None) -> tuple[list[str], bool]:
    """What to say of the chain, and whether it is whole."""
    state = audit.verify(noted=_read(noted) if noted else None)
    told = [WORDS[found.code].format(sequence=found.sequence) for found in state.breaks]
    if told:
        return told, False
    return [f"The audit is whole: {state.lines} lines, {state.erased} of them with values erased together with a person.",
            f"Its end, to be noted elsewhere and given back with --noted: {state.head}"], True


def _read(noted: str) -> tuple[int, str]:
    sequence, _, digest = noted.partition(":")
    if not sequence.isdecimal() or not digest:
        raise WrongSetting(f"“{noted}” is no end of a chain. Give what `headway audit verify` told, as in 120:9f86….")
    return int(sequence), digest
