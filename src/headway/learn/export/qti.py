"""Questions as QTI 1.2 and QTI 3.0 packages: choice interactions with feedback for each option.

Sources: 1EdTech, "QTI ASI Information Model" (1.2) and "QTI 3.0 Assessment, Section and Item Information Model".
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.etree import ElementTree as Xml

from headway.learn.course import Course, Question

QTI_1_2 = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
QTI_3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
CONTENT_1 = "http://www.imsglobal.org/xsd/imscp_v1p1"
CONTENT_3 = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
MADE = (1980, 1, 1, 0, 0, 0)    # the same package from the same questions


def qti_1_2(course: Course, questions: Sequence[Question]) -> bytes:
    """A package (zip) with one assessment."""
    root = Xml.Element("questestinterop", xmlns=QTI_1_2)
    assessment = Xml.SubElement(root, "assessment", ident=course.id, title=course.title)
    section = Xml.SubElement(assessment, "section", ident="root_section")
    for question in questions:
        _item_1_2(section, question)
    return _package({"assessment.xml": root}, CONTENT_1, ("IMS Content", "1.1.3"), "imsqti_xmlv1p2", course.id)


def _item_1_2(section: Xml.Element, question: Question) -> None:
    item = Xml.SubElement(section, "item", ident=question.id, title=question.id)
    presentation = Xml.SubElement(item, "presentation")
    _material(presentation, question.stem)
    response = Xml.SubElement(presentation, "response_lid", ident="response1", rcardinality="Single")
    choices = Xml.SubElement(response, "render_choice")
    for place, option in enumerate(question.options):
        _material(Xml.SubElement(choices, "response_label", ident=f"option{place}"), option.text)
    processing = Xml.SubElement(item, "resprocessing")
    Xml.SubElement(Xml.SubElement(processing, "outcomes"), "decvar", maxvalue="100", minvalue="0", varname="SCORE",
                   vartype="Decimal")
    for place, option in enumerate(question.options):
        condition = Xml.SubElement(processing, "respcondition", attrib={"continue": "Yes"})
        given = Xml.SubElement(Xml.SubElement(condition, "conditionvar"), "varequal", respident="response1")
        given.text = f"option{place}"
        if option.right:
            Xml.SubElement(condition, "setvar", action="Set", varname="SCORE").text = "100"
        Xml.SubElement(condition, "displayfeedback", feedbacktype="Response", linkrefid=f"option{place}_fb")
    for place, option in enumerate(question.options):
        _material(Xml.SubElement(Xml.SubElement(item, "itemfeedback", ident=f"option{place}_fb"), "flow_mat"), option.reason)


def _material(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(Xml.SubElement(parent, "material"), "mattext", texttype="text/plain").text = text


def qti_3(course: Course, questions: Sequence[Question]) -> bytes:
    """A package (zip) with one item a file, as the version asks for."""
    return _package({f"items/{question.id}.xml": _item_3(question) for question in questions}, CONTENT_3,
                    ("QTI Package", "3.0.0"), "imsqti_item_xmlv3p0", course.id)


def _item_3(question: Question) -> Xml.Element:
    item = Xml.Element("qti-assessment-item", {"xmlns": QTI_3, "identifier": _identifier(question.id), "title": question.id,
                                               "adaptive": "false", "time-dependent": "false"})
    declared = Xml.SubElement(item, "qti-response-declaration", {
        "identifier": "RESPONSE", "cardinality": "single", "base-type": "identifier"})
    Xml.SubElement(Xml.SubElement(declared, "qti-correct-response"), "qti-value").text = f"option{question.key}"
    Xml.SubElement(item, "qti-outcome-declaration", {"identifier": "SCORE", "cardinality": "single", "base-type": "float"})
    Xml.SubElement(item, "qti-outcome-declaration", {"identifier": "FEEDBACK", "cardinality": "single",
                                                     "base-type": "identifier"})
    body = Xml.SubElement(item, "qti-item-body")
    interaction = Xml.SubElement(body, "qti-choice-interaction", {
        "response-identifier": "RESPONSE", "shuffle": "true", "max-choices": "1"})
    prompt = Xml.SubElement(interaction, "qti-prompt")
    lines = question.stem.splitlines()
    prompt.text = lines[0] if lines else ""
    for line in lines[1:]:
        Xml.SubElement(prompt, "br").tail = line
    for place, option in enumerate(question.options):
        choice = Xml.SubElement(interaction, "qti-simple-choice", identifier=f"option{place}")
        choice.text = option.text
        feedback = Xml.SubElement(choice, "qti-feedback-inline", {
            "outcome-identifier": "FEEDBACK", "identifier": f"option{place}", "show-hide": "show"})
        Xml.SubElement(feedback, "br").tail = option.reason   # on a line of its own: players set it right behind the option
    _processing_3(item)
    return item


def _identifier(id: str) -> str:
    """QTI's identifiers begin with a letter or a line.

    >>> _identifier("7-steps"), _identifier("steps")
    ('_7-steps', 'steps')
    """
    return f"_{id}" if id[:1].isdigit() else id


def _processing_3(item: Xml.Element) -> None:
    processing = Xml.SubElement(item, "qti-response-processing")
    condition = Xml.SubElement(processing, "qti-response-condition")
    right = Xml.SubElement(condition, "qti-response-if")
    match = Xml.SubElement(right, "qti-match")
    Xml.SubElement(match, "qti-variable", identifier="RESPONSE")
    Xml.SubElement(match, "qti-correct", identifier="RESPONSE")
    for branch, points in ((right, "1"), (Xml.SubElement(condition, "qti-response-else"), "0")):
        value = Xml.SubElement(branch, "qti-set-outcome-value", identifier="SCORE")
        Xml.SubElement(value, "qti-base-value", {"base-type": "float"}).text = points
    shown = Xml.SubElement(processing, "qti-set-outcome-value", identifier="FEEDBACK")
    Xml.SubElement(shown, "qti-variable", identifier="RESPONSE")


def _package(parts: dict[str, Xml.Element], namespace: str, schema: tuple[str, str], kind: str, name: str) -> bytes:
    manifest = Xml.Element("manifest", xmlns=namespace, identifier=f"manifest_{name}")   # xs:ID: never a digit first
    metadata = Xml.SubElement(manifest, "metadata")
    Xml.SubElement(metadata, "schema").text, Xml.SubElement(metadata, "schemaversion").text = schema
    Xml.SubElement(manifest, "organizations")
    resources = Xml.SubElement(manifest, "resources")
    for number, path in enumerate(parts):
        resource = Xml.SubElement(resources, "resource", identifier=f"r{number}", type=kind, href=path)
        Xml.SubElement(resource, "file", href=path)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as box:
        for path, root in {"imsmanifest.xml": manifest, **parts}.items():
            box.writestr(zipfile.ZipInfo(path, MADE), Xml.tostring(root, encoding="utf-8", xml_declaration=True))
    return held.getvalue()
