from __future__ import annotations

from pathlib import Path

import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError
from slagen.core.findings import Finding
from slagen.formats.files import Folder
from slagen.workspace.load import load, load_agreement
from tests.small_workspace import AGREEMENT, SETTINGS, Memory, clause, codes, drafted, files, loaded, put, template

LAYER = "id: {name}\ntitle: {name}\nkind: sla\nlevel: corporate\ntemplate: plain\n"
FILE = "agreements/acme/agreement.yaml"


def stacked(**builds_on: str) -> dict[str, str | bytes | None]:
    """Agreements that build on each other; `acme` is the one on top."""
    files: dict[str, str | bytes | None] = {
        f"agreements/{name}/agreement.yaml": f"{LAYER.format(name=name)}builds_on: {below}\n" for name, below in builds_on.items() if name != "acme"
    }
    return files | {FILE: f"{AGREEMENT}builds_on: {builds_on['acme']}\n"}


def test_a_sound_workspace_has_nothing_to_mend() -> None:
    made = loaded()
    assert made.findings == ()
    assert (set(made.library.clauses), set(made.library.templates), dict(made.agreements)) == ({"scope"}, {"plain"}, {"acme": FILE})
    assert made.settings.name == "Test"


def test_two_agreements_with_one_id_are_a_finding_that_names_both() -> None:
    [finding] = loaded({"agreements/customers/acme/agreement.yaml": AGREEMENT}).findings
    assert (finding.code, finding.source.file) == ("SLG503", "agreements/customers/acme/agreement.yaml")
    assert FILE in finding.message


def test_two_clauses_with_one_id_are_a_finding_that_names_both() -> None:
    [finding] = loaded({"clauses/service/scope.md": clause("scope", "1. x")}).findings
    assert (finding.code, finding.source.file) == ("SLG503", "clauses/service/scope.md")
    assert "clauses/common/scope.md" in finding.message


def test_two_templates_with_one_id_are_a_finding() -> None:
    assert "SLG503" in codes(loaded({"templates/more/plain/template.yaml": template("scope")}).findings)


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("clauses/common/other.md", clause("scope2", "1. x"), "SLG504"),
        ("templates/other/template.yaml", template("scope").replace("id: plain", "id: third"), "SLG504"),
        ("agreements/Big Customer/agreement.yaml", AGREEMENT, "SLG502"),
    ],
)
def test_the_name_of_a_file_or_folder_is_the_id(path: str, text: str, code: str) -> None:
    assert [finding.code for finding in loaded({path: text}).findings if finding.source.file == path] == [code]


def test_the_id_in_agreement_yaml_is_the_name_of_its_folder() -> None:
    [finding] = drafted({FILE: AGREEMENT.replace("id: acme", "id: acme2")}).findings
    assert finding.code == "SLG502"


@pytest.mark.parametrize("name", ["a/b", "../acme", "Acme", "a" * 64, "-a"])
def test_an_id_with_a_slash_or_other_signs_is_refused_at_its_line(name: str) -> None:
    found = drafted({FILE: AGREEMENT.replace("id: acme", f"id: {name}")}).findings
    assert ("SLG", 1) in {(finding.code[:3], finding.source.line) for finding in found}
    assert any(name[:20] in finding.message for finding in found)


def test_a_file_of_fifty_megabytes_is_a_finding_and_is_not_read(tmp_path: Path) -> None:
    root = put(tmp_path)
    for path in ("clauses/common/huge.md", "agreements/huge/agreement.yaml", "templates/huge/template.yaml"):
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("wb") as file:
            file.truncate(50 * 1024 * 1024)
    made = load(Folder(root))
    found = (*made.findings, *load_agreement(made, "huge").findings)
    assert {(finding.code, finding.source.file) for finding in found if "MB" in finding.message} == {
        ("SLG501", "clauses/common/huge.md"),
        ("SLG501", "templates/huge/template.yaml"),
        ("SLG501", "agreements/huge/agreement.yaml"),
    }


def test_a_file_that_may_not_be_read_is_a_finding() -> None:
    class Locked(Memory):
        def read(self, path: str) -> bytes:
            if path in {"clauses/common/scope.md", FILE}:
                raise RefusedError(f"Cannot read “{path}”: Permission denied.", hint="give yourself the right to read it")
            return super().read(path)

    made = load(Locked(files()))
    assert [(finding.code, finding.source.file) for finding in made.findings] == [("SLG501", "clauses/common/scope.md")]
    assert codes(load_agreement(made, "acme").findings) == ["SLG501"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"id: acme\nid: acme\n", "SLG002"),
        (b"a: &a [x]\nb: *a\n", "SLG003"),
        (b"id: [\n", "SLG001"),
        (b"id: \xff\n", "SLG007"),
        (b"title: a\x00b\n", "SLG008"),
        (b"", "SLG001"),
        (b"- a\n", "SLG022"),
    ],
)
def test_facts_that_cannot_be_read_are_findings_and_never_a_fault(data: bytes, code: str) -> None:
    made = drafted({FILE: data})
    assert made.assembled is None
    assert made.findings
    assert code in codes(made.findings) or data in {b"", b"- a\n"}
    assert {finding.agreement for finding in made.findings} == {"acme"}


def test_settings_that_cannot_be_used_stop_with_every_finding() -> None:
    with pytest.raises(FindingsError) as caught:
        loaded({"slagen.toml": SETTINGS + 'nonsense = 1\n[mail]\nhost = "h"\nport = "many"\n'})
    assert len(caught.value.findings) == 2
    assert {finding.source.file for finding in caught.value.findings} == {"slagen.toml"}


