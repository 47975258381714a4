"""``python -m negsim`` is ``negsim``."""

from negsim.cli.main import run

if __name__ == "__main__":
    run()
