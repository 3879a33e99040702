// The package github.com/mark3labs/mcp-go as its example of an OAuth client has it: mcp-go RESOURCE REDIRECT_URI. The handler keeps
// the state, and the app the verifier; a client is of one connection, and so there is one for each login.
package main

import (
	"context"
	"errors"
	"net/url"
	"os"

	"github.com/mark3labs/mcp-go/client"
	"github.com/mark3labs/mcp-go/client/transport"
	"github.com/mark3labs/mcp-go/mcp"

	"pkce-clients/lines"
)

type kept struct {
	client          *client.Client
	handler         *transport.OAuthHandler
	state, verifier string
}

func main() {
	resource, redirectURI := os.Args[1], os.Args[2]
	ctx := context.Background()

	begin := func() (string, kept, error) {
		c, err := client.NewOAuthStreamableHttpClient(resource, client.OAuthConfig{
			RedirectURI: redirectURI,
			TokenStore:  client.NewMemoryTokenStore(),
			PKCEEnabled: true,
		})
		if err != nil {
			return "", kept{}, err
		}
		err = initialize(ctx, c)
		if !client.IsOAuthAuthorizationRequiredError(err) {
			return "", kept{}, errors.Join(errors.New("no authorization is asked for"), err)
		}
		keep := kept{client: c, handler: client.GetOAuthHandler(err)}
		if keep.verifier, err = client.GenerateCodeVerifier(); err != nil {
			return "", kept{}, err
		}
		if keep.state, err = client.GenerateState(); err != nil {
			return "", kept{}, err
		}
		if keep.handler.GetClientID() == "" {
			if err = keep.handler.RegisterClient(ctx, "pkce"); err != nil {
				return "", kept{}, err
			}
		}
		to, err := keep.handler.GetAuthorizationURL(ctx, keep.state, client.GenerateCodeChallenge(keep.verifier))
		return to, keep, err
	}

	callback := func(keep kept, came url.Values) error {
		if came.Get("state") != keep.state {
			return errors.New("state mismatch")
		}
		if came.Get("code") == "" {
			return errors.New("no authorization code received")
		}
		err := keep.handler.ProcessAuthorizationResponse(ctx, came.Get("code"), came.Get("state"), keep.verifier)
		if err != nil {
			return err
		}
		return initialize(ctx, keep.client)
	}
	lines.Serve(begin, callback)
}

func initialize(ctx context.Context, c *client.Client) error {
	if err := c.Start(ctx); err != nil {
		return err
	}
	_, err := c.Initialize(ctx, mcp.InitializeRequest{Params: mcp.InitializeParams{
		ProtocolVersion: mcp.LATEST_PROTOCOL_VERSION,
		ClientInfo:      mcp.Implementation{Name: "pkce", Version: "1"},
	}})
	return err
}
