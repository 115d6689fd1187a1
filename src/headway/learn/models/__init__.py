"""Item models: each draws a question from the material and the vocabulary, with a reason for every option."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from headway.framework import Kind, Pack, Term
from headway.learn.course import Difficulty, Option, Question, Style
from headway.learn.generated import Fragment, Item, Material

OPTIONS = 4
STEP_CHAPTER = {"vision": "aiming", "now": "aiming", "want": "aiming"}


def scenario_to_step(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which of the seven questions does a clause answer?"""
    fragment, stem = _scene(told, rng, told.fragments)
    step = _term(pack, Kind.STEP, fragment.step)
    chapter = STEP_CHAPTER.get(step.id, "getting-there")
    return _item("scenario_to_step", fragment, chapter, f"{stem}\n\nWhich step of the improvement model is this?", step,
                 _neighbours(pack, step, rng), rng, pack)


def scenario_to_activity(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which value chain activity does the work in a clause belong to?"""
    fragment, stem = _scene(told, rng, told.fragments)
    activity = _term(pack, Kind.ACTIVITY, fragment.activity)
    wrong = [term for term in _neighbours(pack, activity, rng, most=5) if term.id not in fragment.also_activity]
    also = tuple(_term(pack, Kind.ACTIVITY, id).label for id in fragment.also_activity)
    return _item("scenario_to_activity", fragment, "activities", f"{stem}\n\nWhich value chain activity is this above all?",
                 activity, wrong, rng, pack, also=also)


def scenario_to_level(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Whose performance is judged? Asked of clauses whose level is beyond doubt."""
    certain = [fragment for fragment in told.fragments if fragment.level is not None]
    fragment, stem = _scene(told, rng, certain)
    level = _term(pack, Kind.LEVEL, fragment.level or "")
    return _item("scenario_to_level", fragment, "backlogs", f"{stem}\n\nAt which level does this take place?", level,
                 _neighbours(pack, level, rng), rng, pack, difficulty=Difficulty.EASY)


def next_step(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which step comes after the one that a clause shows?"""
    steps = pack.steps
    fragment, stem = _scene(told, rng, [each for each in told.fragments if each.step != steps[-1].id])
    here = _term(pack, Kind.STEP, fragment.step)
    step = steps[here.number]
    wrong = [here, *(term for term in _neighbours(pack, step, rng, most=6) if term.id != here.id)]
    stem = f"{stem}\n\nThis step of the improvement model is done. Which one comes next?"
    options = [(step.label, True, f"The text shows “{here.label}” (step {here.number}); after it comes step {step.number}.")]
    options += [(term.label, False, _not_next(term, here, step)) for term in wrong[:OPTIONS - 1]]
    question = _question("next", fragment.text, "getting-there", Style.STANDARD, Difficulty.MEDIUM, stem, options, rng,
                         (step.key,))
    return Item(question, "next_step", fragment.text, (step.label,))


def _not_next(term: Term, here: Term, step: Term) -> str:
    if term.id == here.id:
        return "This is the step that the text shows; it is done."
    when = "earlier" if term.number < here.number else "later"
    return f"It is step {term.number} and comes {when}; step {step.number} is next."


def baseline_or_target(pack: Pack, told: Material, rng: random.Random) -> Item:
    """The same figure in different tenses: which sentence is the target, or the baseline, or the result?"""
    context = rng.choice(told.contexts)
    service, value = context["service"], rng.randrange(81, 99)
    goal, month = min(value + rng.randrange(2, 9), 99), rng.choice(("March", "June", "September", "the end of the year"))
    sentences = {
        "now": f"At present {value} of 100 users of {service} succeed at the first attempt",
        "want": f"By {month}, {goal} of 100 users of {service} shall succeed at the first attempt",
        "there": f"{goal} of 100 had been agreed for {service}, and {value + 1} of 100 users succeeded",
        "how": f"Three ways to let {goal} of 100 users of {service} succeed are compared",
    }
    wanted = rng.choice(("now", "want", "there"))
    step = _term(pack, Kind.STEP, wanted)
    stem = f"{context['place']}, success at the first attempt is watched. Which sentence belongs to “{step.label}”?"
    options = [(text, id == wanted, why(pack, _term(pack, Kind.STEP, id), step)) for id, text in sentences.items()]
    question = _question("tense", f"{service}{wanted}{value}{goal}", "aiming", Style.STANDARD, Difficulty.HARD, stem, options,
                         rng, (step.key,))
    return Item(question, "baseline_or_target", f"baseline_or_target {service} {wanted}")


def utility_or_warranty(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which of four wishes concerns utility, or warranty?"""
    asked = rng.choice((Kind.CONCEPT, Kind.WARRANTY_ASPECT))
    context = rng.choice(told.contexts)
    utility = [wish for wish in told.wishes if wish.aspect is None]
    warranty = [wish for wish in told.wishes if wish.aspect is not None]
    side, others = (utility, warranty) if asked is Kind.CONCEPT else (warranty, utility)
    right, wrong = rng.choice(side), rng.sample(others, OPTIONS - 1)
    name = "utility" if asked is Kind.CONCEPT else "warranty"
    stem = f"{context['place']}, {context['people']} have four wishes for {context['service']}. Which one concerns {name}?"
    options = [(f"It should {wish.text}", wish is right, _of_wish(pack, wish.aspect)) for wish in (right, *wrong)]
    question = _question("sides", f"{name}{right.text}{context['service']}", "quality", Style.STANDARD, Difficulty.EASY, stem,
                         options, rng, (f"concept/{name}",))
    return Item(question, "utility_or_warranty", f"utility_or_warranty {right.text}")


def _of_wish(pack: Pack, aspect: str | None) -> str:
    if aspect is None:
        return "Something that the service does: utility."
    return f"{_term(pack, Kind.WARRANTY_ASPECT, aspect).label}, an aspect of warranty: whether it can be relied on."


def which_term(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which word has this meaning? Among words that are taken for one another."""
    terms = [term for term in pack.terms.values() if term.kind is Kind.CONCEPT and term.confused_with]
    term = rng.choice(terms)
    near = [pack.terms[other.key] for other in term.confused_with]
    pool = [other for other in pack.of(Kind.CONCEPT) if other.key != term.key and other not in near]
    alike = [other for other in pool if other.group == term.group]
    wrong = [*near, *rng.sample(alike, min(len(alike), OPTIONS))][:OPTIONS - 1]
    wrong += [other for other in rng.sample(pool, OPTIONS) if other not in wrong][:OPTIONS - 1 - len(wrong)]
    stem = f"Which word has this meaning? “{term.definition}”"
    options = [(term.label, True, "This is its meaning.")]
    options += [(other.label, False, f"That means: {other.definition}") for other in wrong]
    question = _question("word", term.key, "value", Style.STANDARD, Difficulty.MEDIUM, stem, options, rng, (term.key,))
    return Item(question, "which_term", term.key, (term.label,))


def two_of_four(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which two of four statements are true?"""
    topic = rng.choice(told.topics)
    statements = [(*each, True) for each in rng.sample(topic.true, 2)] + [(*each, False) for each in rng.sample(topic.false, 2)]
    rng.shuffle(statements)
    about = pack.terms[topic.about].label
    lines = "\n".join(f"{number}. {text}" for number, (text, _, _) in enumerate(statements, start=1))
    stem = f"Which two statements are true? They concern: {about.lower()}.\n\n{lines}"
    pairs = [(1, 2), (2, 3), (3, 4), (1, 4)]
    first, second = (number for number, (_, _, true) in enumerate(statements, start=1) if true)
    right = (first, second)
    if right not in pairs:
        pairs[rng.randrange(4)] = right
    options = [(f"{a} and {b}", (a, b) == right, _of_pair(statements, a, b)) for a, b in sorted(pairs)]
    question = _question("pairs", f"{topic.about}{statements}", topic.chapter, Style.LIST, Difficulty.MEDIUM, stem, options, rng,
                         (topic.about,), shuffled=False)
    return Item(question, "two_of_four", f"two_of_four {topic.about} {sorted(text for text, _, _ in statements)}")


def _of_pair(statements: Sequence[tuple[str, str, bool]], *numbers: int) -> str:
    return " ".join(f"{number} is {'true' if statements[number - 1][2] else 'false'}: {statements[number - 1][1]}"
                    for number in numbers)


def not_among(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which of these does NOT belong?"""
    outsiders = rng.choice(told.outsiders)
    members = rng.sample(pack.of(Kind(outsiders.kind)), OPTIONS - 1)
    odd = rng.choice(outsiders.false)
    stem = f"Which of these is NOT one of the {outsiders.asks}?"
    options = [(odd, True, f"It is none of the {outsiders.asks}.")]
    options += [(term.label, False, f"It is one of the {outsiders.asks}.") for term in members]
    where = tuple(sorted(term.id for term in members))
    question = _question("odd", f"{odd}{where}", outsiders.chapter, Style.NEGATIVE, Difficulty.EASY, stem, options, rng)
    return Item(question, "not_among", f"not_among {odd}")


def missing_word(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which word completes a sentence?"""
    gap = rng.choice(told.gaps)
    options = [(gap.word, True, gap.why), *((word, False, why) for word, why in gap.wrong)]
    question = _question("gap", gap.sentence, gap.chapter, Style.MISSING_WORD, Difficulty.EASY,
                         f"Which word completes the sentence? {gap.sentence}", options, rng, (gap.about,))
    return Item(question, "missing_word", gap.sentence)


Model = Callable[[Pack, Material, random.Random], Item]
MODELS: Mapping[Style, tuple[Model, ...]] = MappingProxyType({
    Style.STANDARD: (scenario_to_step, scenario_to_activity, scenario_to_level, next_step, baseline_or_target,
                     utility_or_warranty, which_term),
    Style.LIST: (two_of_four,), Style.NEGATIVE: (not_among,), Style.MISSING_WORD: (missing_word,)})


def _scene(told: Material, rng: random.Random, fragments: Sequence[Fragment]) -> tuple[Fragment, str]:
    fragment, context = rng.choice(fragments), rng.choice(told.contexts)
    clause = fragment.text.format(**context)
    return fragment, f"{context['place']}: {clause[:1].upper()}{clause[1:]}"


def _term(pack: Pack, kind: Kind, id: str) -> Term:
    return pack.terms[f"{kind}/{id}"]


def _neighbours(pack: Pack, term: Term, rng: random.Random, *, most: int = OPTIONS - 1) -> list[Term]:
    """Those of its kind that it is confused with, then those that stand beside it, then any."""
    near = [pack.terms[other.key] for other in term.confused_with if pack.terms[other.key].kind is term.kind]
    rest = [other for other in pack.of(term.kind) if other.key != term.key and other not in near]
    rng.shuffle(near)
    rng.shuffle(rest)
    return [*near, *sorted(rest, key=lambda other: abs(other.number - term.number))][:most]


def _item(model: str, fragment: Fragment, chapter: str, stem: str, right: Term, wrong: Sequence[Term], rng: random.Random,
          pack: Pack, *, also: tuple[str, ...] = (), difficulty: Difficulty = Difficulty.MEDIUM) -> Item:
    options = [(right.label, True, why(pack, right, right))]
    options += [(term.label, False, why(pack, term, right)) for term in wrong[:OPTIONS - 1]]
    question = _question(model, stem, chapter, Style.STANDARD, difficulty, stem, options, rng, (right.key,))
    return Item(question, model, fragment.text, (right.label,), also)


def why(pack: Pack, term: Term, right: Term) -> str:
    """Why a term is or is not meant: what tells the pair apart where the vocabulary says it, else what the term means."""
    if term.key == right.key:
        return f"It fits: {_began_low(term.definition)}"
    for one, other in ((right, term), (term, right)):
        for confusion in one.confused_with:
            if confusion.key == other.key:
                return confusion.tell
    return f"That would be: {_began_low(term.definition)}"


def _began_low(text: str) -> str:
    return text[:1].lower() + text[1:]


def _question(model: str, seed: str, chapter: str, style: Style, difficulty: Difficulty, stem: str,
              options: Sequence[tuple[str, bool, str]], rng: random.Random, about: tuple[str, ...] = (), *,
              shuffled: bool = True) -> Question:
    made = [Option(text, right, reason) for text, right, reason in options]
    if shuffled:
        rng.shuffle(made)
    return Question(f"{model}-{_digest(seed + stem)}", chapter, style, difficulty, stem, tuple(made), about)


def _digest(text: str) -> str:
    """Eight signs that stay the same for the same text, on every machine."""
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:8]
