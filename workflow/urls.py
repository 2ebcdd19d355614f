from django.urls import path, register_converter

from workflow import converters
from workflow.views import acts, board, calendar

register_converter(converters.MonthConverter, "month")
register_converter(converters.BudgetYearConverter, "budget_year")
register_converter(converters.ProvinceCodeConverter, "province_code")
register_converter(converters.DistrictCodeConverter, "district_code")

app_name = "workflow"
BOARD = "board/<province_code:province>/<month:month>/"
REVIEW = BOARD + "<district_code:district>/"
urlpatterns = [
    path("board/", board.current, name="current-board"),
    path(BOARD, board.board, name="board"),
    path(BOARD + "lock/", acts.lock_chosen, name="lock-chosen"),
    path(BOARD + "unlock/", acts.unlock_chosen, name="unlock-chosen"),
    path(BOARD + "lock-all/", acts.lock_all, name="lock-all"),
    path(BOARD + "unlock-all/", acts.unlock_all, name="unlock-all"),
    path(REVIEW, board.review, name="review"),
    path(REVIEW + "return/", acts.return_month, name="return"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<budget_year:year>/", calendar.calendar, name="calendar-year"),
    path("calendar/extensions/new/", calendar.extension_new, name="extension-new"),
    path("calendar/extensions/<int:pk>/revoke/", calendar.extension_revoke, name="extension-revoke"),
    path("calendar/windows/<month:month>/", calendar.window, name="window"),
    path("calendar/windows/<month:month>/clear/", calendar.window_clear, name="window-clear"),
    path("calendar/deadline/", calendar.deadline, name="deadline"),
]
