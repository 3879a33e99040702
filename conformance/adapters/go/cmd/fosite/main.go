// The module github.com/ory/fosite: an authorization server of its parts, over its own memory store.
package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"sync"
	"time"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/storage"

	"pkce-adapters/shim"
)

func main() {
	shim.Serve(shim.Adapter{
		Module: "github.com/ory/fosite",
		Name:   "ory/fosite",
		Ops:    shim.Flows(open),
		// The clock is the system's.
		Offers: map[string]any{
			"methods": [][]string{{"S256"}, {"S256", "plain"}}, "roles": shim.Roles("optional"),
			"userinfo": true, "code_lifetime": false,
		},
		Accepts: shim.Accepts,
	})
}

func open(policy shim.Policy, clients []shim.Client) (*shim.Server, error) {
	config := &fosite.Config{
		AuthorizeCodeLifespan:          time.Duration(policy.Lifetime) * time.Second,
		EnablePKCEPlainChallengeMethod: policy.Plain(),
		GlobalSecret:                   make([]byte, 32),
		// The least that bcrypt takes.
		HashCost: 4,
	}
	rand.Read(config.GlobalSecret)
	if err := require(config, policy.PKCE); err != nil {
		return nil, err
	}
	store := storage.NewMemoryStore()
	provider := compose.Compose(
		config, store, compose.NewOAuth2HMACStrategy(config),
		compose.OAuth2AuthorizeExplicitFactory,
		compose.OAuth2PKCEFactory,
		compose.OAuth2TokenIntrospectionFactory,
		compose.PushedAuthorizeHandlerFactory,
	)
	for _, client := range clients {
		registered := &fosite.DefaultClient{ID: client.ID, RedirectURIs: []string{client.RedirectURI}}
		registered.Public = client.Secret == ""
		store.Clients[client.ID] = lazy{registered, sync.OnceValue(func() []byte {
			hash, _ := config.GetSecretsHasher(context.Background()).Hash(context.Background(), []byte(client.Secret))
			return hash
		})}
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/authorize", authorize(provider))
	mux.HandleFunc("/par", push(provider))
	mux.HandleFunc("/token", token(provider))
	return &shim.Server{
		Handler: mux,
		Paths:   map[string]string{"authorize": "/authorize", "par": "/par", "token": "/token"},
		Active: func(token string) (bool, error) {
			_, _, err := provider.IntrospectToken(context.Background(), token, fosite.AccessToken, session())
			return err == nil, nil
		},
	}, nil
}

// lazy hashes a client's secret where it is asked for: few sessions of many clients do.
type lazy struct {
	*fosite.DefaultClient
	hash func() []byte
}

func (l lazy) GetHashedSecret() []byte { return l.hash() }

func require(config *fosite.Config, pkce json.RawMessage) error {
	switch string(pkce) {
	case `"default"`, `"optional"`:
	case `"required"`:
		config.EnforcePKCE = true
	case `"public"`:
		config.EnforcePKCEForPublicClients = true
	default:
		return shim.Unsupported("PKCE is required for all clients, for public ones or for none")
	}
	return nil
}

func session() *fosite.DefaultSession {
	return &fosite.DefaultSession{Subject: "user"}
}

// The three endpoints as the module's documentation writes them; the user is logged in and agrees.

func authorize(provider fosite.OAuth2Provider) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request, err := provider.NewAuthorizeRequest(r.Context(), r)
		if err != nil {
			provider.WriteAuthorizeError(r.Context(), w, request, err)
			return
		}
		response, err := provider.NewAuthorizeResponse(r.Context(), request, session())
		if err != nil {
			provider.WriteAuthorizeError(r.Context(), w, request, err)
			return
		}
		provider.WriteAuthorizeResponse(r.Context(), w, request, response)
	}
}

func push(provider fosite.OAuth2Provider) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request, err := provider.NewPushedAuthorizeRequest(r.Context(), r)
		if err != nil {
			provider.WritePushedAuthorizeError(r.Context(), w, request, err)
			return
		}
		response, err := provider.NewPushedAuthorizeResponse(r.Context(), request, session())
		if err != nil {
			provider.WritePushedAuthorizeError(r.Context(), w, request, err)
			return
		}
		provider.WritePushedAuthorizeResponse(r.Context(), w, request, response)
	}
}

func token(provider fosite.OAuth2Provider) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		request, err := provider.NewAccessRequest(r.Context(), r, session())
		if err != nil {
			provider.WriteAccessError(r.Context(), w, request, err)
			return
		}
		response, err := provider.NewAccessResponse(r.Context(), request)
		if err != nil {
			provider.WriteAccessError(r.Context(), w, request, err)
			return
		}
		provider.WriteAccessResponse(r.Context(), w, request, response)
	}
}
