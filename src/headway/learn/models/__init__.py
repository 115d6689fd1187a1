"""Item models: each draws a question from the material and the vocabulary, with a reason for every option."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from types import MappingProxyType

from headway.framework import Kind, Pack, Term
from headway.learn.course import Difficulty, Option, Question, Style
from headway.learn.generated import Clause, Fragment, Item, Material

OPTIONS = 4
PAIRS = tuple(combinations(range(1, 5), 2))
NO_CAUSE = f"{Kind.TRIGGER}/none"
ANOTHER = {Kind.TRIGGER: "It stands for another cause.", Kind.PRINCIPLE: "It advises something else.",
           Kind.LEVEL: "It is another level."}
STEP_CHAPTER = {"vision": "aiming", "now": "aiming", "want": "aiming"}


def scenario_to_step(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which of the seven questions does a clause answer?"""
    fragment, stem = _scene(told, rng, told.fragments)
    step = _term(pack, Kind.STEP, fragment.step)
    chapter = STEP_CHAPTER.get(step.id, "getting-there")
    asks = rng.choice(("Which step of the improvement model is this?", "Which step of the improvement model does this show?",
                       "Which step of the improvement model is being carried out?"))
    return _item("scenario_to_step", fragment, chapter, f"{stem}\n\n{asks}", step, _neighbours(pack, step, rng), rng, pack)


