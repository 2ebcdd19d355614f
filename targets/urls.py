from django.urls import path

from targets.views import forecasts, imports, indicators, scales, scores, sets

app_name = "targets"
YEAR = "<province_code:province>/<budget_year:year>/"
FORECAST = "forecast/<district_code:district>/<budget_year:year>/"
SET = YEAR + "<slug:period>/"
urlpatterns = [
    path("", scores.overview, name="scores"),
    path("<budget_year:year>/<slug:period>/all/", scores.overview, name="overview"),
    path("<budget_year:year>/<slug:period>/", scores.scores, name="scores-of"),
    path("<budget_year:year>/<slug:period>/<province_code:province>/", scores.province_scores, name="province-scores"),
    path("<budget_year:year>/<slug:period>/<slug:kind>/", scales.scale, name="scale"),
    path(
        "<budget_year:year>/<slug:period>/<slug:kind>/<province_code:province>/",
        scales.province_scale,
        name="province-scale",
    ),
    path("forecast/", forecasts.landing, name="forecasts"),
    path("forecast/<budget_year:year>/", forecasts.landing, name="forecasts-of"),
    path("forecast/<budget_year:year>/<province_code:province>/", forecasts.of_province, name="forecasts-province"),
    path(FORECAST, forecasts.forecast, name="forecast"),
    path(FORECAST + "paste-check", forecasts.paste_check, name="forecast-paste"),
    path(FORECAST + "confirm/", forecasts.confirm, name="forecast-confirm"),
    path(FORECAST + "reopen/", forecasts.reopen, name="forecast-reopen"),
    path("indicators/", indicators.indicator_list, name="indicators"),
    path("indicators/new/", indicators.indicator_new, name="indicator-new"),
    path("indicators/<int:pk>/", indicators.indicator_edit, name="indicator-edit"),
    path("indicators/<int:pk>/retire/", indicators.indicator_retire, name="indicator-retire"),
    path(YEAR, sets.year, name="year"),
    path(SET, sets.target_set, name="set"),
    path(SET + "compute/", sets.compute, name="compute"),
    path(SET + "bases/", sets.base_years, name="bases"),
    path(SET + "rebalance/", sets.rebalance, name="rebalance"),
    path(SET + "publish/", sets.publish, name="publish"),
    path(SET + "withdraw/", sets.withdraw, name="withdraw"),
    path(SET + "inputs/<slug:kind>/", scales.inputs, name="inputs"),
    path(SET + "inputs-close/", scales.close, name="inputs-close"),
    path(SET + "inputs-reopen/", scales.reopen, name="inputs-reopen"),
    path(SET + "import/", imports.upload, name="import"),
    path(SET + "import/<int:pk>/", imports.review, name="import-review"),
    path(SET + "<district_code:district>/", sets.adjust, name="adjust"),
]
