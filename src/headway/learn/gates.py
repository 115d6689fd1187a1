"""Gates: what no question may have, checked by program before anyone sees it. Source of the list: item-writing flaws in
Tarrant, Ware and Mohammed, BMC Medical Education 9:40 (2009), and Schmucker and Moore, arXiv 2503.10533 (2025).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from headway.learn.course import Question, Style
from headway.learn.generated import Item

LONGER_KEY = 1.3          # times the longest wrong option …
SHORT = 60                # … where options are whole sentences; names are as long as they are
LONGEST_STEM = 90         # words
ALIKE = .85               # likeness from which two questions of a bank or session say the same
FEWEST_REASON_WORDS = 2
LONG_WORD_SHARE = .3      # of words with nine letters or more: beyond this a text is hard reading (LIX counts seven)
ABSOLUTE = re.compile(r"\b(always|never|only|all(?! levels)|none|every|must)\b", re.IGNORECASE)
ALL_OR_NONE = re.compile(r"\b(all|none|both|neither) of the (above|these)\b|\ball of them\b", re.IGNORECASE)
NOT = re.compile(r"\bnot\b", re.IGNORECASE)


def flaws(question: Question) -> tuple[str, ...]:
    """The codes of the gates that a question does not pass; empty where it may be asked.

    >>> from headway.learn.reading import built_in
    >>> flaws(built_in().questions[0])
    ()
    """
    return tuple(code for code, found in (
        ("keys_not_one", sum(option.right for option in question.options) != 1),
        ("options_alike", _alike(question)),
        ("reason_missing", any(len(option.reason.split()) < FEWEST_REASON_WORDS for option in question.options)),
        ("key_longest", _key_longest(question)),
        ("all_or_none", any(ALL_OR_NONE.search(option.text) for option in question.options)),
        ("absolute_in_one", _absolute_in_one(question)),
        ("negative_not_in_capitals", _negative_not_in_capitals(question)),
        ("list_not_pairs", question.style is Style.LIST and not all(
            re.fullmatch(r"\d and \d", option.text) for option in question.options)),
        ("gap_missing", (question.style is Style.MISSING_WORD) != ("[?]" in question.stem)),
        ("stem_too_long", len(question.stem.split()) > LONGEST_STEM),
        ("hard_reading", _hard_reading(question.stem)),
        ("no_question", not re.search(r"[?:]", question.stem)),
    ) if found)


def flaws_of_item(item: Item) -> tuple[str, ...]:
    """The gates of a question, and those that only its model can tell."""
    stem = item.question.stem.casefold()
    wrong = {option.text.casefold() for option in item.question.options if not option.right}
    return (*flaws(item.question),
            *(("names_itself",) if any(name.casefold() in stem for name in item.names_itself) else ()),
            *(("also_right",) if wrong & {name.casefold() for name in item.also} else ()))


def _alike(question: Question) -> bool:
    texts = [" ".join(option.text.casefold().split()) for option in question.options]
    return len(set(texts)) < len(texts)


def _key_longest(question: Question) -> bool:
    right = len(question.options[question.key].text)
    wrong = max(len(option.text) for option in question.options if not option.right)
    return right > SHORT and right > LONGER_KEY * wrong


def _absolute_in_one(question: Question) -> bool:
    """An absolute word in the key alone, or in one option alone, gives it away; names and pairs are as they are."""
    if question.style in (Style.NEGATIVE, Style.LIST) or max(len(option.text) for option in question.options) <= SHORT:
        return False
    having = [option for option in question.options if ABSOLUTE.search(option.text)]
    return len(having) == 1 and having[0].right


def _negative_not_in_capitals(question: Question) -> bool:
    last = re.split(r"(?<=[.:])\s", question.stem)[-1]
    if question.style is Style.NEGATIVE:
        return "NOT" not in question.stem
    return NOT.search(last) is not None and "?" in last and "NOT" not in last


def _hard_reading(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return bool(words) and sum(len(word) >= 9 for word in words) / len(words) > LONG_WORD_SHARE and len(words) >= 12


def words_of(question: Question) -> Counter[str]:
    """What a question says, as counts of its words, those of its options among them; short words say little."""
    text = " ".join((question.stem, *(option.text for option in question.options))).casefold()
    return Counter(word for word in re.findall(r"[^\W_]+", text) if len(word) > 3)


def likeness(one: Mapping[str, int], other: Mapping[str, int]) -> float:
    """The cosine of two counts of words, from 0 to 1.

    >>> round(likeness({"queue": 1, "callers": 1}, {"queue": 1, "readers": 1}), 2)
    0.5
    """
    lengths = math.sqrt(sum(many * many for many in one.values()) * sum(many * many for many in other.values()))
    return sum(many * other[word] for word, many in one.items() if word in other) / lengths if lengths else 0.0


def near_duplicates(questions: Sequence[Question]) -> tuple[tuple[str, str], ...]:
    """Pairs of ids of questions that say nearly the same."""
    counted = [(question.id, words_of(question)) for question in questions]
    return tuple((id, other) for place, (other, theirs) in enumerate(counted) for id, mine in counted[place + 1:]
                 if likeness(mine, theirs) > ALIKE)


def key_positions_balanced(questions: Sequence[Question]) -> bool:
    """Whether no place of the key stands out by more than chance would have it: within four standard deviations."""
    by_many: dict[int, list[int]] = {}
    for question in questions:
        by_many.setdefault(len(question.options), []).append(question.key)
    return all(_balanced(keys, many) for many, keys in by_many.items())


def _balanced(keys: Sequence[int], many: int) -> bool:
    n, share = len(keys), 1 / many
    allowed = 4 * (n * share * (1 - share)) ** .5
    return all(abs(keys.count(place) - n * share) <= max(allowed, 1) for place in range(many))


def repeated(stems: Iterable[str]) -> tuple[str, ...]:
    """Stems that stand more than once."""
    return tuple(stem for stem, many in Counter(stems).items() if many > 1)
