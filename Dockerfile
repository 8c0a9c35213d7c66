# Two images of locomo, built from this checkout:
#
#   docker build --target cpu  --build-arg COMMIT=$(git rev-parse HEAD) -t locomo:cpu  .
#   docker build --target cuda --build-arg COMMIT=$(git rev-parse HEAD) --build-arg TORCH_INDEX_URL=... -t locomo:cuda .
#   docker run --rm --user "$(id -u):$(id -g)" -v "$PWD:/lab" -e OPENAI_API_KEY locomo:cpu eval-qa --model openai:gpt-4o-mini
#
# Any user may run them. Nothing is downloaded when they run, but the models and data that are asked for; all that is
# written is below the working folder, /lab. scripts/check/containers.sh builds and runs them; docs/distribution.md says what
# has been tried.

ARG DEBIAN=bookworm-slim

# The tar, as `mvn package` makes it.
FROM eclipse-temurin:25-jdk AS build
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends maven \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . ./
# Without it the commit is that of a git archive, else unknown.
ARG COMMIT=
# The cache keeps what Maven downloaded, whatever changes in the sources.
RUN --mount=type=cache,target=/root/.m2 \
    mvn --batch-mode --no-transfer-progress -Dunchecked -DskipTests ${COMMIT:+-Dgit.commit="$COMMIT"} package \
    && mkdir /opt/locomo \
    && tar --extract --gzip --file locomo-dist/target/locomo-*-linux-x86_64.tar.gz --strip-components=1 --directory=/opt/locomo
# The tiny checkpoint of the tests makes PyTorch's libraries unpack themselves; in the image their folder is only read.
RUN printf '{"id": "a", "text": "tea"}\n' >/tmp/texts.jsonl \
    && DJL_CACHE_DIR=/opt/djl /opt/locomo/bin/locomo embed --texts /tmp/texts.jsonl --role context \
       --retriever hf:/src/locomo-rag/src/test/resources/dev/locomo/rag/embed/djl/tiny --out /tmp/vectors.jsonl \
    && chmod -R a+rX /opt/djl

# What both images share: locomo and a user without rights; any other one (--user) may write in the same folders. No health
# check: it is a command that ends, not a service.
FROM debian:${DEBIAN} AS base
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends ca-certificates libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --gid 10001 locomo \
    && useradd --uid 10001 --gid locomo --create-home --shell /usr/sbin/nologin locomo \
    && install --directory --mode=1777 /lab \
    && chmod 1777 /home/locomo
COPY --from=build /opt/locomo /opt/locomo
RUN ln -s /opt/locomo/bin/locomo /usr/local/bin/locomo
ENV LANG=C.UTF-8 \
    HOME=/home/locomo \
    LOCOMO_HOME=/lab/.locomo
LABEL org.opencontainers.image.title="LoCoMo-Java" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /lab

FROM base AS cpu
COPY --from=build /opt/djl /opt/djl
ENV DJL_CACHE_DIR=/opt/djl
USER locomo
ENTRYPOINT ["locomo"]
CMD ["--help"]

# PyTorch with CUDA 12.8 of exactly the version that the libraries in lib/ were made for.
FROM python:3.12-slim-bookworm AS torch
# The package index of PyTorch's builds for CUDA 12.8 (cu128), as PyTorch's installation page names it.
ARG TORCH_INDEX_URL
RUN pip install --no-cache-dir --target=/opt/torch --index-url "${TORCH_INDEX_URL:?}" torch==2.7.1

FROM base AS cuda
COPY --from=torch /opt/torch/torch/lib /opt/torch/torch/lib
COPY --from=torch /opt/torch/nvidia /opt/torch/nvidia
# GPUs are counted through libcudart.so, and the wheels bring libcudart.so.12: without the link all would run on the CPU.
RUN ln --symbolic libcudart.so.12 /opt/torch/nvidia/cuda_runtime/lib/libcudart.so \
    && test -e /opt/torch/nvidia/cuda_runtime/lib/libcudart.so
ENV LD_LIBRARY_PATH=/opt/torch/nvidia/cuda_runtime/lib \
    PYTORCH_LIBRARY_PATH=/opt/torch/torch/lib \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128 \
    DJL_CACHE_DIR=/home/locomo/.djl.ai \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
USER locomo
ENTRYPOINT ["locomo"]
CMD ["--help"]
