from pathlib import Path

from eval.bench.build import BEGIN, END, Cost, Line, chosen_pages, table
from eval.bench.script import write_between

LINE = Line("docs", 467, 17_416, Cost(300, 66, 480), Cost(240, 0, 480), Cost(4, 3.5, 0), processes=2)


def test_the_table_compares_the_build_with_the_encoder_alone(tmp_path: Path) -> None:
    document = tmp_path / "document.md"
    document.write_text(f"a\n{BEGIN}\n{END}\n", encoding="utf-8")
    write_between(document, BEGIN, END, table([LINE]))
    (row,) = [line for line in document.read_text(encoding="utf-8").splitlines() if line.startswith("| docs")]
    assert row == "| docs | 467 | 17,416 | 300 | 546 | 480 | 1.14 | 1.27 | 3.5 | 4.0 |"


def test_of_many_pages_a_few_are_drawn_evenly_and_the_others_removed(tmp_path: Path) -> None:
    pages = [tmp_path / f"{number}.md" for number in range(7)]
    for page in pages:
        page.touch()
    assert chosen_pages(pages, 3) == [pages[0], pages[3], pages[6]]
    assert sorted(tmp_path.iterdir()) == [pages[0], pages[3], pages[6]]
    assert chosen_pages(pages[:1], 0) == pages[:1]
