package shim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
)

// Server is an authorization server in process: where its handler answers, and what it does beside HTTP.
type Server struct {
	http.Handler
	// Paths of "authorize", "par", "token" and "metadata"; a step whose path is left out is unsupported.
	Paths map[string]string
	// Scope is sent along where the server wants one.
	Scope string
	// Login takes the login page's address and says where the user goes from there; nil where no page comes.
	Login func(page *url.URL) string
	// Active tells what became of an access token.
	Active func(token string) (bool, error)
}

// A request as it is sent.
type sent struct {
	Params, Query [][2]value
	Raw           *value
	Basic         []string
	UserAgent     string `json:"user_agent"`
}

func (s *Server) step(raw json.RawMessage) (any, error) {
	var step struct {
		Authorize, PAR, Token *sent
		Use                   *struct {
			AccessToken string `json:"access_token"`
		}
		Metadata *struct{}
	}
	if err := strictly(raw, &step); err != nil {
		return nil, err
	}
	switch {
	case step.Authorize != nil && s.Paths["authorize"] != "":
		return s.authorize(step.Authorize), nil
	case step.PAR != nil && s.Paths["par"] != "":
		return s.post("par", step.PAR), nil
	case step.Token != nil && s.Paths["token"] != "":
		return s.post("token", step.Token), nil
	case step.Metadata != nil && s.Paths["metadata"] != "":
		answer := s.send(httptest.NewRequest(http.MethodGet, s.Paths["metadata"], nil))
		return map[string]any{"outcome": "metadata", "body": answer.Body.String()}, nil
	case step.Use != nil && s.Active != nil:
		active, err := s.Active(step.Use.AccessToken)
		if active {
			return map[string]any{"outcome": "active"}, err
		}
		return map[string]any{"outcome": "inactive"}, err
	}
	return nil, Unsupported("no such step here")
}

func (s *Server) authorize(request *sent) map[string]any {
	query := form(request.Params, request.Raw)
	if s.Scope != "" {
		query += "&scope=" + s.Scope
	}
	response := s.send(httptest.NewRequest(http.MethodGet, s.Paths["authorize"]+"?"+query, nil))
	if page, err := response.Result().Location(); err == nil && s.Login != nil {
		if next := s.Login(page); next != "" {
			response = s.send(httptest.NewRequest(http.MethodGet, next, nil))
		}
	}
	told := answer(response)
	if redirected, err := response.Result().Location(); err == nil {
		told["location"] = response.Header().Get("Location")
		for _, name := range []string{"code", "error", "state"} {
			if redirected.Query().Has(name) {
				told[name] = redirected.Query().Get(name)
			}
		}
	}
	return outcome(told, "code", "code")
}

func (s *Server) post(endpoint string, request *sent) map[string]any {
	body := strings.NewReader(form(request.Params, request.Raw))
	post := httptest.NewRequest(http.MethodPost, s.Paths[endpoint]+"?"+form(request.Query, nil), body)
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if request.Basic != nil {
		// RFC 6749 §2.3.1: both are form-encoded first.
		post.SetBasicAuth(url.QueryEscape(request.Basic[0]), url.QueryEscape(request.Basic[1]))
	}
	response := s.send(post)
	told := answer(response)
	var members map[string]any
	if json.Unmarshal(response.Body.Bytes(), &members) == nil {
		for _, name := range []string{"access_token", "request_uri", "error"} {
			if text, there := members[name].(string); there {
				told[name] = text
			}
		}
	}
	if endpoint == "par" {
		return outcome(told, "request_uri", "request_uri")
	}
	return outcome(told, "access_token", "token")
}

// As net/http does it, which catches a handler's panic and closes the connection.
func (s *Server) send(request *http.Request) (response *httptest.ResponseRecorder) {
	response = httptest.NewRecorder()
	defer func() {
		if panicked := recover(); panicked != nil {
			response = httptest.NewRecorder()
			http.Error(response, fmt.Sprint("panic: ", panicked), http.StatusInternalServerError)
		}
	}()
	s.ServeHTTP(response, request)
	return response
}

// What a response carries, and no more.
func answer(response *httptest.ResponseRecorder) map[string]any {
	return map[string]any{
		"status":        response.Code,
		"content_type":  response.Header().Get("Content-Type"),
		"cache_control": response.Header().Get("Cache-Control"),
		"body":          response.Body.String(),
	}
}

func outcome(told map[string]any, given, name string) map[string]any {
	switch {
	case told[given] != nil && told[given] != "":
		told["outcome"] = name
	case told["status"].(int) >= 500:
		told["outcome"] = "server_error"
	default:
		told["outcome"] = "refused"
	}
	return told
}

// Pairs in a form's encoding, then what is encoded already.
func form(pairs [][2]value, raw *value) string {
	encoded := []string{}
	for _, pair := range pairs {
		encoded = append(encoded, url.QueryEscape(string(pair[0]))+"="+url.QueryEscape(string(pair[1])))
	}
	if raw != nil {
		encoded = append(encoded, string(*raw))
	}
	return strings.Join(encoded, "&")
}
