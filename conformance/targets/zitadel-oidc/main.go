// zitadel/oidc's own example server, with its login: `zitadel-oidc PORT`.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	port := os.Args[1]
	issuer := fmt.Sprintf("http://127.0.0.1:%s", port)
	redirect := func(client string) string { return "http://127.0.0.1:9999/cb/" + client }
	storage.RegisterClients(
		storage.NativeClient("pub", redirect("pub")),
		storage.NativeClient("pub2", redirect("pub2")),
		storage.WebClient("conf", "secret-of-conf", redirect("conf")),
		storage.WebClient("conf2", "secret-of-conf2", redirect("conf2")),
	)
	store := storage.NewStorage(storage.NewUserStore(issuer))
	logger := slog.New(slog.NewTextHandler(io.Discard, nil))
	router := exampleop.SetupServer(issuer, store, logger, false)
	panic(http.ListenAndServe("127.0.0.1:"+port, router))
}
