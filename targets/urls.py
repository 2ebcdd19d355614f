from django.urls import path

from targets.views import imports, indicators, scores, sets

app_name = "targets"
YEAR = "<province_code:province>/<budget_year:year>/"
SET = YEAR + "<slug:period>/"
urlpatterns = [
    path("", scores.scores, name="scores"),
    path("<budget_year:year>/<slug:period>/", scores.scores, name="scores-of"),
    path("<budget_year:year>/<slug:period>/<province_code:province>/", scores.province_scores, name="province-scores"),
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators/new/", indicators.indicator_new, name="indicator-new"),
    path("indicators/<int:pk>/", indicators.indicator_edit, name="indicator-edit"),
    path(YEAR, sets.year, name="year"),
    path(SET, sets.target_set, name="set"),
    path(SET + "compute/", sets.compute, name="compute"),
    path(SET + "bases/", sets.base_years, name="bases"),
    path(SET + "rebalance/", sets.rebalance, name="rebalance"),
    path(SET + "publish/", sets.publish, name="publish"),
    path(SET + "withdraw/", sets.withdraw, name="withdraw"),
    path(SET + "import/", imports.upload, name="import"),
    path(SET + "import/<int:pk>/", imports.review, name="import-review"),
    path(SET + "<district_code:district>/", sets.adjust, name="adjust"),
]