def scenario_to_activity(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which value chain activity does the work in a clause belong to?"""
    fragment, stem = _scene(told, rng, told.fragments)
    activity = _term(pack, Kind.ACTIVITY, fragment.activity)
    wrong = [term for term in _neighbours(pack, activity, rng, most=5) if term.id not in fragment.also_activity]
    also = tuple(_term(pack, Kind.ACTIVITY, id).label for id in fragment.also_activity)
    asks = rng.choice(("Which value chain activity is this above all?", "To which value chain activity does this work belong?",
                       "Which activity of the value chain is at work?"))
    return _item("scenario_to_activity", fragment, "activities", f"{stem}\n\n{asks}", activity, wrong, rng, pack, also=also)


def scenario_to_level(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Whose performance is judged? Asked of clauses whose level is beyond doubt."""
    certain = [fragment for fragment in told.fragments if fragment.level is not None]
    fragment, stem = _scene(told, rng, certain)
    level = _term(pack, Kind.LEVEL, fragment.level or "")
    asks = rng.choice(("At which level does this take place?", "At which level is performance looked at here?"))
    return _item("scenario_to_level", fragment, "backlogs", f"{stem}\n\n{asks}", level, _neighbours(pack, level, rng), rng, pack,
                 difficulty=Difficulty.EASY)


def scenario_to_trigger(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Why now? Asked of clauses that tell their cause."""
    clause, stem = _told(told, rng, told.causes)
    trigger = _term(pack, Kind.TRIGGER, clause.term)
    return _read("scenario_to_trigger", clause, "reading", f"{stem}\n\nWhat set this off?", trigger, rng, pack)


def scenario_to_principle(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which guiding principle does a clause follow?"""
    clause, stem = _told(told, rng, told.advice)
    principle = _term(pack, Kind.PRINCIPLE, clause.term)
    return _read("scenario_to_principle", clause, "principles", f"{stem}\n\nWhich guiding principle is followed above all?",
                 principle, rng, pack)


def left_out(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which step did an improvement leave out, so that it came to grief?"""
    clause, stem = _told(told, rng, told.left_out)
    step = _term(pack, Kind.STEP, clause.term)
    wrong = _neighbours(pack, step, rng, most=len(pack.steps))
    options = [(step.label, True, f"This step never took place. It is to {_began_low(step.definition)}")]
    options += [(term.label, False, f"It is not what is missing here. That step is to {_began_low(term.definition)}")
                for term in wrong[:OPTIONS - 1]]
    question = _question("left_out", clause.text, "reading", Style.STANDARD, Difficulty.HARD,
                         f"{stem}\n\nWhich step was left out?", options, rng, (step.key,))
    return Item(question, "left_out", clause.text, (step.label,))


def next_step(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which step comes after the one that a clause shows?"""
    steps = pack.steps
    fragment, stem = _scene(told, rng, [each for each in told.fragments if each.step != steps[-1].id])
    here = _term(pack, Kind.STEP, fragment.step)
    step = steps[here.number]
    wrong = [here, *(term for term in _neighbours(pack, step, rng, most=6) if term.id != here.id)]
    stem = f"{stem}\n\nWhich step of the improvement model comes after the one that is shown here?"
    options = [(step.label, True, f"The text shows “{here.label}” (step {here.number}); after it comes step {step.number}.")]
    options += [(term.label, False, _not_next(term, here, step)) for term in wrong[:OPTIONS - 1]]
    question = _question("next", fragment.text, "getting-there", Style.STANDARD, Difficulty.MEDIUM, stem, options, rng,
                         (step.key,))
    return Item(question, "next_step", fragment.text, (step.label,))


def _not_next(term: Term, here: Term, step: Term) -> str:
    if term.id == here.id:
        return "This is the step that the text shows."
    when = "earlier" if term.number < here.number else "later"
    return f"It is step {term.number} and comes {when}; step {step.number} is next."


def baseline_or_target(pack: Pack, told: Material, rng: random.Random) -> Item:
    """The same figure in different tenses: which sentence is the target, or the baseline, or the result?"""
    context, measure = rng.choice(told.contexts), rng.choice(told.measures)
    value, sign = rng.randrange(measure.low, measure.high + 1), 1 if measure.rises else -1
    goal = value + sign * (measure.step + rng.randrange(2))
    figures = {"value": value, "goal": goal, "result": goal - sign * rng.choice((-1, 1, 2)),
               "month": rng.choice(("March", "June", "September")), "service": context["service"],
               "service_cap": _capital(context["service"])}
    sentences = {id: rng.choice(told_so).format(**figures) for id, told_so in measure.told.items()}
    wanted = rng.choice(("now", "want", "there"))
    step = _term(pack, Kind.STEP, wanted)
    stem = (f"{context['place']}, those who look after {context['service']} watch {measure.watched}. "
            f"Which sentence belongs to “{step.label}”?")
    options = [(text, id == wanted, why(pack, _term(pack, Kind.STEP, id), step)) for id, text in sentences.items()]
    question = _question("tense", f"{sentences}{wanted}", "aiming", Style.STANDARD, Difficulty.HARD, stem, options, rng,
                         (step.key,))
    return Item(question, "baseline_or_target", f"baseline_or_target {measure.watched} {wanted}")


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
    options += [(other.label, False, f"It means something else: “{other.definition}”") for other in wrong]
    question = _question("word", term.key, "value", Style.STANDARD, Difficulty.MEDIUM, stem, options, rng, (term.key,))
    return Item(question, "which_term", term.key, (term.label,))


def two_of_four(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which two of four statements are true?"""
    topic = rng.choice(told.topics)
    place = rng.randrange(OPTIONS)      # of the key, as often each: options stand in the order of their numbers
    before = place + rng.randrange(len(PAIRS) - OPTIONS + 1)
    right = PAIRS[before]
    pairs = [*rng.sample(PAIRS[:before], place), right, *rng.sample(PAIRS[before + 1:], OPTIONS - 1 - place)]
    true, false = iter(rng.sample(topic.true, 2)), iter(rng.sample(topic.false, 2))
    statements = [(*next(true), True) if number in right else (*next(false), False) for number in range(1, 5)]
    lines = "\n".join(f"{number}. {text}" for number, (text, _, _) in enumerate(statements, start=1))
    stem = f"Which two of these statements about {topic.name} are true?\n\n{lines}"
    options = [(f"{a} and {b}", (a, b) == right, _of_pair(statements, a, b)) for a, b in sorted(pairs)]
    question = _question("pairs", f"{topic.about}{statements}", topic.chapter, Style.LIST, Difficulty.MEDIUM, stem, options, rng,
                         (topic.about,), shuffled=False)
    said = frozenset(text for text, _, _ in statements)
    return Item(question, "two_of_four", f"two_of_four {topic.about} {sorted(said)}", statements=said)


def _of_pair(statements: Sequence[tuple[str, str, bool]], *numbers: int) -> str:
    return " ".join(f"{number} is {'true' if statements[number - 1][2] else 'false'}: {statements[number - 1][1]}"
                    for number in numbers)


def not_among(pack: Pack, told: Material, rng: random.Random) -> Item:
    """Which of these does NOT belong?"""
    outsiders = rng.choice(told.outsiders)
    members = rng.sample(pack.of(Kind(outsiders.kind)), OPTIONS - 1)
    odd = rng.choice(outsiders.false)
    stem = f"Which of these is NOT one of the {outsiders.asks}?"
    options = [(odd, True, f"It is not one of the {outsiders.asks}.")]
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
    Style.STANDARD: (scenario_to_step, scenario_to_activity, scenario_to_level, scenario_to_trigger, scenario_to_principle,
                     next_step, left_out, baseline_or_target, utility_or_warranty, which_term),
    Style.LIST: (two_of_four,), Style.NEGATIVE: (not_among,), Style.MISSING_WORD: (missing_word,)})


def _scene(told: Material, rng: random.Random, fragments: Sequence[Fragment]) -> tuple[Fragment, str]:
    fragment, context = rng.choice(fragments), rng.choice(told.contexts)
    return fragment, _placed(context, fragment.text)


def _told(told: Material, rng: random.Random, clauses: Sequence[Clause]) -> tuple[Clause, str]:
    clause, context = rng.choice(clauses), rng.choice(told.contexts)
    return clause, _placed(context, clause.text)


def _placed(context: Mapping[str, str], text: str) -> str:
    """The clause as it goes on after its place: "At a bank, the service manager …"; a figure is not begun small."""
    clause = text.format(**context, service_cap=context["service"])
    return f"{context['place']}, {_began_low(clause)}"


def _read(model: str, clause: Clause, chapter: str, stem: str, right: Term, rng: random.Random, pack: Pack) -> Item:
    """An item on a clause whose kind of term has no order: wrong options are those it is confused with, then any."""
    wrong = [term for term in _neighbours(pack, right, rng, most=len(pack.terms)) if term.id != "none"]
    near = {confusion.key for confusion in right.confused_with}
    others = [term for term in wrong if term.key not in near]
    chosen = [*(term for term in wrong if term.key in near), *rng.sample(others, len(others))][:OPTIONS - 1]
    options = [(right.label, True, why(pack, right, right)), *((term.label, False, why(pack, term, right)) for term in chosen)]
    question = _question(model, clause.text, chapter, Style.STANDARD, Difficulty.MEDIUM, stem, options, rng, (right.key,))
    return Item(question, model, clause.text, (right.label,))


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
        return _meant(term, "This {} is to {}", "It fits.")
    for one, other in ((right, term), (term, right)):
        for confusion in one.confused_with:
            if confusion.key == other.key:
                return confusion.tell
    if term.key == NO_CAUSE:
        return "The text does give a cause."
    return _meant(term, "That {} would be to {}", ANOTHER.get(term.kind, "It means something else."))


def _meant(term: Term, work: str, other: str) -> str:
    """A step and an activity are told as work to be done, any other kind by what it means."""
    if term.kind in (Kind.STEP, Kind.ACTIVITY):
        return work.format(term.kind.value, _began_low(term.definition))
    return f"{other} {term.definition}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


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
