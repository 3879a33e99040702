import com.fasterxml.jackson.databind.JsonNode;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.mock.web.*;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.NoOpPasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.*;
import org.springframework.security.oauth2.server.authorization.authentication.*;
import org.springframework.security.oauth2.server.authorization.client.*;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.*;
import org.springframework.security.oauth2.server.authorization.token.OAuth2AccessTokenGenerator;
import org.springframework.security.oauth2.server.authorization.web.*;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CacheControlHeadersWriter;

/**
 * The artifact org.springframework.security:spring-security-oauth2-authorization-server: its filters in the order of its
 * own configurer, over its providers and in-memory stores, without a container.
 */
final class SpringServer implements Flows.Server {
    private static final Map<String, String> PATHS = Map.of("authorize", "/oauth2/authorize", "par", "/oauth2/par",
            "token", "/oauth2/token", "metadata", "/.well-known/oauth-authorization-server");

    private final OAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();
    private final Filter[] filters;
    private final AuthorizationServerContext context;
    private final RegisteredClientRepository known;

    public static void main(String[] args) throws Exception {
        Shim.serve(new Shim.Adapter("spring-security-oauth2-authorization-server",
                Shim.version(OAuth2TokenEndpointFilter.class), Flows.operations(SpringServer::new), List.of(),
                // The clock is the system's.
                Map.of("methods", List.of(List.of("S256")), "roles", Map.of("public", Map.of("par", "no"),
                        "confidential", Map.of("par", "optional", "auth", "basic")), "userinfo", true, "code_lifetime", false),
                Flows.ACCEPTS));
    }

    private SpringServer(JsonNode policy, JsonNode clients) {
        var registered = new ArrayList<RegisteredClient>();
        clients.forEach(client -> registered.add(registered(policy, client)));
        known = new InMemoryRegisteredClientRepository(registered);
        var consents = new InMemoryOAuth2AuthorizationConsentService();
        var secrets = new ClientSecretAuthenticationProvider(known, authorizations);
        // Its default makes a bcrypt hash of each secret that is not one.
        secrets.setPasswordEncoder(NoOpPasswordEncoder.getInstance());
        var manager = new ProviderManager(
                new OAuth2AuthorizationCodeRequestAuthenticationProvider(known, authorizations, consents),
                new OAuth2PushedAuthorizationRequestAuthenticationProvider(authorizations),
                secrets,
                new PublicClientAuthenticationProvider(known, authorizations),
                new OAuth2AuthorizationCodeAuthenticationProvider(authorizations, new OAuth2AccessTokenGenerator()));
        var settings = AuthorizationServerSettings.builder().issuer("https://as.example").build();
        context = new AuthorizationServerContext() {
            @Override
            public String getIssuer() {
                return settings.getIssuer();
            }

            @Override
            public AuthorizationServerSettings getAuthorizationServerSettings() {
                return settings;
            }
        };
        filters = new Filter[] {
            new HeaderWriterFilter(List.of(new CacheControlHeadersWriter())),
            new OAuth2AuthorizationServerMetadataEndpointFilter(),
            new OAuth2AuthorizationEndpointFilter(manager),
            new OAuth2ClientAuthenticationFilter(manager, request -> request.getMethod().equals("POST")),
            new AnonymousAuthenticationFilter("key"),
            new OAuth2TokenEndpointFilter(manager),
            new OAuth2PushedAuthorizationRequestEndpointFilter(manager),
        };
    }

    private static RegisteredClient registered(JsonNode policy, JsonNode client) {
        if (policy.get("methods").size() != 1) {
            throw new Shim.Unsupported("S256 is the one method");
        }
        String id = client.get("client_id").textValue();
        JsonNode secret = client.get("client_secret");
        var settings = ClientSettings.builder().requireAuthorizationConsent(false);
        JsonNode pkce = policy.get("pkce");
        if (pkce.isObject()) {
            settings.requireProofKey(pkce.get("clients").valueStream().anyMatch(each -> each.textValue().equals(id)));
        } else if (!pkce.textValue().equals("default")) {
            settings.requireProofKey(switch (pkce.textValue()) {
                case "required" -> true;
                case "public" -> secret == null;
                default -> false;
            });
        }
        var builder = RegisteredClient.withId(id)
                .clientId(id)
                .redirectUri(client.get("redirect_uri").textValue())
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .clientSettings(settings.build())
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(Duration.ofSeconds(policy.get("code_lifetime").longValue()))
                        .accessTokenFormat(OAuth2TokenFormat.REFERENCE)
                        .build());
        if (secret == null) {
            return builder.clientAuthenticationMethod(ClientAuthenticationMethod.NONE).build();
        }
        return builder.clientSecret(secret.textValue())
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                .build();
    }

    @Override
    public String path(String step) {
        return PATHS.get(step);
    }

    @Override
    public void handle(MockHttpServletRequest request, MockHttpServletResponse response) throws Exception {
        AuthorizationServerContextHolder.setContext(context);
        SecurityContextHolder.clearContext();
        if (request.getRequestURI().equals(PATHS.get("authorize"))) { // the user is logged in
            SecurityContextHolder.getContext()
                    .setAuthentication(UsernamePasswordAuthenticationToken.authenticated("user", null, List.of()));
        }
        new MockFilterChain(new HttpServlet() {}, filters).doFilter(request, response);
        // Its converters know a public client by a code_verifier alone: to such clients it offers no pushed requests.
        if (request.getRequestURI().equals(PATHS.get("par")) && isPublic(request.getParameter("client_id"))
                && response.getContentAsString().contains("invalid_client")) {
            throw new Shim.Unsupported("no pushed requests for a client that does not authenticate");
        }
    }

    private boolean isPublic(String id) {
        var client = id == null ? null : known.findByClientId(id);
        return client != null && client.getClientSecret() == null;
    }

    @Override
    public boolean active(String accessToken) {
        var found = authorizations.findByToken(accessToken, OAuth2TokenType.ACCESS_TOKEN);
        return found != null && found.getAccessToken().isActive();
    }
}
