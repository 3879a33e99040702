// fosite with every handler, its own store in memory, and the handlers of its README: `fosite PORT defaults|required|
// required-public|plain`. The user agrees.
package main

import (
	"crypto/rand"
	"crypto/rsa"
	"net/http"
	"os"

	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/storage"
	"golang.org/x/crypto/bcrypt"
)

func client(name string, public bool) *fosite.DefaultClient {
	// The cheapest hash: what is tried here is not how long a password takes.
	hash, err := bcrypt.GenerateFromPassword([]byte("secret-of-"+name), bcrypt.MinCost)
	if err != nil {
		panic(err)
	}
	return &fosite.DefaultClient{
		ID:            name,
		Secret:        hash,
		Public:        public,
		RedirectURIs:  []string{"http://127.0.0.1:9999/cb/" + name},
		ResponseTypes: []string{"code"},
		GrantTypes:    []string{"authorization_code"},
	}
}

func main() {
	port, policy := os.Args[1], os.Args[2]
	store := storage.NewMemoryStore()
	for _, one := range []*fosite.DefaultClient{
		client("pub", true), client("pub2", true), client("conf", false), client("conf2", false),
	} {
		store.Clients[one.ID] = one
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	config := &fosite.Config{
		GlobalSecret:                   []byte("a secret of thirty-two octets !!"),
		EnforcePKCE:                    policy == "required",
		EnforcePKCEForPublicClients:    policy == "required-public",
		EnablePKCEPlainChallengeMethod: policy == "plain",
	}
	provider := compose.ComposeAllEnabled(config, store, key)

	http.HandleFunc("/authorize", func(answer http.ResponseWriter, request *http.Request) {
		asked, err := provider.NewAuthorizeRequest(request.Context(), request)
		if err != nil {
			provider.WriteAuthorizeError(request.Context(), answer, asked, err)
			return
		}
		response, err := provider.NewAuthorizeResponse(request.Context(), asked, &fosite.DefaultSession{Subject: "alice"})
		if err != nil {
			provider.WriteAuthorizeError(request.Context(), answer, asked, err)
			return
		}
		provider.WriteAuthorizeResponse(request.Context(), answer, asked, response)
	})
	http.HandleFunc("/token", func(answer http.ResponseWriter, request *http.Request) {
		asked, err := provider.NewAccessRequest(request.Context(), request, new(fosite.DefaultSession))
		if err != nil {
			provider.WriteAccessError(request.Context(), answer, asked, err)
			return
		}
		response, err := provider.NewAccessResponse(request.Context(), asked)
		if err != nil {
			provider.WriteAccessError(request.Context(), answer, asked, err)
			return
		}
		provider.WriteAccessResponse(request.Context(), answer, asked, response)
	})
	http.HandleFunc("/par", func(answer http.ResponseWriter, request *http.Request) {
		asked, err := provider.NewPushedAuthorizeRequest(request.Context(), request)
		if err != nil {
			provider.WritePushedAuthorizeError(request.Context(), answer, asked, err)
			return
		}
		response, err := provider.NewPushedAuthorizeResponse(request.Context(), asked, new(fosite.DefaultSession))
		if err != nil {
			provider.WritePushedAuthorizeError(request.Context(), answer, asked, err)
			return
		}
		provider.WritePushedAuthorizeResponse(request.Context(), answer, asked, response)
	})
	http.HandleFunc("/me", func(answer http.ResponseWriter, request *http.Request) {
		token := fosite.AccessTokenFromRequest(request)
		if _, _, err := provider.IntrospectToken(request.Context(), token, fosite.AccessToken, new(fosite.DefaultSession)); err != nil {
			answer.WriteHeader(http.StatusUnauthorized)
		}
	})
	panic(http.ListenAndServe("127.0.0.1:"+port, nil))
}
