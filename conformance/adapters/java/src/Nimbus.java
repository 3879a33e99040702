import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.util.List;
import java.util.Map;

/** The artifact com.nimbusds:oauth2-oidc-sdk: its PKCE types, for clients and servers. */
final class Nimbus {
    public static void main(String[] args) throws Exception {
        Map<String, Shim.Operation> ops = Map.of(
                "derive", Nimbus::derive,
                "check_verifier", Nimbus::checkVerifier,
                "parse_method", Nimbus::parseMethod,
                "generate", in -> Shim.draw(in, () -> new CodeVerifier().getValue()));
        String version = Shim.version(CodeVerifier.class);
        Shim.serve(new Shim.Adapter("oauth2-oidc-sdk", version, ops, List.of(), Map.of("plain", true)));
    }

    private static Object derive(JsonNode in) {
        var method = method(Shim.text(in, "method"));
        var verifier = verifier(Shim.text(in, "verifier"));
        try {
            return Map.of("challenge", CodeChallenge.compute(method, verifier).getValue());
        } catch (IllegalArgumentException refused) { // "Unsupported code challenge method"
            throw new Shim.Refused("method_unsupported", refused.getMessage());
        }
    }

    private static Object checkVerifier(JsonNode in) {
        String text = Shim.text(in, "verifier");
        try {
            verifier(text);
            return Map.of("valid", true);
        } catch (Shim.Refused refused) {
            return Map.of("valid", false);
        }
    }

    private static Object parseMethod(JsonNode in) {
        return Map.of("method", method(Shim.text(in, "method")).getValue());
    }

    // > Creates a new code verifier with the specified value. […] The code verifier value must not be null or empty.
    // IllegalArgumentException is what the SDK's identifiers and secrets refuse a value with.
    private static CodeVerifier verifier(String text) {
        try {
            return new CodeVerifier(text);
        } catch (IllegalArgumentException refused) {
            String message = refused.getMessage();
            String reason = message.contains("at least") ? "verifier_too_short"
                    : message.contains("longer than") ? "verifier_too_long"
                    : message.contains("Illegal char") ? "verifier_bad_char" : "missing";
            throw new Shim.Refused(reason, message);
        }
    }

    private static CodeChallengeMethod method(String text) {
        try {
            return CodeChallengeMethod.parse(text);
        } catch (IllegalArgumentException refused) {
            throw new Shim.Refused("method_unsupported", refused.getMessage());
        }
    }
}
