import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.net.URI;

/** The artifact com.nimbusds:oauth2-oidc-sdk, as its pages on the code flow have it: Nimbus ISSUER CLIENT_ID REDIRECT_URI. */
final class Nimbus {
    private record Kept(State state, CodeVerifier verifier) {}

    private final Issuer issuer;
    private final ClientID client;
    private final URI redirectUri;
    private AuthorizationServerMetadata server;

    private Nimbus(String issuer, String client, String redirectUri) {
        this.issuer = new Issuer(issuer);
        this.client = new ClientID(client);
        this.redirectUri = URI.create(redirectUri);
    }

    public static void main(String[] args) throws Exception {
        var app = new Nimbus(args[0], args[1], args[2]);
        Lines.serve(app::begin, app::callback);
    }

    private Lines.Login<Kept> begin() throws Exception {
        if (server == null) server = AuthorizationServerMetadata.resolve(issuer);
        var kept = new Kept(new State(), new CodeVerifier());
        var request = new AuthorizationRequest.Builder(ResponseType.CODE, client)
                .scope(new Scope("read"))
                .state(kept.state)
                .redirectionURI(redirectUri)
                .codeChallenge(kept.verifier, CodeChallengeMethod.S256)
                .endpointURI(server.getAuthorizationEndpointURI())
                .build();
        return new Lines.Login<>(request.toURI(), kept);
    }

    private void callback(Kept kept, URI url) throws Exception {
        var response = AuthorizationResponse.parse(url);
        if (!kept.state.equals(response.getState())) throw new IllegalStateException("unexpected state");
        if (!response.indicatesSuccess()) throw new IllegalStateException(response.toErrorResponse().getErrorObject().getCode());
        var code = response.toSuccessResponse().getAuthorizationCode();
        var grant = new AuthorizationCodeGrant(code, redirectUri, kept.verifier);
        var request = new TokenRequest.Builder(server.getTokenEndpointURI(), client, grant).build();
        var answer = TokenResponse.parse(request.toHTTPRequest().send());
        if (!answer.indicatesSuccess()) throw new IllegalStateException(answer.toErrorResponse().getErrorObject().getCode());
    }
}
