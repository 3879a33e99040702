// The module github.com/zitadel/oidc/v3: its functions, and its client's verifiers. Its server is in zitadel-oidc-op.
package main

import (
	"errors"
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
		Ops: map[string]func(shim.Input) (any, error){
			"derive":   shim.Derive(oidc.NewSHACodeChallenge),
			"verify":   verify,
			"generate": shim.Generate(draw),
		},
		Offers: map[string]any{"plain": true},
		// A string holds any octets.
		Accepts: []string{"hex"},
	})
}

// What is absent stays the zero value: no method, or no challenge at all.
func verify(in shim.Input) (any, error) {
	verifier, err := in.Text("verifier")
	challenge, err2 := in.OptionalText("challenge")
	method, err3 := in.OptionalText("method")
	if err := errors.Join(err, err2, err3); err != nil {
		return nil, err
	}
	var bound *oidc.CodeChallenge
	if challenge != nil {
		bound = &oidc.CodeChallenge{Challenge: *challenge}
		if method != nil {
			bound.Method = oidc.CodeChallengeMethod(*method)
		}
	}
	return map[string]any{"match": oidc.VerifyCodeChallenge(bound, verifier)}, nil
}

// The verifier is kept in a cookie, under the name pkce.
func draw() (string, error) {
	cookies := httphelper.NewCookieHandler(make([]byte, 32), nil)
	client, err := rp.NewRelyingPartyOAuth(&oauth2.Config{ClientID: "app"}, rp.WithPKCE(cookies))
	if err != nil {
		return "", err
	}
	response := httptest.NewRecorder()
	if _, err := rp.GenerateAndStoreCodeChallenge(response, client); err != nil {
		return "", err
	}
	return cookies.CheckCookie(&http.Request{Header: http.Header{"Cookie": response.Header()["Set-Cookie"]}}, "pkce")
}
