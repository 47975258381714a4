"""Print the script that makes a shell complete commands, options and names.

$ negsim completion bash >> ~/.bashrc
$ negsim completion zsh >> ~/.zshrc
$ negsim completion fish > ~/.config/fish/completions/negsim.fish
"""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from negsim.cli.options import program


@program(__doc__)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script."""
    kind = get_completion_class(shell)
    assert kind is not None
    click.echo(kind(ctx.find_root().command, {}, "negsim", "_NEGSIM_COMPLETE").source())
