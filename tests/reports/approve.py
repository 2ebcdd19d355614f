"""Draw the golden pages anew: `python -m tests.reports.approve`. Look at every one before committing it."""

from __future__ import annotations

from reports.renderers.pdf import pdf
from tests.reports.test_pdf import GOLDEN, pictures, test_first_and_last_page_look_as_approved


def main() -> None:
    (cases,) = test_first_and_last_page_look_as_approved.pytestmark
    for name, document in cases.args[1]:
        found = pictures(pdf(document))
        for part, page in (("first", found[0]), ("last", found[-1])):
            page.quantize(16).save(GOLDEN / f"{name}-{part}.png", optimize=True)


if __name__ == "__main__":
    main()
