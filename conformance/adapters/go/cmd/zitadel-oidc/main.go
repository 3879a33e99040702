// The module github.com/zitadel/oidc/v3: its functions, and its client's verifiers. Its server is in zitadel-oidc-op.
package main

import (
	"net/http"
	"net/http/httptest"

	"github.com/zitadel/oidc/v3/pkg/client/rp"
	httphelper "github.com/zitadel/oidc/v3/pkg/http"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"golang.org/x/oauth2"

	"pkce-adapters/shim"
)

func main() {
	shim.Serve(shim.Adapter{
		Module: "github.com/zitadel/oidc/v3",
		Name:   "zitadel/oidc",
		Ops:    map[string]func(shim.Input) (any, error){"derive": derive, "verify": verify, "generate": generate},
		Offers: map[string]bool{"plain": true},
	})
}

func derive(in shim.Input) (any, error) {
	verifier, err := in.Text("verifier")
	if err == nil {
		err = in.S256Alone()
	}
	if err != nil {
		return nil, err
	}
	return map[string]string{"challenge": oidc.NewSHACodeChallenge(verifier)}, nil
}

func verify(in shim.Input) (any, error) {
	verifier, err := in.Text("verifier")
	if err != nil {
		return nil, err
	}
	challenge, err := in.OptionalText("challenge")
	if err != nil {
		return nil, err
	}
	method, err := in.OptionalText("method")
	if err != nil {
		return nil, err
	}
	var bound *oidc.CodeChallenge
	if challenge != nil {
		bound = &oidc.CodeChallenge{Challenge: *challenge}
		if method != nil {
			bound.Method = oidc.CodeChallengeMethod(*method)
		}
	}
	return map[string]bool{"match": oidc.VerifyCodeChallenge(bound, verifier)}, nil
}

func generate(in shim.Input) (any, error) {
	cookies := httphelper.NewCookieHandler(make([]byte, 32), nil)
	client, err := rp.NewRelyingPartyOAuth(&oauth2.Config{ClientID: "app"}, rp.WithPKCE(cookies))
	if err != nil {
		return nil, err
	}
	return in.Draw(func() (string, error) {
		response := httptest.NewRecorder()
		if _, err := rp.GenerateAndStoreCodeChallenge(response, client); err != nil {
			return "", err
		}
		// The verifier is kept in a cookie, under this name.
		callback := &http.Request{Header: http.Header{"Cookie": response.Header()["Set-Cookie"]}}
		return cookies.CheckCookie(callback, "pkce")
	})
}
