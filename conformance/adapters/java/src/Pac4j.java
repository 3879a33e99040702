import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.*;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.Map;
import org.pac4j.core.context.CallContext;
import org.pac4j.core.exception.http.WithLocationAction;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.metadata.StaticOidcOpMetadataResolver;
import org.pac4j.test.context.MockWebContext;
import org.pac4j.test.context.session.MockSessionStore;

/** The artifact org.pac4j:pac4j-oidc: a client. What it sends and keeps is read from its authorization request. */
final class Pac4j {
    public static void main(String[] args) throws Exception {
        Map<String, Shim.Operation> ops = Map.of("derive", Pac4j::derive, "generate", Pac4j::generate);
        Shim.serve(new Shim.Adapter("pac4j-oidc", Shim.version(OidcClient.class), ops, Map.of("plain", true)));
    }

    private static Object derive(JsonNode in) throws Exception {
        String verifier = Shim.text(in, "verifier");
        var method = switch (Shim.text(in, "method")) {
            case "S256" -> CodeChallengeMethod.S256;
            case "plain" -> CodeChallengeMethod.PLAIN;
            default -> throw new Shim.Unsupported("the methods are S256 and PLAIN");
        };
        var config = new OidcConfiguration().setPkceMethod(method).setCodeVerifierGenerator(context -> verifier);
        var context = new CallContext(MockWebContext.create(), new MockSessionStore());
        var redirect = (WithLocationAction) client(config).getRedirectionAction(context).orElseThrow();
        var sent = URLUtils.parseParameters(URI.create(redirect.getLocation()).getRawQuery());
        return Map.of("challenge", sent.get("code_challenge").get(0), "method", sent.get("code_challenge_method").get(0));
    }

    private static Object generate(JsonNode in) throws Exception {
        var client = client(new OidcConfiguration().setPkceMethod(CodeChallengeMethod.S256));
        return Shim.draw(in, () -> {
            var context = new CallContext(MockWebContext.create(), new MockSessionStore());
            client.getRedirectionAction(context);
            var kept = context.sessionStore().get(context.webContext(), client.getCodeVerifierSessionAttributeName());
            return ((CodeVerifier) kept.orElseThrow()).getValue();
        });
    }

    private static OidcClient client(OidcConfiguration config) throws Exception {
        config.setClientId("app").setSecret("secret");
        var resolver = new StaticOidcOpMetadataResolver(config, OIDCProviderMetadata.parse("""
                {"issuer": "https://op.example", "authorization_endpoint": "https://op.example/authorize",
                 "token_endpoint": "https://op.example/token", "jwks_uri": "https://op.example/jwks",
                 "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}"""));
        resolver.init();
        config.setOpMetadataResolver(resolver);
        var client = new OidcClient(config);
        client.setCallbackUrl("https://app.example/cb");
        return client;
    }
}
