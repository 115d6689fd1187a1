"""What a column is by the words of its name, where neither a preset nor a list of names knows it whole.

"Last Resolved Date", "Resolution time (UTC)" and "Resolved at*" say the same. What only dresses a name is left out; what
remains must be one of the words below and nothing else, so "Expected resolution" and "Time to resolution" are no
resolution. A moment is believed only where the column holds moments, so a duration of that name is none either.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from headway.eventlog.fields import Field

_DRESS_WORDS = """
    time date datetime timestamp ts dt at on in the of utc gmt local actual sys stats x ticket incident request issue case
    problem datum zeit uhrzeit am um der des il lo la le di de del della da do du d l data ora fecha hora heure tijd op van"""
_DRESS = frozenset(_DRESS_WORDS.split())
_TAIL = re.compile(r"(?<=\w{4})(?:s?datum|s?zeit|s?zeitpunkt|date|time)$")   # "Aanmelddatum", "Erstellungszeit"

_WORDS: Mapping[Field, str] = MappingProxyType({
    Field.OPENED:
        "opened open opening created create creation reported submitted submit logged registered registration raised "
        "received erstellt erstell erstellung angelegt eröffnet eröffnung gemeldet eingang apertura aperto creazione "
        "creato ouverture ouvert création creation créé abertura aberto criação criado creación creado aanmeld "
        "aangemaakt aangemeld registratie opgericht",
    Field.OWNED:
        "owned assigned assignment acknowledged acknowledgement accepted taken first+lock first+assigned "
        "initially+assigned zugewiesen zuweisung assegnato assegnazione presa+carico presa+in+carico in+carico carico "
        "prise+en+charge prise+charge assigné attribution asignado asignación toegewezen atribuído",
    Field.FIRST_RESPONSE:
        "first+response first+responded first+reply first+replied first+answer initial+response responded "
        "erste+antwort erstantwort erstreaktion prima+risposta première+réponse primera+respuesta eerste+reactie "
        "primeira+resposta",
    Field.RESOLVED:
        "resolved resolve resolution last+resolved last+resolution solved solve solution fixed completed completion "
        "finished done gelöst geloest lösung loesung erledigt behoben risolto risoluzione résolu résolution resuelto "
        "resolución resolucion opgelost gereed resolvido resolução",
    Field.CLOSED:
        "closed close closing closure last+closed geschlossen schließung abgeschlossen abschluss abschluß chiuso "
        "chiusura fermé fermeture clôture clôturé cloture cerrado cierre gesloten afhandeling afgesloten afgemeld "
        "fechado fechamento encerrado encerramento",
    Field.DUE:
        "due due+by sla+due resolution+due resolve+due resolve+by resolution+by deadline target target+resolution "
        "resolution+target fällig fälligkeit scadenza échéance echéance vencimiento vencimento streef prazo",
    Field.AT:
        "updated update last+updated last+update modified last+modified modification changed last+changed change "
        "aktualisiert geändert letzte+änderung aggiornato aggiornamento modificato ultima+modifica modifié dernière+"
        "modification actualizado última+actualización gewijzigd alterado event stamp",
    Field.TICKET:
        "number no nr num id service+id service+number key ref reference code numero número numéro nummer sr+number "
        "sr+no sr+id call+id call+number "
        "melding meldings incidentnummer ticketnummer ticketid vorgangs vorgangsnummer meldingsnummer anfrage störung "
        "segnalazione richiesta demande incidencia solicitud chamado numero+segnalazione numero+richiesta id+chamado",
    Field.ACTIVITY:
        "activity+type incidentactivity+type event+type activity+name action+type to to+string to+status to+state "
        "new+value new+status new+state status+to",
    Field.STATE: "state status stato statut estado zustand stand situação",
    Field.TEAM: "assigned+group assignment+group support+group resolver+group team+assigned assigned+team "
                "behandelaarsgroep gruppo+assegnato groupe+assigné grupo+asignado department abteilung",
    Field.PERSON: "agent+assigned assigned+agent assigned+technician technician+assigned tech zugewiesen+an behandelaar",
    Field.CALLER: "requester+name requested+by reported+by created+by customer+user customerid aanmelder melder autor",
    Field.PRIORITY: "priority priorität priorità priorité prioridad prioridade prioriteit",
    Field.CATEGORY: "category kategorie categoria catégorie categoría categorie help+topic",
    Field.SERVICE: "service+component service+component+wbs service+component+wbs+aff",
    Field.REASSIGNED: "reassignments reassignment+count number+reassignments reassign+count",
    Field.SLA_KEPT: "slm+status resolution+status overdue is+overdue overdue+status",
})
_FIELDS: Mapping[frozenset[str], Field] = MappingProxyType({
    frozenset(word.split("+")): field for field, words in _WORDS.items() for word in words.split()})


def field_of(name: str) -> Field | None:
    """The field that a column's name speaks of; None where its words are others, or say no more than "time".

    >>> field_of("Last Resolved Date"), field_of("Aanmelddatum"), field_of("Time to resolution"), field_of("Incident ID*+")
    (<Field.RESOLVED: 'resolved'>, <Field.OPENED: 'opened'>, None, <Field.TICKET: 'ticket'>)
    """
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = [word for word in re.split(r"[\W_]+", split.casefold()) if word]
    bare = frozenset(_TAIL.sub("", word) for word in words) - _DRESS
    return _FIELDS.get(frozenset(words)) or _FIELDS.get(bare)
