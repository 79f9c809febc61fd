"""Run as `python -m otvet`."""

from otvet.main import main

if __name__ == "__main__":
    main(prog_name="otvet")
