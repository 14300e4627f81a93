from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from slagen.core.errors import FindingsError, NotFoundError, RefusedError, UsageError
from slagen.core.findings import Severity
from slagen.core.raw import RawValue
from slagen.formats.files import Folder
from slagen.formats.yaml import read_yaml
from slagen.workspace.answers import Answers
from slagen.workspace.checking import check
from slagen.workspace.load import Loaded, load
from slagen.workspace.newcomer import complete, plan, text_of, write

TEMPLATES = ["client-charter", "corporate-sla", "customer-sla", "ola", "service-sla"]
AWKWARD = "R*D* & <Sons> [x](y) {{z}} # 1. “NO”: yes"
ANSWERS: dict[str, RawValue] = {
    "parties.provider.name": "Northwind Hosting Ltd",
    "parties.customer.name": "Acme plc",
    "services.main.name": "Managed hosting",
    "charges.main.amount": "1250.50",
    "contract_term.effective_date": "2026-03-01",
    "review.owner": "jo@northwind.example",
    "supports": "hosting",
}


def loaded_from(root: Path) -> Loaded:
    return load(Folder(root))


def make(root: Path, agreement: str, template: str, **more: RawValue) -> str:
    loaded = loaded_from(root)
    planned = plan(loaded, agreement, template)
    asked = {question.key for question in planned.questions}
    answers = complete(planned, Answers({key: value for key, value in ANSWERS.items() if key in asked} | more))
    [made] = write(loaded, root, [(planned, answers)])
    return made.path


def serious(root: Path, *ids: str) -> list[str]:
    report = check(loaded_from(root), ids, today=date(2026, 4, 1))
    return [
        f"{one.source} {one.code} {one.message}" for one in report.findings if one.severity is not Severity.NOTE and one.source.file.startswith("agreements")
    ]


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_starter_with_its_answers_has_nothing_to_mend(library: Path, template: str) -> None:
    make(library, "hosting", "customer-sla")
    if template != "customer-sla":
        make(library, "new-one", template)
        assert serious(library, "new-one") == []
    assert serious(library, "hosting") == []


def test_a_pair_points_to_each_other_and_agrees(library: Path) -> None:
    loaded = loaded_from(library)
    pair = []
    for agreement, template, other in (("hosting", "customer-sla", "hosting-charter"), ("hosting-charter", "client-charter", "hosting")):
        planned = plan(loaded, agreement, template, "acme")
        asked = {question.key for question in planned.questions}
        pair.append((planned, complete(planned, Answers({**{key: value for key, value in ANSWERS.items() if key in asked}, "paired_with": other}))))
    made = write(loaded, library, pair)
    assert [one.path for one in made] == ["agreements/acme/hosting/agreement.yaml", "agreements/acme/hosting-charter/agreement.yaml"]
    assert serious(library, "hosting", "hosting-charter") == []


@pytest.mark.parametrize("target", [">= 99.5 %", ">= 99.99 %", ">= 100 %", ">= 90 %"])
def test_credit_bands_follow_the_availability_that_is_promised(library: Path, target: str) -> None:
    make(library, "hosting", "customer-sla", **{"service_levels.availability.target": target})
    assert serious(library, "hosting") == []


def test_the_courts_follow_the_law(library: Path) -> None:
    path = make(library, "hosting", "customer-sla", **{"governing_law.law": "Germany", "governing_law.calendar": "DE-BE"})
    data = read_yaml((library / path).read_bytes(), path).data
    assert isinstance(data, dict)
    assert data["governing_law"] == {"law": "Germany", "courts": "Germany", "calendar": "DE-BE"}


def test_language_zone_and_calendar_come_from_the_workspace(library: Path) -> None:
    settings = (library / "slagen.toml").read_text().replace("Europe/London", "Europe/Oslo").replace("en_GB", "nb_NO").replace("GB-ENG", "NO")
    (library / "slagen.toml").write_text(settings)
    path = make(library, "hosting", "customer-sla")
    data = read_yaml((library / path).read_bytes(), path).data
    assert isinstance(data, dict)
    assert (data["time_zone"], data["locale"]) == ("Europe/Oslo", "nb_NO")
    assert isinstance(data["governing_law"], dict)
    assert data["governing_law"]["calendar"] == "NO"


def test_an_awkward_name_is_kept_as_it_was_typed(library: Path) -> None:
    path = make(library, "hosting", "customer-sla", **{"parties.customer.name": AWKWARD})
    data = read_yaml((library / path).read_bytes(), path).data
    assert isinstance(data, dict)
    assert isinstance(data["parties"], dict)
    assert data["parties"]["customer"] == {"name": AWKWARD, "jurisdiction": "GB-ENG"}


def test_the_notes_of_the_starter_stay(library: Path) -> None:
    starter = (library / "templates/customer-sla/starter.yaml").read_text()
    text = (library / make(library, "hosting", "customer-sla")).read_text()
    assert [line for line in starter.splitlines() if line.lstrip().startswith("#")] == [line for line in text.splitlines() if line.lstrip().startswith("#")]


