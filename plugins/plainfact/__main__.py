"""`python -m plainfact`: the command line, under the name that it has everywhere."""

from plainfact.cli import main

if __name__ == "__main__":
    main(prog_name="plainfact")
