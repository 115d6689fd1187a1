"""Everything that can be done in the register. A later slice needs `complete_step` most."""

from headway.web.register.operations.backlogs import (
    AT_ONCE,
    choose_letters,
    drop_view,
    keep_backlog,
    save_view,
    score_anew,
)
from headway.web.register.operations.editing import IN_BULK, edit, edit_many
from headway.web.register.operations.filing import file_idea, file_public_idea, keep_idea_link, next_iteration
from headway.web.register.operations.folding import fold_tallies
from headway.web.register.operations.governance_letters import remind_of_governance
from headway.web.register.operations.ground_rules import demand_running, runs
from headway.web.register.operations.order import move
from headway.web.register.operations.reading import (
    ask_to_learn,
    correct,
    demand_learning,
    keep_doubles,
    learn_now,
    mark_principle,
    may_correct,
    may_see_learning,
    unlearn,
)
from headway.web.register.operations.reminders import remind
from headway.web.register.operations.sheets import ask_for_import, import_rows, map_sheet, take_in
from headway.web.register.operations.states import close, open_again, put_on_hold, resume, take_on, withdraw
from headway.web.register.operations.steps import (
    answer_quick_win,
    ask_for_quick_win,
    complete_first_step,
    complete_step,
    reopen_step,
    skip_step,
)
from headway.web.register.operations.talk import (
    attach,
    comment,
    drop_link,
    edit_comment,
    put_link,
    remove_attachment,
    remove_comment,
    watch,
)
from headway.web.register.operations.worth import drop_benefit, drop_cost, put_benefit, put_cost, sign_rule

__all__ = [
    "AT_ONCE", "IN_BULK", "answer_quick_win", "ask_for_import", "ask_for_quick_win", "ask_to_learn", "attach",
    "choose_letters", "close", "comment", "complete_first_step", "complete_step", "correct", "demand_learning",
    "demand_running", "drop_benefit", "drop_cost", "drop_link", "drop_view", "edit", "edit_comment", "edit_many", "file_idea",
    "file_public_idea", "fold_tallies", "import_rows", "keep_backlog", "keep_doubles", "keep_idea_link", "learn_now",
    "map_sheet", "mark_principle", "may_correct", "may_see_learning", "move", "next_iteration", "open_again", "put_benefit",
    "put_cost", "put_link", "put_on_hold", "remind", "remind_of_governance", "remove_attachment", "remove_comment",
    "reopen_step", "resume", "runs", "save_view", "score_anew", "sign_rule", "skip_step", "take_in", "take_on", "unlearn",
    "watch", "withdraw",
]
