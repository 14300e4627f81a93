"""What every git of ours is told, whatever a repository, its user or the caller would have it do."""

from __future__ import annotations

from collections.abc import Iterable
import os

OVERRIDES = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.pager": "cat",
    "core.editor": ":",
    "core.askPass": "",
    "core.alternateRefsCommand": "",
    "core.quotePath": "false",
    "credential.helper": "",
    "diff.external": "",
    "gc.auto": "0",
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "protocol.allow": "never",
    "submodule.recurse": "false",
    "user.useConfigOnly": "true",
}
"""Settings that hold whatever the repository says: nothing in it runs a program, asks a question or reaches the network."""


def settings(added: Iterable[tuple[str, str]] = ()) -> dict[str, str]:
    """The variables by which git takes OVERRIDES for its settings, and those that are `added` to them for one command."""
    pairs = [*OVERRIDES.items(), *added]
    variables = {"GIT_CONFIG_COUNT": str(len(pairs)), "GIT_CONFIG_PARAMETERS": ""}
    for position, (key, value) in enumerate(pairs):
        variables[f"GIT_CONFIG_KEY_{position}"] = key
        variables[f"GIT_CONFIG_VALUE_{position}"] = value
    return variables


def fixed_environment() -> dict[str, str]:
    """The variables of every git: its settings, English messages, and nothing that asks, fetches or reads a path as a pattern."""
    return settings() | {
        "LC_ALL": "C",
        "LANGUAGE": "C",
        "GIT_ALLOW_PROTOCOL": "none",  # a repository can set protocol.ext.allow, which protocol.allow does not overrule; this does
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
        "GIT_ASKPASS": "",
        "GIT_EDITOR": ":",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_GLOB_PATHSPECS": "0",
        "GIT_NOGLOB_PATHSPECS": "0",
        "GIT_ICASE_PATHSPECS": "0",
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NAMESPACE": "",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "cat",
        "GIT_TERMINAL_PROMPT": "0",
    }
