// The package op of github.com/zitadel/oidc/v3: an authorization server over the module's own example storage, mounted
// as a provider or, with `--legacy-server`, as its `LegacyServer`.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"

	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"

	"pkce-adapters/shim"
)

const issuer = "https://op.example"

// The module's other way to mount a provider.
var legacyServer = slices.Contains(os.Args, "--legacy-server")

// What this adapter's storage decides.
var notOurs = []string{
	// The `op` hands every method's name to its storage and offers no list of its own to set.
	"rfc7636-4.3-method-defaults-to-plain",
	"rfc7636-4.3-other-name-is-neither",
	"rfc7636-4.4.1-unsupported-method-refused",
	"rfc7636-4.4.1-plain-not-offered-not-honoured",
	"hardening-method-near-miss-s256",
	"hardening-plain-near-miss",
	"hardening-omitted-method-*",
	"hardening-unsupported-omitted-code-issued",
	"rfc8414-2-methods-listed",
	"hardening-metadata-differs",
	// Secrets are compared here, and what a code's first use gave would be revoked here.
	"rfc6749-3.2.1-secret-not-replaced",
	"rfc6749-4.1.2-replay-revokes",
}

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler)) // it tells each request
	name := "zitadel/oidc/op"
	if legacyServer {
		name += "/legacy-server"
	}
	shim.Serve(shim.Adapter{
		Module:  "github.com/zitadel/oidc/v3",
		Name:    name,
		Ops:     shim.Flows(open),
		NotOurs: notOurs,
		// The clock is the system's.
		Offers: map[string]any{
			"policies": []string{"optional", "own"}, "methods": [][]string{{"S256"}, {"S256", "plain"}},
			"roles": shim.Roles("no"), "userinfo": true, "code_lifetime": false,
		},
		Accepts: shim.Accepts,
	})
}

// The module's example storage makes an RSA key, so that one serves all sessions: its codes and tokens are random names.
var shared = storage.NewStorage(storage.NewUserStore(issuer))

// store is a session's: its clients, its methods, and the codes that it gave.
type store struct {
	*storage.Storage
	clients map[string]*storage.Client
	secrets map[string]string
	methods []string
	codes   map[string]bool
}

func (s *store) SaveAuthCode(ctx context.Context, id, code string) error {
	s.codes[code] = true
	return s.Storage.SaveAuthCode(ctx, id, code)
}

func (s *store) AuthRequestByCode(ctx context.Context, code string) (op.AuthRequest, error) {
	if !s.codes[code] {
		return nil, errors.New("code not found")
	}
	return s.Storage.AuthRequestByCode(ctx, code)
}

func (s *store) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	if client, known := s.clients[id]; known {
		return client, nil
	}
	return nil, errors.New("client not found")
}

func (s *store) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	if known, there := s.secrets[id]; !there || known != secret {
		return errors.New("invalid secret")
	}
	return nil
}

// The methods that the policy names; omitted is plain.
func (s *store) CreateAuthRequest(ctx context.Context, request *oidc.AuthRequest, user string) (op.AuthRequest, error) {
	method := string(request.CodeChallengeMethod)
	if method == "" && request.CodeChallenge != "" {
		method = "plain"
	}
	if method != "" && !slices.Contains(s.methods, method) {
		return nil, oidc.ErrInvalidRequest().WithDescription("code_challenge_method not supported")
	}
	return s.Storage.CreateAuthRequest(ctx, request, user)
}

func open(policy shim.Policy, clients []shim.Client) (*shim.Server, error) {
	// The authorization endpoint asks nobody for a challenge. (Its token endpoint wants one of public clients, always.)
	if pkce := string(policy.PKCE); pkce != `"optional"` && pkce != `"default"` {
		return nil, shim.Unsupported("PKCE is required of public clients, at the token endpoint: there is nothing to set")
	}
	session := &store{shared, map[string]*storage.Client{}, map[string]string{}, policy.Methods, map[string]bool{}}
	for _, client := range clients {
		if client.Secret == "" {
			session.clients[client.ID] = storage.NativeClient(client.ID, client.RedirectURI)
		} else {
			session.clients[client.ID] = storage.WebClient(client.ID, client.Secret, client.RedirectURI)
			session.secrets[client.ID] = client.Secret
		}
	}
	config := &op.Config{CodeMethodS256: true, AuthMethodPost: true}
	provider, err := op.NewProvider(config, session, op.StaticIssuer(issuer))
	if err != nil {
		return nil, err
	}
	handler := http.Handler(provider)
	if legacyServer {
		handler = op.RegisterLegacyServer(op.NewLegacyServer(provider, *op.DefaultEndpoints), op.AuthorizeCallbackHandler(provider))
	}
	return &shim.Server{
		Handler: handler,
		Paths: map[string]string{
			"authorize": "/authorize", "token": "/oauth/token", "metadata": "/.well-known/openid-configuration",
		},
		Scope: "openid",
		Login: login,
		Active: func(token string) (bool, error) {
			request := httptest.NewRequest(http.MethodGet, "/userinfo", nil)
			request.Header.Set("Authorization", "Bearer "+token)
			response := httptest.NewRecorder()
			handler.ServeHTTP(response, request)
			return response.Code == http.StatusOK, nil
		},
	}, nil
}

// The example's login page, filled in.
func login(page *url.URL) string {
	id := page.Query().Get("authRequestID")
	if page.Host != "" && page.Host != "op.example" || shared.CheckUsernamePassword("test-user2", "verysecure", id) != nil {
		return ""
	}
	return "/authorize/callback?id=" + url.QueryEscape(id)
}
