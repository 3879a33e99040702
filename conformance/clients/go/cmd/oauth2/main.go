// The package golang.org/x/oauth2 as the example of its Config has it: oauth2 AUTHORIZE TOKEN CLIENT_ID REDIRECT_URI [SECRET].
package main

import (
	"context"
	"errors"
	"net/url"
	"os"

	"golang.org/x/oauth2"

	"pkce-clients/lines"
)

func main() {
	config := &oauth2.Config{
		Endpoint:    oauth2.Endpoint{AuthURL: os.Args[1], TokenURL: os.Args[2]},
		ClientID:    os.Args[3],
		RedirectURL: os.Args[4],
		Scopes:      []string{"read"},
	}
	if len(os.Args) > 5 {
		config.ClientSecret = os.Args[5]
	}

	begin := func() (string, string, error) {
		// The example uses PKCE against CSRF, and the same state each time.
		verifier := oauth2.GenerateVerifier()
		return config.AuthCodeURL("state", oauth2.S256ChallengeOption(verifier)), verifier, nil
	}
	callback := func(verifier string, came url.Values) error {
		if came.Get("code") == "" {
			return errors.New("no code")
		}
		_, err := config.Exchange(context.Background(), came.Get("code"), oauth2.VerifierOption(verifier))
		return err
	}
	lines.Serve(begin, callback)
}
