# The bot without its scripts and tests. Its database is in the volume /data:
# docker run --env-file .env -v jangreu:/data IMAGE
FROM python:3.13-slim

RUN useradd --create-home jangreu && mkdir /data && chown jangreu /data

WORKDIR /jangreu
COPY requirements/run.txt requirements.txt
RUN pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY bot bot
COPY model model
COPY storage storage
RUN python -m compileall -q bot model storage

# The default database, /jangreu/jangreu.db, is a link to a file on the volume.
RUN ln -s /data/jangreu.db jangreu.db

USER jangreu
VOLUME /data
CMD ["python", "-m", "bot"]
