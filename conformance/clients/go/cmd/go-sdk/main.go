// The package github.com/modelcontextprotocol/go-sdk as its example of an authorized client has it: go-sdk RESOURCE REDIRECT_URI.
//
// The example's fetcher waits for a browser at its port. Here it waits for the judge. A handler is of one connection, and
// so there is one for each login.
package main

import (
	"context"
	"errors"
	"net/url"
	"os"

	"github.com/modelcontextprotocol/go-sdk/auth"
	"github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/modelcontextprotocol/go-sdk/oauthex"

	"pkce-clients/lines"
)

type login struct {
	redirected chan string
	returned   chan *auth.AuthorizationResult
	ended      chan struct{}
	err        error
}

func main() {
	resource, redirectURI := os.Args[1], os.Args[2]

	begin := func() (string, *login, error) {
		l := &login{redirected: make(chan string, 1), returned: make(chan *auth.AuthorizationResult, 1), ended: make(chan struct{})}
		go func() {
			l.err = connect(resource, redirectURI, l)
			close(l.ended)
		}()
		select {
		case to := <-l.redirected:
			return to, l, nil
		case <-l.ended:
			return "", nil, errors.Join(errors.New("no authorization is asked for"), l.err)
		}
	}

	callback := func(l *login, came url.Values) error {
		select {
		case <-l.ended:
			return errors.Join(errors.New("the connection is at its end"), l.err)
		case l.returned <- &auth.AuthorizationResult{Code: came.Get("code"), State: came.Get("state"), Iss: came.Get("iss")}:
			<-l.ended
			return l.err
		}
	}
	lines.Serve(begin, callback)
}

func connect(resource, redirectURI string, l *login) error {
	asked := 0
	handler, err := auth.NewAuthorizationCodeHandler(&auth.AuthorizationCodeHandlerConfig{
		RedirectURL: redirectURI,
		AuthorizationCodeFetcher: func(_ context.Context, args *auth.AuthorizationArgs) (*auth.AuthorizationResult, error) {
			// A second authorization would be a login of its own.
			if asked++; asked > 1 {
				return nil, errors.New("the user agreed once")
			}
			l.redirected <- args.URL
			return <-l.returned, nil
		},
		DynamicClientRegistrationConfig: &auth.DynamicClientRegistrationConfig{
			Metadata: &oauthex.ClientRegistrationMetadata{
				ClientName:              "pkce",
				RedirectURIs:            []string{redirectURI},
				TokenEndpointAuthMethod: "none",
			},
		},
	})
	if err != nil {
		return err
	}
	ctx := context.Background()
	client := mcp.NewClient(&mcp.Implementation{Name: "pkce", Version: "1"}, nil)
	session, err := client.Connect(ctx, &mcp.StreamableClientTransport{Endpoint: resource, OAuthHandler: handler}, nil)
	if err != nil {
		return err
	}
	_, err = session.ListTools(ctx, nil)
	return err
}
