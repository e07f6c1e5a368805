# docker build -t veche .
# docker run -d --name veche --restart unless-stopped -e BOT_TOKEN=… -v veche:/data veche
#
# To build from the very same image each time, name it by its digest:
# docker buildx imagetools inspect golang:1.26 tells it, --build-arg GO=golang:1.26@sha256:… takes it.

ARG GO=golang:1.26
FROM ${GO} AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o /out/veche . && mkdir -p /out/data/backups

# Nothing but the program (time zones are in it) and the authorities that Telegram's certificate is checked against.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /out/veche /veche
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
WORKDIR /data
VOLUME /data
ENV VECHE_DB=/data/veche.db VECHE_BACKUPS=/data/backups
STOPSIGNAL SIGTERM
ENTRYPOINT ["/veche"]
CMD ["run"]
