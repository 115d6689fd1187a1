"""Examples for the walk over all addresses."""

from __future__ import annotations

from headway.web.webhooks import operations
from headway.web.webhooks.models import Delivery, DeliveryState, Webhook
from web.examples import ApiExamples, Call, PageExamples
from web.people import MARK, Team

ADDRESS = "https://chat.example.org/in"


def webhook(team: Team) -> Webhook:
    return operations.add_webhook(person=team.owner, organisation=team.organisation, name=f"{MARK} chat", address=ADDRESS)[0]


def delivery(team: Team) -> Delivery:
    found = webhook(team).deliveries.get()
    found.state = DeliveryState.GIVEN_UP
    found.save()
    return found


PAGES: PageExamples = {f"webhooks:{name}": lambda team: {"pk": webhook(team).pk}
                       for name in ("webhook", "change", "change_secret", "remove", "send_test")} | {
    "webhooks:redeliver": lambda team: {"pk": delivery(team).pk}}
GIVEN = {"name": MARK, "address": ADDRESS, "events": ["step.completed"]}
API: ApiExamples = {f"webhooks_{name}": lambda team: Call(path={"pk": webhook(team).pk})
                    for name in ("one", "remove", "change_secret", "send_test", "deliveries")} | {
    "webhooks_add": lambda team: Call(body=GIVEN, query={"organisation": team.organisation.pk}),
    "webhooks_all": lambda team: Call(query={"organisation": team.organisation.pk}),
    "webhooks_change": lambda team: Call(path={"pk": webhook(team).pk}, body=GIVEN | {"is_on": False}),
    "webhooks_redeliver": lambda team: Call(path={"pk": delivery(team).pk})}
