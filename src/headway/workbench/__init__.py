"""The calls of the public API: edges and steps composed. The command line takes the same way."""

from headway.workbench.demo import DEMO_CHANGE, demo, demo_files
from headway.workbench.files import cache_folder, csv_text, write_text
from headway.workbench.now import Now, chosen_kpis, where_are_we_now
from headway.workbench.planning import PlanCheck, plan_check
from headway.workbench.points import points_in, points_of
from headway.workbench.reading import mapping_of, read
from headway.workbench.verdict import Told, did_we_get_there
from headway.workbench.verdicts import Verdicts, verdicts

__all__ = ["DEMO_CHANGE", "Now", "PlanCheck", "Told", "Verdicts", "cache_folder", "chosen_kpis", "csv_text", "demo", "demo_files",
           "did_we_get_there", "mapping_of", "plan_check", "points_in", "points_of", "read", "verdicts", "where_are_we_now",
           "write_text"]
