import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.util.Map;

/** The artifact com.nimbusds:oauth2-oidc-sdk: its PKCE types, for clients and servers. */
final class Nimbus {
    public static void main(String[] args) throws Exception {
        Map<String, Shim.Operation> ops = Map.of(
                "derive", Nimbus::derive,
                "check_verifier", Nimbus::checkVerifier,
                "parse_method", in -> Map.of("method", method(Shim.text(in, "method")).getValue()),
                "generate", in -> Shim.draw(in, () -> new CodeVerifier().getValue()));
        String version = Shim.version(CodeVerifier.class);
        Shim.serve(new Shim.Adapter("oauth2-oidc-sdk", version, ops, Map.of("plain", true)));
    }

    private static Object derive(JsonNode in) {
        var method = method(Shim.text(in, "method"));
        var verifier = verifier(Shim.text(in, "verifier"));
        var challenge = Shim.refusing(message -> "method_unsupported", () -> CodeChallenge.compute(method, verifier));
        return Map.of("challenge", challenge.getValue());
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

    private static CodeVerifier verifier(String text) {
        return Shim.refusing(Nimbus::reason, () -> new CodeVerifier(text));
    }

    private static String reason(String message) {
        return message.contains("at least") ? "verifier_too_short"
                : message.contains("longer than") ? "verifier_too_long"
                : message.contains("Illegal char") ? "verifier_bad_char" : "missing";
    }

    private static CodeChallengeMethod method(String text) {
        return Shim.refusing(message -> "method_unsupported", () -> CodeChallengeMethod.parse(text));
    }
}
