import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.pac4j.core.context.CallContext;
import org.pac4j.core.exception.http.WithLocationAction;
import org.pac4j.oidc.client.OidcClient;
import org.pac4j.oidc.config.OidcConfiguration;
import org.pac4j.oidc.metadata.StaticOidcOpMetadataResolver;
import org.pac4j.test.context.MockWebContext;
import org.pac4j.test.context.session.MockSessionStore;

/** The artifact org.pac4j:pac4j-oidc: a client, whose authorization request is read. */
final class Pac4j {
    private static final Map<String, CodeChallengeMethod> METHODS =
            Map.of("S256", CodeChallengeMethod.S256, "plain", CodeChallengeMethod.PLAIN);

    public static void main(String[] args) throws Exception {
        Map<String, Shim.Operation> ops = Map.of("derive", Pac4j::derive, "generate", Pac4j::generate);
        Shim.serve(new Shim.Adapter(
                "pac4j-oidc", Shim.version(OidcClient.class), ops, List.of(), Map.of("plain", true)));
    }

    private static Object derive(JsonNode in) {
        String verifier = Shim.text(in, "verifier");
        var method = METHODS.get(Shim.text(in, "method"));
        if (method == null) {
            throw new Shim.Unsupported("the methods are S256 and PLAIN");
        }
        var config = config().setPkceMethod(method).setCodeVerifierGenerator(context -> verifier);
        var redirect = (WithLocationAction) redirect(client(config), new MockSessionStore());
        var sent = URLUtils.parseParameters(URI.create(redirect.getLocation()).getRawQuery());
        return Map.of("challenge", sent.get("code_challenge").get(0), "method", sent.get("code_challenge_method").get(0));
    }

    private static Object generate(JsonNode in) {
        var client = client(config().setPkceMethod(CodeChallengeMethod.S256));
        return Shim.draw(in, () -> {
            var store = new MockSessionStore();
            redirect(client, store);
            var kept = store.get(MockWebContext.create(), client.getCodeVerifierSessionAttributeName());
            return ((CodeVerifier) kept.orElseThrow()).getValue();
        });
    }

    private static Object redirect(OidcClient client, MockSessionStore store) {
        return client.getRedirectionAction(new CallContext(MockWebContext.create(), store)).orElseThrow();
    }

    private static OidcConfiguration config() {
        var config = new OidcConfiguration();
        config.setClientId("app");
        config.setSecret("secret");
        return config;
    }

    private static OidcClient client(OidcConfiguration config) {
        var metadata = new OIDCProviderMetadata(
                new Issuer("https://op.example"), List.of(SubjectType.PUBLIC), URI.create("https://op.example/jwks"));
        metadata.setAuthorizationEndpointURI(URI.create("https://op.example/authorize"));
        metadata.setIDTokenJWSAlgs(List.of(JWSAlgorithm.RS256));
        metadata.setTokenEndpointURI(URI.create("https://op.example/token"));
        var resolver = new StaticOidcOpMetadataResolver(config, metadata);
        resolver.init();
        config.setOpMetadataResolver(resolver);
        var client = new OidcClient(config);
        client.setCallbackUrl("https://app.example/cb");
        return client;
    }
}
