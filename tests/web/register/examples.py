"""Examples for the walk over all addresses, and records to test with."""

from __future__ import annotations

import base64
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile

from headway.web.accounts.models import User
from headway.web.register import operations, queries
from headway.web.register.files import checked
from headway.web.register.models import (
    Attachment,
    Benefit,
    Comment,
    Cost,
    IdeaLink,
    Improvement,
    Link,
    QuickWin,
    SavedView,
    Sheet,
)
from headway.web.register.sheet_file import table_in
from headway.web.register.states import Column, LinkKind
from headway.web.vision.models import Entity, EntityKind, Objective
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team

TABLE = f"Number,Short description,Priority\nC1,{MARK} calls,2\nC2,{MARK} forms,3\n".encode()


def whole(team: Team) -> Entity:
    return queries.whole(team.organisation)


def service(team: Team, name: str = f"{MARK} mail") -> Entity:
    """A service of the desk."""
    return Entity.objects.create(unit=team.desk, kind=EntityKind.SERVICE, name=name)


def objective(team: Team, title: str = f"{MARK} quiet exams") -> Objective:
    return Objective.objects.create(unit=team.root, title=title, outcome="No exam is disturbed.")


def idea(team: Team, *, by: User | None = None, entity: Entity | None = None, title: str = f"{MARK} exam room") -> Improvement:
    return operations.file_idea(person=by or team.teammate, entity=entity or whole(team), title=title,
                                idea=f"{MARK}: asked twice.")


def under_way(team: Team, *, entity: Entity | None = None, title: str = f"{MARK} exam room") -> Improvement:
    """Taken on, with a reason why no objective fits."""
    made = operations.take_on(idea(team, entity=entity, title=title), by=team.owner)
    return operations.edit(made, by=team.owner, changes={"no_objective": "local"})


def small(team: Team) -> Improvement:
    return operations.edit(under_way(team), by=team.owner, changes={"effort_days": Decimal(2)})


def question(team: Team) -> QuickWin:
    return operations.ask_for_quick_win(small(team), by=team.teammate, reason=f"{MARK}: a sign on a door")


def said(team: Team) -> Comment:
    return operations.comment(idea(team), by=team.owner, text=f"**{MARK}** says")


def link(team: Team) -> Link:
    return operations.put_link(idea(team), by=team.owner, given={"kind": LinkKind.CHANGE, "reference": f"{MARK}-7"})


def attachment(team: Team) -> Attachment:
    file = checked(ContentFile(MARK.encode()), name=f"{MARK}.txt")
    return operations.attach(idea(team), by=team.owner, file=file)


def benefit(team: Team) -> Benefit:
    return operations.put_benefit(idea(team), by=team.owner, given={
        "column": Column.EXPECTED, "what": f"{MARK} hours", "amount": Decimal(400), "unit": "hours"})


def cost(team: Team) -> Cost:
    return operations.put_cost(idea(team), by=team.owner, given={"what": f"{MARK} signs", "amount": Decimal(90), "unit": "EUR"})


def view(team: Team) -> SavedView:
    return operations.save_view(by=team.owner, organisation=team.organisation, name=MARK, query="state=all")


def sheet(team: Team, content: bytes = TABLE) -> Sheet:
    return operations.take_in(table_in(content, name=f"{MARK}.csv"), name=f"{MARK}.csv", content=content, by=team.owner,
                              entity=whole(team))


def public(team: Team) -> IdeaLink:
    return operations.keep_idea_link(person=team.owner, organisation=team.organisation, entity=whole(team), is_open=True)


def of_idea(team: Team) -> dict[str, Any]:
    return {"pk": idea(team).pk}


def of_under_way(team: Team) -> dict[str, Any]:
    return {"pk": under_way(team).pk}


PAGES: PageExamples = {
    "register:correct": lambda team: {"pk": idea(team).pk},
    **{f"register:{name}": of_idea for name in (
        "improvement", "edit", "vision", "complete_first_step", "resume", "next_iteration", "history", "move", "watch",
        "comment", "add_link", "attach", "add_benefit", "add_cost")},
    "register:ask_for_quick_win": of_under_way,
    "register:step": lambda team: {"pk": under_way(team).pk, "number": 2, "act": "skip"},
    "register:state": lambda team: {"pk": under_way(team).pk, "act": "hold"},
    "register:answer_quick_win": lambda team: {"pk": question(team).improvement_id},
    "register:drop_view": lambda team: {"pk": view(team).pk},
    "register:keep": lambda team: {"pk": whole(team).pk},
    "register:sheet": lambda team: {"pk": sheet(team).pk},
    "register:import_sheet": lambda team: {"pk": sheet(team).pk},
    "register:public_idea": lambda team: {"word": public(team).word},
    "register:edit_comment": lambda team: {"pk": said(team).pk},
    "register:remove_comment": lambda team: {"pk": said(team).pk},
    "register:drop_link": lambda team: {"pk": link(team).pk},
    "register:file": lambda team: {"pk": attachment(team).pk},
    "register:remove_file": lambda team: {"pk": attachment(team).pk},
    "register:edit_benefit": lambda team: {"pk": benefit(team).pk},
    "register:drop_benefit": lambda team: {"pk": benefit(team).pk},
    "register:drop_cost": lambda team: {"pk": cost(team).pk},
}


