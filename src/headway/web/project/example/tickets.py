"""The example's tickets: exports come in as anybody's do, values come to mean entities, measures are counted by the jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from headway.web.ground import jobs
from headway.web.measure import operations as measure
from headway.web.measure.models import Holds, Kpi, Source, UploadState
from headway.web.project.example.university import University
from headway.web.register.queries import whole
from headway.web.vision import operations as vision
from headway.web.vision.models import Entity, Expectation, SourceValue

BLOCK = 1 << 20
FILES = {"tickets": Holds.TICKETS, "outages": Holds.OUTAGES, "changes": Holds.CHANGES}
NAMED_OTHERWISE = {"E-mail and accounts": "accounts", "Network and Wi-Fi": "network"}
OF_THE_WHOLE = ("time_to_resolve_mean", "first_response_median", "within_24h", "sla_kept", "satisfaction", "reopened", "backlog",
                "arrivals", "first_group")
OF_A_SERVICE = ("time_to_resolve_mean", "within_24h", "satisfaction", "availability", "recurrence")
SERVICES = ("exams", "learning", "network", "accounts")


class ExampleFailed(Exception):
    """A job of the example did not end well; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The source with its log, and the measures of the whole desk and of its services, by entity and catalogue id."""

    source: Source
    whole: Mapping[str, Kpi]
    services: Mapping[tuple[str, str], Kpi]


def take_in(university: University, *, files: Mapping[str, Path]) -> Desk:
    """Upload the example's exports, accept what their values mean, and have the measures counted.

    Raises `ExampleFailed` where a file was not taken in or a job failed.
    """
    agent, lead = university.people["agent"], university.people["desk_lead"]
    source = measure.add_source(person=agent, unit=university.root, name="Help desk")
    for name, holds in FILES.items():
        with files[name].open("rb") as file:
            measure.upload(person=agent, source=source, name=files[name].name, holds=holds,
                           chunks=iter(lambda file=file: file.read(BLOCK), b""))   # type: ignore[misc]
    work()
    for upload in source.uploads.exclude(state=UploadState.TAKEN_IN):
        raise ExampleFailed(f"{upload.name} was not taken in: {upload.refused_code or upload.state}.")
    _say_what_values_mean(university)
    counted = measure.add_shipped(person=lead, entity=whole(university.organisation), source=source, measures=OF_THE_WHOLE)
    of_services = {(short, kpi.measure): kpi for short in SERVICES for kpi in measure.add_shipped(
        person=lead, entity=university.entities[short], source=source, measures=OF_A_SERVICE)}
    work()
    return Desk(source=source, whole={kpi.measure: newest(kpi) for kpi in counted},
                services={key: newest(kpi) for key, kpi in of_services.items()})


def _say_what_values_mean(university: University) -> None:
    """Accept in bulk what was proposed for services and teams, two of them under the names that the university uses."""
    person = university.people["manager"]
    rows = SourceValue.objects.filter(unit=university.root, field__in=("service", "team")).exclude(value="").order_by("pk")
    meanings = [vision.Meaning(row, entity=entity, new_kind="" if entity else row.proposed_kind)
                for row in rows for entity in (_entity(university, row),)]
    vision.accept_mapping(person=person, organisation=university.organisation, meanings=meanings)


def _entity(university: University, row: SourceValue) -> Entity | None:
    short = NAMED_OTHERWISE.get(row.value)
    return university.entities[short] if short else row.proposed_entity


def tie_expectations(university: University, desk: Desk) -> None:
    """Which measure shows whether an expectation is met."""
    availability = desk.services["exams", "availability"]
    for expectation in Expectation.objects.filter(unit=university.root, entity=university.entities["exams"],
                                                  aspect="warranty_aspect/availability"):
        measure.tie_expectation(person=university.people["desk_lead"], kpi=availability, expectation=expectation, tied=True)


def work() -> None:
    """Do what waits; raises `ExampleFailed` where a job failed."""
    jobs.run_until_idle()
    failed = jobs.Job.objects.exclude(state=jobs.State.DONE).order_by("asked_at").first()
    if failed is not None:
        raise ExampleFailed(f"The job {failed.kind} did not end well: {failed.failure_facts.get('said') or failed.failure_code}.")


def newest(kpi: Kpi) -> Kpi:
    """A measure with what was counted of it since."""
    return Kpi.objects.select_related("entity__unit", "unit__organisation", "source").get(pk=kpi.pk)
