import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeAuthenticationProvider;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistrations;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.HttpSessionOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationCodeGrantFilter;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.web.filter.GenericFilterBean;

/**
 * The artifact org.springframework.security:spring-security-oauth2-client: the two filters that `oauth2Client()` sets up,
 * without a container. Spring ISSUER CLIENT_ID REDIRECT_URI [SECRET].
 *
 * <p>All logins are one browser's: they share the session, in which the library keeps what a login needs.
 */
final class Spring {
    private static final String ID = "judge";

    private final String issuer;
    private final String client;
    private final String redirectUri;
    private final String secret;
    private final MockHttpSession session = new MockHttpSession();
    private final HttpSessionOAuth2AuthorizedClientRepository authorized = new HttpSessionOAuth2AuthorizedClientRepository();
    private OAuth2AuthorizationRequestRedirectFilter login;
    private OAuth2AuthorizationCodeGrantFilter grant;

    private Spring(String issuer, String client, String redirectUri, String secret) {
        this.issuer = issuer;
        this.client = client;
        this.redirectUri = redirectUri;
        this.secret = secret;
    }

    public static void main(String[] args) throws Exception {
        var app = new Spring(args[0], args[1], args[2], args.length > 3 ? args[3] : null);
        Lines.serve(app::begin, app::callback);
    }

    private Lines.Login<String> begin() throws Exception {
        if (login == null) configure();
        var response = visit(login, URI.create("http://127.0.0.1/oauth2/authorization/" + ID));
        if (response.getRedirectedUrl() == null) throw new IllegalStateException("no redirect: " + response.getStatus());
        return new Lines.Login<>(URI.create(response.getRedirectedUrl()), "");
    }

    private void callback(String none, URI url) throws Exception {
        authorized.removeAuthorizedClient(ID, null, request(url), new MockHttpServletResponse());
        var response = visit(grant, url);
        if (authorized.loadAuthorizedClient(ID, null, request(url)) == null) {
            throw new IllegalStateException("no token: " + response.getStatus() + " " + response.getRedirectedUrl());
        }
    }

    private void configure() {
        boolean isPublic = secret == null;
        var registration = ClientRegistrations.fromIssuerLocation(issuer)
                .registrationId(ID)
                .clientId(client)
                .clientSecret(secret)
                .clientAuthenticationMethod(
                        isPublic ? ClientAuthenticationMethod.NONE : ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .redirectUri(redirectUri)
                .scope("read")
                .build();
        var registrations = new InMemoryClientRegistrationRepository(registration);
        var exchange = new OAuth2AuthorizationCodeAuthenticationProvider(new RestClientAuthorizationCodeTokenResponseClient());
        grant = new OAuth2AuthorizationCodeGrantFilter(registrations, authorized, new ProviderManager(exchange));
        login = new OAuth2AuthorizationRequestRedirectFilter(registrations);
    }

    private MockHttpServletResponse visit(GenericFilterBean filter, URI url) throws Exception {
        var response = new MockHttpServletResponse();
        filter.doFilter(request(url), response, new MockFilterChain());
        return response;
    }

    private MockHttpServletRequest request(URI url) {
        var request = new MockHttpServletRequest("GET", url.getPath());
        request.setScheme(url.getScheme());
        request.setServerName(url.getHost());
        request.setServerPort(url.getPort() == -1 ? 80 : url.getPort());
        request.setServletPath(url.getPath());
        request.setSession(session);
        if (url.getRawQuery() == null) return request;
        request.setQueryString(url.getRawQuery());
        for (String pair : url.getRawQuery().split("&")) {
            String[] halves = pair.split("=", 2);
            request.addParameter(decoded(halves[0]), halves.length == 2 ? decoded(halves[1]) : "");
        }
        return request;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
