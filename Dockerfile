# The bot and an operator's commands, without tests and training. Its database is in the volume /data:
# docker run --init --env-file .env --volume jangreu:/data IMAGE (or compose.yaml)
FROM python:3.13-slim AS built

WORKDIR /jangreu
COPY requirements/run.txt requirements.txt
# What packages bring to test themselves is a tenth of them.
RUN python -m venv --without-pip /venv \
    && pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes --requirement requirements.txt \
    && find /venv -type d -name tests -prune -exec rm -rf {} + \
    && rm requirements.txt
COPY . .
# The default database, /jangreu/jangreu.db, is a link to a file on the volume.
RUN ln -s /data/jangreu.db jangreu.db \
    && /venv/bin/python -m compileall -q -j 0 /venv/lib . >/dev/null

FROM python:3.13-slim

RUN useradd --create-home --uid 10001 jangreu && mkdir /data && chown jangreu /data
COPY --from=built /venv /venv
COPY --from=built /jangreu /jangreu
WORKDIR /jangreu
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    STATUS_PORT=9100

USER 10001
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import os, urllib.request as r; p = os.environ.get('STATUS_PORT'); p and r.urlopen(f'http://127.0.0.1:{p}/health', timeout=4)"]
CMD ["python", "-m", "bot"]
