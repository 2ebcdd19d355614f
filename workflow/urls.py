from django.urls import URLPattern, path, register_converter

from workflow import converters
from workflow.models import Kind
from workflow.views import acts, board, calendar

register_converter(converters.MonthConverter, "month")
register_converter(converters.BudgetYearConverter, "budget_year")
register_converter(converters.ProvinceCodeConverter, "province_code")
register_converter(converters.DistrictCodeConverter, "district_code")

app_name = "workflow"
MONTH = "board/<province_code:province>/<month:month>/"
DISTRICT = MONTH + "<district_code:district>/"


def of_kind(kind: Kind, prefix: str = "") -> list[URLPattern]:
    """The pages of one kind of report; `reverse` finds them by `kind=`."""
    views = (
        ("board/", board.current, "current-board"),
        (MONTH, board.board, "board"),
        (MONTH + "lock/", acts.lock_chosen, "lock-chosen"),
        (MONTH + "unlock/", acts.unlock_chosen, "unlock-chosen"),
        (MONTH + "lock-all/", acts.lock_all, "lock-all"),
        (MONTH + "unlock-all/", acts.unlock_all, "unlock-all"),
        (DISTRICT, board.review, "review"),
        (DISTRICT + "return/", acts.return_month, "return"),
        ("calendar/windows/<month:month>/", calendar.window, "window"),
        ("calendar/windows/<month:month>/clear/", calendar.window_clear, "window-clear"),
    )
    return [path(prefix + address, view, {"kind": kind}, name=name) for address, view, name in views]


urlpatterns = [
    *of_kind(Kind.MARKETS, "markets/"),
    *of_kind(Kind.SALES),  # last: what `reverse` takes where no kind is named
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<budget_year:year>/", calendar.calendar, name="calendar-year"),
    path("calendar/extensions/new/", calendar.extension_new, name="extension-new"),
    path("calendar/extensions/<int:pk>/revoke/", calendar.extension_revoke, name="extension-revoke"),
    path("calendar/deadline/", calendar.deadline, name="deadline"),
]
