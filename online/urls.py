from django.urls import path

from online.views import board, district, imports, lists

app_name = "online"
ROUND = "<budget_year:year>/<int:number>/"
DISTRICT = ROUND + "<district_code:code>/"
urlpatterns = [
    path("", board.current, name="current"),
    path("platforms/", lists.platform_list, name="platforms"),
    path("platforms/add/", lists.platform_edit, name="platform-add"),
    path("platforms/<int:pk>/", lists.platform_edit, name="platform-edit"),
    path("rounds/", lists.round_list, name="rounds"),
    path("rounds/add/", lists.round_edit, name="round-add"),
    path("rounds/<int:pk>/", lists.round_edit, name="round-edit"),
    path(ROUND, board.nation, name="nation"),
    path(ROUND + "<province_code:code>/", board.province, name="province"),
    path(DISTRICT, district.page, name="district"),
    path(DISTRICT + "products/<int:pk>/", district.line, name="line"),
    path(DISTRICT + "confirm", district.confirm, name="confirm"),
    path(DISTRICT + "return", district.return_to_district, name="return"),
    path(DISTRICT + "import/", imports.upload, name="import"),
    path(DISTRICT + "import/<int:pk>/", imports.review, name="import-review"),
    path(DISTRICT + "import/<int:pk>/accept", imports.accept, name="import-accept"),
]