def test_an_agreement_that_is_not_there_names_the_nearest_one() -> None:
    with pytest.raises(NotFoundError) as caught:
        load_agreement(loaded(), "acne")
    assert caught.value.near == ("acme",)


def test_layers_are_merged_lowest_first_each_once() -> None:
    made = load_agreement(loaded(stacked(acme="[left, right]", left="[base]", right="[base]", base="[]")), "acme")
    assert [layer.id for layer in made.layers] == ["base", "left", "right", "acme"]


def test_a_circle_of_builds_on_is_a_finding_with_the_way_round() -> None:
    found = load_agreement(loaded(stacked(acme="[one]", one="[two]", two="[acme]")), "acme").findings
    [circle] = [finding for finding in found if finding.code == "SLG125"]
    assert "in a circle: acme → one → two → acme" in circle.message
    assert str(circle.source) == "agreements/two/agreement.yaml:6"


def test_an_agreement_that_builds_on_itself_is_a_circle() -> None:
    assert "SLG125" in codes(load_agreement(loaded(stacked(acme="[acme]")), "acme").findings)


def test_a_stack_of_layers_without_end_is_cut_off_and_not_called_a_circle() -> None:
    names = [f"layer-{number}" for number in range(15)]
    chain = {name: f"[{below}]" for name, below in zip(["acme", *names], [*names, ""], strict=True)}
    found = [finding for finding in load_agreement(loaded(stacked(**chain)), "acme").findings if finding.code == "SLG125"]
    assert len(found) == 1
    assert "more than 10 deep" in found[0].message


@pytest.mark.parametrize(("below", "hint"), [("[bsae]", "“base”"), ("[zzzzzz]", "Name an agreement"), ("[[a]]", "Name an agreement")])
def test_a_layer_that_is_not_there_names_the_nearest_one_at_its_line(below: str, hint: str) -> None:
    found = load_agreement(loaded(stacked(acme=below, base="[]")), "acme").findings
    missing = [finding for finding in found if finding.code == "SLG124"]
    assert [str(finding.source) for finding in missing] == [f"{FILE}:9"]
    assert hint in missing[0].hint


def test_what_is_wrong_in_a_layer_is_told_in_the_layers_own_file() -> None:
    files = stacked(acme="[base]", base="[]") | {"agreements/base/agreement.yaml": f"{LAYER.format(name='base')}liabilty: x\n"}
    assert "agreements/base/agreement.yaml:6" in {str(finding.source) for finding in load_agreement(loaded(files), "acme").findings}


def replaced(file: str, text: str | bytes | None = "1. Own.") -> tuple[Finding, ...]:
    extra = f"clauses: {{replace: [{{id: scope, file: {file}, reason: r}}]}}\n"
    return drafted({FILE: AGREEMENT + extra, "agreements/acme/own.md": text}).findings


@pytest.mark.parametrize("file", ["../../clauses/common/scope.md", "/etc/passwd", "own/../own.md", "missing.md", "a\\b.md", ".git/config"])
def test_an_own_text_stands_beside_the_agreement_and_nowhere_else(file: str) -> None:
    found = replaced(file)
    assert found
    assert {str(finding.source) for finding in found} == {f"{FILE}:9"}


@pytest.mark.parametrize("data", [b"1. Own \xff text.", b"1. Own \x07 text.", "1. Own \ue000 text.".encode()])
def test_an_own_text_that_is_not_clean_text_is_a_finding(data: bytes) -> None:
    assert next((finding.code, finding.source.file) for finding in replaced("own.md", data)) in {
        ("SLG007", "agreements/acme/own.md"),
        ("SLG008", "agreements/acme/own.md"),
    }


def test_an_own_text_may_be_a_whole_clause_with_facts_of_its_own() -> None:
    extra = "clauses: {replace: [{id: scope, file: own.md, reason: r}]}\n"
    made = drafted(
        {
            FILE: AGREEMENT + extra,
            "agreements/acme/own.md": clause(
                "whatever", "1. {{ days }}", parameters="{days: {type: duration, default: 5 days, meta: {label: D}}}", title="Own"
            ),
        }
    )
    assert made.findings == ()
    assert made.usable.parameters["scope"].keys() == {"days"}


def test_an_own_text_of_a_layer_stands_beside_the_layer() -> None:
    files = stacked(acme="[base]", base="[]") | {
        "agreements/base/agreement.yaml": f"{LAYER.format(name='base')}clauses: {{replace: [{{id: scope, file: own.md, reason: r}}]}}\n",
        "agreements/base/own.md": "1. Of the layer.",
    }
    made = drafted(files)
    assert made.findings == ()
    assert made.usable.clauses["scope"].source.file == "agreements/base/own.md"


def test_who_asks_for_an_agreement_that_is_not_there_is_told_which_are() -> None:
    made = loaded({f"agreements/a{number:02}/agreement.yaml": "" for number in range(14)})
    with pytest.raises(NotFoundError) as caught:
        made.path_of("zzz")
    assert caught.value.hint == f"There are: {', '.join(f'a{number:02}' for number in range(12))} and 3 more. Make one with: slagen new ID"
    with pytest.raises(NotFoundError) as caught:
        loaded({FILE: None}).path_of("acme")
    assert caught.value.hint == "Make one with: slagen new ID"
