"""`slagen completion`."""

from __future__ import annotations

import click

_EPILOG = """\b
Put it where your shell finds it, then open a new terminal:
  bash  slagen completion bash > ~/.local/share/bash-completion/completions/slagen
  zsh   slagen completion zsh > ~/.zfunc/_slagen
        with “fpath+=~/.zfunc; autoload -U compinit; compinit” in ~/.zshrc
  fish  slagen completion fish > ~/.config/fish/completions/slagen.fish
\b
Example: slagen completion bash
"""


@click.command(epilog=_EPILOG)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script with which a shell completes slagen's commands, options, and the ids of agreements, clauses and templates."""
    from click.shell_completion import get_completion_class

    from slagen.cli.main import cli

    script = get_completion_class(shell)
    assert script is not None
    click.echo(script(cli, {}, "slagen", "_SLAGEN_COMPLETE").source())
