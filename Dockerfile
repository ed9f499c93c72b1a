# syntax=docker/dockerfile:1
# The guides as a model, on port 8600: `docker run -p 127.0.0.1:8600:8600 -e CAREER_SERVE_KEY=... -v career:/home/career/data career`.
# Any other face by its name: `docker run -i ... career mcp`. There is no torch in it, and nothing is fetched when it runs.

FROM python:3.13-slim AS build
WORKDIR /src
ENV UV_PYTHON_DOWNLOADS=never
COPY requirements.txt pyproject.toml ./
# The installer and the builder, in the versions that are pinned.
RUN grep -E '^(uv|setuptools)==' requirements.txt > tools.txt \
    && python -m pip install --no-cache-dir --disable-pip-version-check --root-user-action=ignore -r tools.txt
# What the project needs: a layer that stays as long as the pins do.
RUN uv venv /opt/career \
    && uv pip install --no-cache --python /opt/career -r pyproject.toml -c requirements.txt
COPY . .
RUN uv build --no-cache --wheel --no-build-isolation --python "$(command -v python)" --out-dir /dist \
    && uv pip install --no-cache --python /opt/career --no-deps /dist/*.whl

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 --user-group career \
    && install -d -o career -g career /home/career/data
COPY --from=build /opt/career /opt/career
ENV PATH=/opt/career/bin:$PATH \
    HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    XDG_CONFIG_HOME=/home/career/data \
    XDG_DATA_HOME=/home/career/data \
    XDG_CACHE_HOME=/home/career/data/cache
USER 10001:10001
WORKDIR /home/career
# Guides and index; on a volume they outlive the container.
VOLUME ["/home/career/data"]
EXPOSE 8600
# The first start builds the index, in a minute or two on two cores.
HEALTHCHECK --interval=30s --timeout=5s --start-period=5m --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:8600/health', timeout=4)"]
ENTRYPOINT ["career"]
CMD ["serve", "--host", "0.0.0.0"]
