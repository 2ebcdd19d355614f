"""Districts and subdistricts that the rows of a file name, of those a person keeps."""

from __future__ import annotations

from accounts.models import District, Subdistrict, User
from core.importing.plan import Planned
from core.thai import plain_area, to_arabic_digits


class Places:
    """What the person keeps, found by name or code. Two queries."""

    def __init__(self, user: User) -> None:
        self.districts = list(District.objects.visible_to(user).select_related("province"))
        self.ids = {district.pk for district in self.districts}
        self._subdistricts = {
            key: place
            for place in Subdistrict.objects.filter(district__in=self.ids)
            for key in ((place.district_id, plain_area(place.name)), (place.district_id, place.code))
        }

    def district_of(self, row: Planned, known: District | None) -> District | None:
        """The district that a row names; else that of the record it names, else the person's only one."""
        text = row.entry.values.get("district", "")
        if not text:
            return known or (self.districts[0] if len(self.districts) == 1 else None)
        wanted = plain_area(to_arabic_digits(text))
        found = next((d for d in self.districts if wanted in (d.name, d.code)), None)
        if found is None:
            row.wrong("district", f"“{text[:40]}” อยู่นอกพื้นที่ที่ท่านรับผิดชอบ หรือสะกดไม่ตรง")
        return found

    def read_subdistrict(self, row: Planned, district: District | None) -> None:
        """The subdistrict that a row names, into its fields."""
        text = row.entry.values.get("subdistrict")
        if not text or district is None:
            return
        found = self._subdistricts.get((district.pk, plain_area(to_arabic_digits(text))))
        if found is None:
            row.wrong("subdistrict", f"ไม่มีตำบล “{text[:40]}” ในอำเภอ{district.name}")
        else:
            row.fields["subdistrict"] = found
