"""What columns are called where no preset knows the file: names of the fields in several languages, folded."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from headway.eventlog.fields import Field
from headway.eventlog.reading import Milestone

# The first of them that is a column wins; a field's own name always comes first.
SYNONYMS: Mapping[Field, tuple[str, ...]] = MappingProxyType({
    Field.TICKET: (
        "ticket", "ticket_id", "ticket_number", "ticketnumber", "ticket_no", "ticketid", "incident", "incident_id",
        "incident_number", "number", "case_id", "caseid", "case", "case_number", "case_concept_name", "issue_key",
        "issue_id", "key", "ref", "reference", "request_id", "request_number", "problem_number", "nr", "nummer",
        "numero", "vorgang", "vorgangsnummer", "id", "#"),
    Field.OPENED: (
        "opened", "opened_at", "open_time", "opened_on", "created", "created_at", "created_on", "created_date",
        "create_time", "created_time", "creation_date", "creation_time", "date_created", "open_date", "opening_date",
        "date_opened", "reported", "reported_at", "reported_date", "submitted", "submit_date", "submitted_at",
        "start_date", "opened_date", "open_datetime", "created_datetime", "creation_datetime", "logged", "logged_at",
        "sys_created_on", "erstellt", "erstellt_am", "angelegt", "angelegt_am", "eroffnet", "eröffnet", "eröffnet_am",
        "creato", "creato_il", "data_apertura", "aperto_il", "data_creazione", "date_ouverture", "date_d_ouverture",
        "date_de_création", "date_creation", "créé_le", "fecha_apertura", "fecha_de_creación", "fecha_creacion",
        "creado", "data_de_abertura", "aangemaakt", "aangemaakt_op"),
    Field.OWNED: (
        "owned", "owned_at", "assigned_at", "assigned_on", "assignment_date", "acknowledged", "acknowledged_at",
        "accepted_at", "taken_at", "started", "started_at", "zugewiesen_am", "preso_in_carico"),
    Field.FIRST_RESPONSE: (
        "first_response", "first_response_at", "first_responded_at", "first_response_time_at", "responded_at",
        "first_reply_at", "first_reply", "response_date", "erste_antwort", "prima_risposta", "première_réponse",
        "primera_respuesta"),
    Field.RESOLVED: (
        "resolved", "resolved_at", "resolved_on", "resolved_date", "resolution_date", "resolution_time_at",
        "resolve_time", "date_resolved", "solved", "solved_at", "solvedate", "solved_on", "fixed_at", "completed",
        "completed_at", "completion_date", "completion_time", "resolved_time", "resolve_date", "resolved_datetime",
        "resolution_datetime", "solved_date", "end_date", "end_time", "finish_date", "finished", "done_at",
        "finished_at", "gelöst", "gelöst_am", "geloest_am", "risolto", "risolto_il", "data_risoluzione", "résolu_le",
        "date_de_résolution", "resuelto", "fecha_resolucion", "fecha_de_resolución", "opgelost", "opgelost_op",
        "data_de_resolução"),
    Field.CLOSED: (
        "closed", "closed_at", "closed_on", "closed_date", "close_at", "close_date", "close_time", "date_closed",
        "closing_date", "closedate", "closed_time", "close_datetime", "closed_datetime", "geschlossen",
        "geschlossen_am", "chiuso", "chiuso_il", "data_chiusura", "fermé_le", "date_de_clôture", "date_cloture",
        "cerrado", "fecha_cierre", "fecha_de_cierre", "gesloten", "gesloten_op", "data_de_fechamento"),
    Field.DUE: (
        "due", "due_at", "due_by", "due_date", "due_on", "deadline", "sla_due", "target_date", "resolution_due",
        "fällig", "fällig_am", "scadenza", "échéance", "vencimiento"),
    Field.AT: (
        "at", "timestamp", "time_timestamp", "event_time", "event_timestamp", "complete_timestamp", "start_timestamp",
        "event_at", "changed_at", "change_time", "history_time", "datetime", "zeitpunkt", "zeitstempel", "updated",
        "updated_at", "updated_on", "last_updated", "last_update", "modified", "modified_at", "sys_updated_on",
        "sys_updated_at", "date_mod", "geändert_am", "time"),
    Field.ACTIVITY: (
        "activity", "event", "event_type", "event_name", "action", "concept_name", "activity_name", "aktivität",
        "ereignis", "attività", "activité", "actividad", "new_state", "to_state", "to_status", "new_status"),
    Field.ORDER: ("order", "sequence", "seq", "sys_mod_count", "event_number", "event_nr", "step"),
    Field.STATE: (
        "state", "status", "incident_state", "ticket_status", "ticket_state", "current_status", "zustand", "stato",
        "statut", "état", "estado"),
    Field.PRIORITY: (
        "priority", "prio", "severity", "impact", "seriousness", "urgency", "priorität", "dringlichkeit", "priorità",
        "gravità", "priorité", "prioridad", "prioriteit", "prioridade"),
    Field.CATEGORY: (
        "category", "issue_category", "ticket_category", "request_category", "topic", "kategorie", "categoria",
        "catégorie", "categoría", "categorie", "component_s", "components"),
    Field.SERVICE: (
        "service", "business_service", "service_name", "affected_service", "product", "application", "system",
        "cmdb_ci", "configuration_item", "project", "dienst", "produkt", "anwendung", "servizio", "prodotto",
        "produit", "servicio", "producto", "dienst_name", "serviço"),
    Field.TEAM: (
        "team", "group", "assignment_group", "assigned_group", "support_group", "queue", "queue_name", "queuename",
        "workgroup", "team_name", "resolver_group", "support_team", "gruppe", "warteschlange", "gruppo", "coda",
        "groupe", "équipe", "grupo", "equipo", "groep", "equipe"),
    Field.PERSON: (
        "person", "assignee", "assigned_to", "owner", "agent", "agent_name", "technician", "resource", "org_resource",
        "responder", "resolved_by", "bearbeiter", "assegnato_a", "operatore", "assigné_à", "technicien", "asignado_a",
        "behandelaar"),
    Field.CALLER: (
        "caller", "caller_id", "requester", "requester_name", "requester_id", "reporter", "customer", "customer_id",
        "caller_name", "user", "client", "opened_by", "submitter", "contact", "melder", "kunde", "richiedente",
        "cliente", "demandeur", "solicitante", "aanvrager"),
    Field.TYPE: ("type", "ticket_type", "issue_type", "request_type", "record_type", "typ", "tipo", "soort"),
    Field.CHANNEL: ("channel", "contact_type", "source", "origin", "via", "kanal", "canale", "canal", "kanaal"),
    Field.REOPENED: ("reopened", "reopen_count", "reopens", "reopened_count", "reopen", "times_reopened"),
    Field.REASSIGNED: (
        "reassigned", "reassignment_count", "reassignments", "reassign_count", "transfers", "times_reassigned", "hops"),
    Field.SLA_KEPT: (
        "sla_kept", "made_sla", "sla_met", "sla", "sla_status", "within_sla", "sla_achieved", "sla_breached",
        "sla_breach", "breached", "sla_violated", "sla_missed", "has_breached", "sla_ttr_passed", "is_sla_met"),
    Field.SATISFACTION: (
        "satisfaction", "csat", "rating", "satisfaction_rating", "satisfaction_score", "csat_score", "survey_score",
        "user_satisfaction", "zufriedenheit", "soddisfazione", "satisfacción", "tevredenheid"),
    Field.PROBLEM: ("problem", "problem_id", "problem_number", "related_problem", "known_error"),
    Field.CHANGE: ("change", "caused_by", "caused_by_change", "causing_change", "rfc", "parent_change_ref"),
    Field.TEXT: (
        "text", "short_description", "description", "summary", "subject", "title", "betreff", "titel", "oggetto",
        "descrizione", "sujet", "asunto", "onderwerp", "assunto"),
})

SAYS_BREACH = re.compile(r"breach|violat|missed|overdue|late|passed|verletzt|scadut|dépass|incumpl")

# What a label of an event means, by its words; the first that fits wins, so "not resolved" and "reopened" stand first.
_WORDS = (
    (None, r"re-?open|not |un(?:re)?solved|wieder|riapert|réouv|reabiert|heropen"),
    (Milestone.CANCELLED, r"cancel|reject|withdraw|invalid|duplicate|storniert|abgelehnt|annull|annulé|rejet|rechaz|"
                          r"geannuleerd"),
    (Milestone.CLOSED, r"^close|closed|^geschlossen|schlie(?:ß|ss)en|^chius|chiuso|ferm|clôtur|clotur|cerrad|gesloten|"
                       r"fechad"),
    (Milestone.RESOLVED, r"resolv|solved|solution|fixed|complet|^done$|finish|gelöst|geloest|erledigt|risol|résolu|"
                         r"resuelt|opgelost|resolvid"),
    (Milestone.FIRST_RESPONSE, r"first (?:response|reply|answer)|erste antwort|prima risposta|première réponse"),
    (Milestone.OWNED, r"in progress|work in|^active$|^open$|assign|accept|acknowledg|take in charge|taken|started|"
                      r"in bearbeitung|zugewiesen|in carico|en cours|assigné|en curso|asignad|in behandeling"),
)
_MEANINGS = tuple((milestone, re.compile(pattern)) for milestone, pattern in _WORDS)


def meaning_of(label: str) -> Milestone | None:
    """What an activity or state means for a ticket's moments; None where it means nothing that is known.

    >>> meaning_of("Resolve ticket"), meaning_of("In Bearbeitung"), meaning_of("Reopened")
    (<Milestone.RESOLVED: 'resolved'>, <Milestone.OWNED: 'owned'>, None)
    """
    plain = " ".join(label.casefold().replace("_", " ").split())
    return next((milestone for milestone, pattern in _MEANINGS if pattern.search(plain)), None)