@pytest.mark.parametrize(
    ("key", "value", "code", "hint"),
    [
        ("parties.custmer.name", "x", "SLG023", ""),
        ("parties.customer.nmae", "x", "SLG020", "Did you mean “parties.customer.name”?"),
        ("services.hosting.name", "x", "SLG020", "Did you mean “services.main.name”?"),
        ("contract_term.effective_date", "2026-02-30", "SLG022", ""),
        ("contract_term.renewal.mode", "automatc", "SLG023", "Did you mean “automatic”?"),
        ("review.every", "5 years", "SLG024", ""),
        ("review.owner", "jo", "SLG022", "Write it as jo@example.com."),
        ("service_levels.availability.target", "99.9 %", "SLG022", ""),
        ("service_levels.availability.target", ">= 99.9 min", "SLG036", "Write it as >= 99.9 %."),
        ("parties.customer.name", "a\u202eb", "SLG008", "Type it again."),
        ("parties.customer.name", None, "SLG025", ""),
        ("liability.per", "week", "SLG023", ""),
        ("id", "x", "SLG028", "Delete the line."),
    ],
)
def test_a_bad_answer_is_told_with_its_key_and_a_way_out(library: Path, key: str, value: RawValue, code: str, hint: str) -> None:
    planned = plan(loaded_from(library), "hosting", "customer-sla")
    with pytest.raises(FindingsError) as caught:
        complete(planned, Answers({**ANSWERS, key: value}))
    [finding] = [one for one in caught.value.findings if one.code != "SLG021"]
    assert finding.code == code
    assert key.rsplit(".", 1)[0] in finding.message or code == "SLG020"
    assert not hint or finding.hint == hint


def test_a_missing_answer_without_a_default_is_told_with_its_question(library: Path) -> None:
    planned = plan(loaded_from(library), "hosting", "customer-sla")
    with pytest.raises(FindingsError) as caught:
        complete(planned, Answers({key: value for key, value in ANSWERS.items() if key != "parties.customer.name"}))
    assert [one.message for one in caught.value.findings] == ["the answer “parties.customer.name” is missing: Who is the customer?"]


def test_an_optional_answer_may_be_missing(library: Path) -> None:
    make(library, "charter", "client-charter")
    assert "paired_with" not in (library / "agreements/charter/agreement.yaml").read_text()


@pytest.mark.parametrize("agreement", ["", "A", "a/b", "..", "a.b", "-a", "a" * 64, "ä"])
def test_what_is_no_id_is_refused(library: Path, agreement: str) -> None:
    with pytest.raises(UsageError):
        plan(loaded_from(library), agreement, "customer-sla")


def test_a_taken_id_is_refused_wherever_it_stands(library: Path) -> None:
    (library / "agreements/deep/hosting").mkdir(parents=True)
    (library / "agreements/deep/hosting/agreement.yaml").write_text("id: hosting\n")
    with pytest.raises(RefusedError, match="already"):
        plan(loaded_from(library), "hosting", "customer-sla", "elsewhere")


@pytest.mark.parametrize("folder", ["..", "a/../b", "a//b", "C:x", ".git", "a\\b"])
def test_a_folder_that_leads_out_is_refused(library: Path, folder: str) -> None:
    with pytest.raises(RefusedError):
        plan(loaded_from(library), "hosting", "customer-sla", folder)


def test_an_unknown_template_names_the_nearest(library: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        plan(loaded_from(library), "hosting", "costumer-sla")
    assert caught.value.hint == "Did you mean “customer-sla”?"


def test_a_template_without_starter_says_where_one_belongs(library: Path) -> None:
    (library / "templates/ola/starter.yaml").unlink()
    with pytest.raises(NotFoundError, match=r"templates/ola/starter\.yaml"):
        plan(loaded_from(library), "team", "ola")


def test_a_broken_starter_is_told_with_its_lines(library: Path) -> None:
    (library / "templates/ola/starter.yaml").write_text("id: starter\nkind: olla\n")
    with pytest.raises(FindingsError) as caught:
        plan(loaded_from(library), "team", "ola")
    assert "templates/ola/starter.yaml:2" in {str(one.source) for one in caught.value.findings}


def test_answers_that_do_not_fit_each_other_are_refused_before_anything_is_written(library: Path) -> None:
    loaded = loaded_from(library)
    planned = plan(loaded, "hosting", "customer-sla")
    answers = complete(planned, Answers({**{key: value for key, value in ANSWERS.items() if key != "supports"}, "contract_term.notice.not_before": "120 days"}))
    clash = Answers({**answers.values, "contract_term.notice.period": "150 days"})
    with pytest.raises(FindingsError, match="do not fit each other"):
        text_of(planned, clash)
    assert not (library / "agreements/hosting").exists()


def test_of_a_pair_both_are_written_or_none(library: Path) -> None:
    loaded = loaded_from(library)
    planned = plan(loaded, "hosting", "customer-sla")
    answers = complete(planned, Answers({key: value for key, value in ANSWERS.items() if key != "supports"}))
    other = plan(loaded, "other", "customer-sla", "blocked")
    (library / "agreements/blocked").write_text("a file where a folder belongs")
    with pytest.raises(RefusedError):
        write(loaded, library, [(planned, answers), (other, answers)])
    assert not (library / "agreements/hosting").exists()
