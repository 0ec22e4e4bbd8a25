# syntax=docker/dockerfile:1

# The service alone: the database is another container's. The embedded one is for a developer's machine.
FROM golang:1.26-bookworm AS build
WORKDIR /src
# Modules first: they change less often than the code, so this layer is mostly taken from the cache.
COPY go.mod go.sum ./
RUN --mount=type=cache,target=/go/pkg/mod go mod download
COPY . .
ARG VERSION=unknown
RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build \
    CGO_ENABLED=0 go build -trimpath -ldflags "-s -w -X main.version=${VERSION}" -o /out/greenroom ./cmd/greenroom

FROM debian:bookworm-slim
# A fixed id, so that a volume's owner can be set from outside.
RUN useradd --system --uid 10001 --user-group --home-dir /nonexistent --shell /usr/sbin/nologin greenroom
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /out/greenroom /usr/local/bin/greenroom
USER 10001:10001
EXPOSE 8080
# Every command of the binary runs in this image: api, work, migrate.
ENTRYPOINT ["/usr/local/bin/greenroom"]
CMD ["serve", "--listen", "0.0.0.0:8080"]
