# The image: one static program and the certificates by which it verifies servers. It has no Postgres, and no C library to run a
# downloaded one with, so it needs DATABASE_URL:
#
#   docker build -t cafe-rewards .
#   docker run -p 8080:8080 -v cafe:/data -e DATABASE_URL=postgres://… --stop-timeout 30 cafe-rewards
#
# The program takes up to 20 seconds for a clean stop. Docker kills after 10 by default, hence --stop-timeout.

FROM --platform=$BUILDPLATFORM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG TARGETOS TARGETARCH
# timetzdata: schedules may name a time zone, and the image has no time zone database.
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -trimpath -tags timetzdata -ldflags=-s -o /image/cafe-rewards .
RUN install -d -m 0700 /image/data && install -d -m 1777 /image/tmp

FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /image/cafe-rewards /cafe-rewards
COPY --from=build --chown=65532:65532 /image/data /data
COPY --from=build --chown=65532:65532 /image/tmp /tmp
ENV CAFE_ADDR=0.0.0.0:8080 CAFE_HOME=/data CAFE_LOG_FORMAT=json
EXPOSE 8080
VOLUME /data
USER 65532:65532
# Alive, not ready: a first run that takes an hour is no reason to restart the container.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/cafe-rewards", "healthcheck"]
ENTRYPOINT ["/cafe-rewards"]
CMD ["serve"]
