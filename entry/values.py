"""One column that is entered: an amount in baht, or a whole number of something (market-days held). Pure Python."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from core.money import AmountError, parse_baht
from core.templatetags.numbers import baht, count
from core.templatetags.numbers import cell as cell_text

Value = Decimal | int | None  # None = not yet filled


@dataclass(frozen=True)
class Field:
    """`unit` is what a whole number counts ('วัน'), '' for baht; `most` the greatest that there can be."""

    name: str
    label: str = ""
    unit: str = ""
    most: int = 0

    @property
    def is_count(self) -> bool:
        return bool(self.unit)

    def parse(self, text: str | None) -> Value:
        """What a person wrote. Raises AmountError with the sentence for them."""
        value = parse_baht(text)
        return value if value is None or not self.is_count else self._whole(value)

    def whole(self, value: Decimal) -> Value:
        """A number that is one already (Excel's)."""
        return self._whole(value) if self.is_count else value

    def _whole(self, value: Decimal) -> int:
        if value != value.to_integral_value():
            raise AmountError(f"{self.label} ต้องเป็นจำนวนเต็ม เช่น 4")
        if value > self.most:
            raise AmountError(f"{self.label} ต้องไม่เกิน {self.most} {self.unit}")
        return int(value)

    def show(self, value: Value) -> str:
        """As an entry cell shows it: '1,200.50', '4', '' when not filled."""
        return cell_text(None if value is None else Decimal(value))

    def show_sum(self, value: Decimal | int) -> str:
        return count(int(value)) if self.is_count else baht(Decimal(value))

    def canonical(self, value: Value) -> str:
        """As it is kept and compared: '1200.50', '4', ''."""
        if value is None:
            return ""
        return str(value) if self.is_count else f"{value:.2f}"


def of_baht(name: str, label: str = "") -> Field:
    return Field(name, label)
