"""The application's rules: settings from one table, words for every code, every string of a page marked for translation."""

from __future__ import annotations

import ast
import re
import socket
from importlib import import_module
from pathlib import Path

import pytest

from headway.web.project.database import database
from headway.web.project.environment import SETTINGS, WrongSetting, made_data_folder, number, value, yes
from headway.web.project.listening import address, place, sure_to_listen
from house.sources import PACKAGE, modules, project_files, told, tree

WEB = PACKAGE / "web"
CODE = [path for path in modules() if WEB in path.parents]
TEMPLATES = [path for path in project_files() if WEB in path.parents and path.suffix == ".html"]
MARKED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
SILENT = re.compile(r"{%\s*block kind\s*%}.*?{%\s*endblock\s*%}|{#.*?#}|{%\s*comment\b.*?endcomment\s*%}|{%.*?%}|{{.*?}}|"
                    r"<!--.*?-->|<code>.*?</code>|<kbd>.*?</kbd>|"
                    r"<(script|style|svg)\b.*?</\1>|&\w+;", re.DOTALL)
READ_ALOUD = re.compile(r"""\b(?:title|alt|placeholder|aria-label)\s*=\s*"([^"]*)\"""")
NAMES = {"Headway", "API", "H", "KPI"}


def unmarked(text: str) -> list[str]:
    """Words that a person would read and gettext would not find."""
    left = SILENT.sub(" ", MARKED.sub(" ", text))
    spoken = [*READ_ALOUD.findall(left), *re.sub(r"<[^>]*>", "\n", left).split("\n")]
    words = [word for part in spoken for word in re.findall(r"[^\W\d_]{2,}", part)]
    return [word for word in words if word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_every_string_of_a_template_is_marked_for_translation(path: Path) -> None:
    assert unmarked(path.read_text(encoding="utf-8")) == []


def test_no_two_shapes_of_the_api_share_a_name() -> None:
    """In the API's document the second would take the place of the first."""
    names = [node.name for path in CODE for node in ast.walk(tree(path)) if isinstance(node, ast.ClassDef)
             and node.name.endswith(("In", "Out", "Change")) and "api" in path.relative_to(WEB).as_posix()]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_the_search_for_unmarked_strings_bites() -> None:
    assert unmarked("<p>Hello {{ name }}</p>") == ["Hello"]
    assert unmarked('<a title="Go on">{% translate "Go" %}</a>') == ["Go", "on"]
    assert unmarked("<p>{% blocktranslate %}Hello{% endblocktranslate %} · <kbd>ab</kbd></p>") == []


def strings_of(call: str, path: Path) -> set[str]:
    return {node.args[0].value for node in ast.walk(tree(path)) if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name) and node.func.id == call and node.args
            and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)}


SLICES = sorted({path.relative_to(WEB).parts[0] for path in CODE if len(path.relative_to(WEB).parts) > 1} - {"project"})


@pytest.mark.parametrize("slice_name", SLICES)
def test_every_code_that_a_slice_declines_with_has_words_there_and_all_words_are_used(slice_name: str) -> None:
    words = WEB / slice_name / "words.py"
    own = import_module(f"headway.web.{slice_name}.words").DECLINED if words.is_file() else {}
    ground = import_module("headway.web.ground.words").DECLINED
    raised = {code for path in CODE if WEB / slice_name in path.parents for code in strings_of("Declined", path)}
    raised -= {code for path in CODE if WEB / slice_name in path.parents for code in re.findall(
        r">>> Declined\(\"(\w+)\"", path.read_text(encoding="utf-8"))}
    assert raised - set(own) - set(ground) == set()
    everywhere = {node.value for path in CODE if path != words for node in ast.walk(tree(path))
                  if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    assert set(own) - everywhere == set(), "words that nothing says"


def test_settings_come_from_one_table() -> None:
    """`environ` is read in one place, so that no setting is undocumented."""
    others = [told(path) for path in CODE if path.name not in ("environment.py", "wsgi.py", "up.py")
              and re.search(r"\benviron\b|\bgetenv\b", path.read_text(encoding="utf-8"))]
    assert others == []
    named = {name for path in CODE for call in ("value", "number", "yes") for name in strings_of(call, path)}
    assert named <= {setting.name for setting in SETTINGS}
    told_of = {setting.name for setting in SETTINGS} - {"HEADWAY_DATA"}
    assert told_of - named == set(), "a setting that nothing heeds"


def test_neither_yes_nor_no_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_WEBHOOK_HTTP", "perhaps")
    with pytest.raises(WrongSetting, match="Say yes or no"):
        yes("HEADWAY_WEBHOOK_HTTP")


@pytest.mark.parametrize(("name", "given", "told"), [
    ("HEADWAY_LISTEN", "8000", "a host and a port"), ("HEADWAY_LISTEN", "127.0.0.1:many", "a host and a port"),
    ("HEADWAY_ADDRESS", "headway.example.org", "what people type"), ("HEADWAY_DATA", "/dev/null/headway", "can't be made"),
])
def test_a_place_that_can_not_be_is_told_in_a_sentence(
    name: str, given: str, told: str, monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(name, given)
    asked = {"HEADWAY_LISTEN": place, "HEADWAY_ADDRESS": address, "HEADWAY_DATA": made_data_folder}[name]
    with pytest.raises(WrongSetting, match=told):
        asked()


@pytest.mark.parametrize(("url", "told"), [("mysql://host/desk", "does not speak"), ("desk", "no address of a database"),
                                       ("postgresql://host:many/desk", "a port that is no number")])
def test_a_database_that_can_not_be_is_told_in_a_sentence(url: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=told):
        database(url, folder=tmp_path)


def test_a_place_that_is_taken_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        monkeypatch.setenv("HEADWAY_LISTEN", f"127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(WrongSetting, match="end what listens there"):
            sure_to_listen()


def test_a_wrong_number_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEADWAY_SERVERS", "many")
    assert value("HEADWAY_SERVERS") == "many"
    with pytest.raises(WrongSetting, match="no whole number"):
        number("HEADWAY_SERVERS")
