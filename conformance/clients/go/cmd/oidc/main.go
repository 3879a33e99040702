// The package github.com/coreos/go-oidc with golang.org/x/oauth2, as its example of an ID token has it, which relies on a state and a
// nonce, not on PKCE: oidc ISSUER CLIENT_ID SECRET REDIRECT_URI.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"pkce-clients/lines"
)

type kept struct{ state, nonce string }

func main() {
	issuer, clientID, secret, redirectURI := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	ctx := context.Background()
	var config *oauth2.Config
	var verifier *oidc.IDTokenVerifier

	begin := func() (string, kept, error) {
		if config == nil {
			provider, err := oidc.NewProvider(ctx, issuer)
			if err != nil {
				return "", kept{}, err
			}
			verifier = provider.Verifier(&oidc.Config{ClientID: clientID})
			config = &oauth2.Config{
				ClientID:     clientID,
				ClientSecret: secret,
				Endpoint:     provider.Endpoint(),
				RedirectURL:  redirectURI,
				Scopes:       []string{oidc.ScopeOpenID},
			}
		}
		keep := kept{rand.Text(), rand.Text()}
		return config.AuthCodeURL(keep.state, oidc.Nonce(keep.nonce)), keep, nil
	}

	callback := func(keep kept, came url.Values) error {
		if came.Get("state") != keep.state {
			return errors.New("state did not match")
		}
		token, err := config.Exchange(ctx, came.Get("code"))
		if err != nil {
			return err
		}
		raw, ok := token.Extra("id_token").(string)
		if !ok {
			return errors.New("no id_token in the token")
		}
		idToken, err := verifier.Verify(ctx, raw)
		if err != nil {
			return err
		}
		if idToken.Nonce != keep.nonce {
			return errors.New("nonce did not match")
		}
		return nil
	}
	lines.Serve(begin, callback)
}
