"""Parts of URLs."""


class MarketCodeConverter:
    """'M2401-001': the portal's own codes, which no other page's name looks like."""

    regex = r"M[0-9]{4}-[0-9]{3,5}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
