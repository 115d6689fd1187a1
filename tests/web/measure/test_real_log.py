"""The first morning with a real log: uploaded, measured, a baseline frozen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from headway.web.accounts.models import User
from headway.web.measure.forms import USUAL
from headway.web.measure.models import Baseline, Kpi, Upload
from web.measure import made
from web.people import Team


@pytest.mark.needs_data
def test_the_uci_log_becomes_measures_and_a_baseline(team: Team, as_: Callable[[User | None], Client], shared_data: Path) -> None:
    source, browser = made.source(team, name="ServiceNow"), as_(team.owner)
    content = (shared_data / "incidents" / "uci_incident_event_log.zip").read_bytes()
    browser.post(reverse("measure:upload_to", args=[source.pk]), {"file": SimpleUploadedFile("uci.zip", content)})
    made.work()
    upload = Upload.objects.get()
    assert (upload.state, upload.rows_read, upload.rows_used, upload.new) == ("taken_in", 141_712, 141_712, 24_918)
    browser.post(reverse("measure:add_shipped"), {"entity": made.whole(team).pk, "source": source.pk, "measures": USUAL})
    made.work()
    found = {row.measure: row.newest for row in Kpi.objects.select_related("newest")}
    median, kept = found["time_to_resolve_median"], found["sla_kept"]
    assert median is not None
    assert kept is not None
    assert (median.n, round(median.value or 0, 1)) == (23_362, 22.1)
    assert (kept.n, round(kept.value or 0, 3)) == (24_918, .634)
    improvement = made.improvement(team)
    within = Kpi.objects.get(measure="within_24h")
    browser.post(reverse("measure:freeze", args=[improvement.pk]), {"kpi": within.pk})
    row = Baseline.objects.get()
    assert row.n_points > 12
    assert row.data_digest == within.newest.data_digest   # type: ignore[union-attr]
    told = browser.get(reverse("measure:baseline", args=[row.pk])).content.decode()
    assert "final value" in told.lower()   # the trap of this log stands beside the figure
