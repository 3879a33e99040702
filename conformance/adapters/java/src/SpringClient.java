import java.util.Map;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestCustomizers;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;

/** The artifact org.springframework.security:spring-security-oauth2-client. */
final class SpringClient {
    public static void main(String[] args) throws Exception {
        var name = "spring-security-oauth2-client";
        String version = Shim.version(OAuth2AuthorizationRequestCustomizers.class);
        Map<String, Shim.Operation> ops = Map.of("generate", in -> Shim.draw(in, SpringClient::verifier));
        Shim.serve(new Shim.Adapter(name, version, ops, Map.of()));
    }

    private static String verifier() {
        var request = OAuth2AuthorizationRequest.authorizationCode()
                .authorizationUri("https://as.example/authorize")
                .clientId("app");
        OAuth2AuthorizationRequestCustomizers.withPkce().accept(request);
        return request.build().getAttribute(PkceParameterNames.CODE_VERIFIER);
    }
}
