"""The whole worked example: what is told of in another measure is refused, what has a baseline is judged, all steps are done."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np

import headway
from headway.sample import KnownEffect, help_desk
from headway.sample.rows import change_rows, outage_rows, ticket_rows
from headway.web.accounts import audit
from headway.web.measure.models import Baseline
from headway.web.project.example import load_example
from headway.web.project.example.improvement import MEASURE
from headway.web.review.models import RefusedComparison, Verdict
from headway.workbench import DEMO_CHANGE, csv_text, write_text
from web.people import new_person


def test_the_example_goes_through_seven_steps_with_a_refused_comparison_and_an_honest_verdict(tmp_path: Path) -> None:
    desk = help_desk(rng=np.random.default_rng(15), starts_on=date(2025, 9, 1), weeks=40,
                     change=KnownEffect(starts_on=DEMO_CHANGE[0], factor=.75))
    files = {name: write_text(tmp_path / f"{name}.csv", csv_text(rows(desk)))
             for name, rows in (("tickets", ticket_rows), ("outages", outage_rows), ("changes", change_rows))}
    _, improvement = load_example(administrator=new_person("admin"), files=files, changed_on=DEMO_CHANGE[0],
                                  as_of=date(2090, 1, 1))
    assert improvement.route == "ddddddd"
    refused = RefusedComparison.objects.get(improvement=improvement)
    assert (refused.code, refused.replaced_at) == ("unlike_measures", None)
    verdict = Verdict.objects.get(improvement=improvement)
    baseline = Baseline.objects.get(improvement=improvement)
    assert (verdict.before is not None, verdict.question.baseline) == (True, baseline)
    assert verdict.answer == "signs_only"     # a cut by a quarter of so restless a mean is not proved by one early look
    told = headway.did_we_get_there(files["tickets"], kpi=MEASURE, change=DEMO_CHANGE[0], looks=(1, None))
    assert (verdict.told["effect"], verdict.told["verdict"]) == (told.to_json()["effect"], told.verdict.value)
    assert verdict.counted["own"]["period"] == told.method["period"]
    assert baseline.window_to is not None
    assert baseline.window_to < DEMO_CHANGE[0]
    assert audit.verify().breaks == ()