def on_idea(**body: Any) -> Any:
    return lambda team: Call(path={"pk": idea(team).pk}, body=body or {})


def at_step(step: int, **body: Any) -> Any:
    return lambda team: Call(path={"pk": under_way(team).pk, "step": step}, body=body)


def move(team: Team) -> Call:
    return Call(path={"pk": idea(team).pk}, body={"after_id": idea(team, title=f"{MARK} second").pk})


API: ApiExamples = {
    "register_reading": lambda team: Call(path={"pk": idea(team).pk}),
    "register_correct": lambda team: Call(path={"pk": idea(team).pk}, body={"task": "level", "label": "team"}),
    "register_mark_principle": lambda team: Call(path={"pk": idea(team).pk}, body={"principle": "focus_on_value"}),
    "register_quick_wins": lambda team: Call(path={"pk": under_way(team).pk}),
    "register_learnt": lambda team: Call(path={"pk": team.organisation.pk}),
    "register_ask_to_learn": lambda team: Call(path={"pk": team.organisation.pk}),
    "register_unlearn": lambda team: Call(path={"pk": team.organisation.pk}),
    "register_file_idea": lambda team: Call(body={"title": MARK, "idea": MARK, "entity_id": whole(team).pk}),
    **{f"register_{name}": on_idea() for name in ("improvement", "steps", "history", "comments", "links", "files", "benefits",
                                                   "costs", "resume", "take_on")},
    "register_edit": on_idea(title=f"{MARK} anew"),
    "register_complete_step": at_step(1),
    "register_skip_step": at_step(2, reason=MARK),
    "register_reopen_step": at_step(2, reason=MARK),
    "register_put_on_hold": on_idea(reason=MARK),
    "register_withdraw": on_idea(reason=MARK),
    "register_close": on_idea(closure="stopped", reason=MARK),
    "register_open_again": on_idea(reason=MARK),
    "register_ask_for_quick_win": on_idea(reason=MARK),
    "register_answer_quick_win": lambda team: Call(path={"pk": question(team).pk}, body={"granted": True}),
    "register_next_iteration": on_idea(title=MARK),
    "register_move": move,
    "register_edit_many": lambda team: Call(body={"ids": [idea(team).pk], "changes": {"priority": 2}}),
    "register_backlog": lambda team: Call(path={"pk": whole(team).pk}),
    "register_keep_backlog": lambda team: Call(path={"pk": whole(team).pk}, body={"formula": "wsjf"}),
    "register_views": lambda team: Call(path={"pk": team.organisation.pk}),
    "register_rules": lambda team: Call(path={"pk": team.organisation.pk}),
    "register_save_view": lambda team: Call(path={"pk": team.organisation.pk}, body={
        "name": MARK, "query": "state=all", "shared": True}),
    "register_drop_view": lambda team: Call(path={"pk": view(team).pk}),
    "register_keep_idea_link": lambda team: Call(body={"entity_id": whole(team).pk, "is_open": True}),
    "register_letters": lambda team: Call(path={"pk": team.owner.pk}),
    "register_choose_letters": lambda team: Call(path={"pk": team.owner.pk}, body={"wanted": []}),
    "register_comment": on_idea(text=MARK),
    "register_edit_comment": lambda team: Call(path={"pk": said(team).pk}, body={"text": MARK}),
    "register_remove_comment": lambda team: Call(path={"pk": said(team).pk}),
    "register_watch": on_idea(watching=True),
    "register_put_link": on_idea(kind="change", reference=MARK),
    "register_drop_link": lambda team: Call(path={"pk": link(team).pk}),
    "register_attach": on_idea(name=f"{MARK}.txt", content=base64.b64encode(MARK.encode()).decode()),
    "register_file": lambda team: Call(path={"pk": attachment(team).pk}),
    "register_remove_file": lambda team: Call(path={"pk": attachment(team).pk}),
    "register_put_benefit": on_idea(column="expected", what=MARK, amount="10", unit="hours"),
    "register_change_benefit": lambda team: Call(path={"pk": benefit(team).pk}, body={
        "column": "expected", "what": MARK, "amount": "10", "unit": "hours"}),
    "register_drop_benefit": lambda team: Call(path={"pk": benefit(team).pk}),
    "register_put_cost": on_idea(what=MARK, amount="10", unit="EUR"),
    "register_drop_cost": lambda team: Call(path={"pk": cost(team).pk}),
    "register_sign_rule": lambda team: Call(path={"pk": team.organisation.pk}, body={
        "unit": "hours", "worth": "48", "currency": "EUR", "since": "2026-01-01", "note": MARK}),
    "register_take_in_sheet": lambda team: Call(body={
        "name": f"{MARK}.csv", "content": base64.b64encode(TABLE).decode(), "entity_id": whole(team).pk}),
    "register_sheet": lambda team: Call(path={"pk": sheet(team).pk}),
    "register_map_sheet": lambda team: Call(path={"pk": sheet(team).pk}, body={"mapping": {"Short description": "title"}}),
    "register_import_sheet": lambda team: Call(path={"pk": sheet(team).pk}),
}
