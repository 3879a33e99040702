import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.util.UriComponentsBuilder;

/** Flows: sessions, requests as a container hands them over, responses as steps' answers. */
final class Flows {
    /** An authorization server in process. */
    interface Server {
        String path(String step);

        void handle(MockHttpServletRequest request, MockHttpServletResponse response) throws Exception;

        boolean active(String accessToken);
    }

    @FunctionalInterface
    interface Opener {
        Server open(JsonNode policy, JsonNode clients);
    }

    /** What beyond plain strings a request can carry here. */
    static final List<String> ACCEPTS = List.of("query", "user_agent", "duplicates");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The three operations. */
    static Map<String, Shim.Operation> operations(Opener opener) {
        var servers = new HashMap<String, Server>();
        return Map.of(
                "flow.open", in -> {
                    Shim.known(in, Set.of("session", "policy", "clients"));
                    knownPolicy(in.get("policy"));
                    var members = Set.of("role", "client_id", "client_secret", "redirect_uri");
                    in.get("clients").forEach(client -> Shim.known(client, members));
                    servers.put(in.get("session").textValue(), opener.open(in.get("policy"), in.get("clients")));
                    return Map.of();
                },
                "flow.step", in -> {
                    Shim.known(in, Set.of("session", "step", "steps"));
                    var server = servers.get(in.get("session").textValue());
                    if (server == null) {
                        throw new Shim.Refused("other", "no such session");
                    }
                    if (in.has("steps")) {
                        throw new Shim.Unsupported("a race is decided by the store, which is the integrator's");
                    }
                    return step(server, in.get("step"));
                },
                "flow.close", in -> {
                    Shim.known(in, Set.of("session"));
                    servers.remove(in.get("session").textValue());
                    return Map.of();
                });
    }

    private static void knownPolicy(JsonNode policy) {
        Shim.known(policy, Set.of("pkce", "methods", "code_lifetime"));
        JsonNode pkce = policy.get("pkce");
        if (pkce.isObject()) {
            Shim.known(pkce, Set.of("clients"));
        } else if (!Set.of("optional", "required", "public", "default").contains(pkce.textValue())) {
            throw new Shim.Unsupported("no such policy");
        }
        if (!Set.of("[\"S256\"]", "[\"S256\",\"plain\"]").contains(policy.get("methods").toString())) {
            throw new Shim.Unsupported("S256, with or without plain");
        }
    }

    private static Object step(Server server, JsonNode step) throws Exception {
        String name = step.fieldNames().next();
        Shim.known(step, Set.of(name));
        JsonNode asked = step.get(name);
        if (name.equals("use")) {
            Shim.known(asked, Set.of("access_token"));
            boolean active = server.active(asked.get("access_token").textValue());
            return Map.of("outcome", active ? "active" : "inactive");
        }
        String path = server.path(name);
        if (path == null) {
            throw new Shim.Unsupported("no " + name);
        }
        // Parameters come decoded, by a container that is not here, so there is no `raw`; nor does a request keep a session.
        Shim.known(asked, Set.of("params", "query", "basic", "user_agent"));
        boolean get = name.equals("authorize") || name.equals("metadata");
        var request = new MockHttpServletRequest(get ? "GET" : "POST", path);
        request.setScheme("https");
        request.setServerName("as.example");
        request.setServerPort(443);
        // A container puts what is in the query first, then the body.
        add(request, asked.path(get ? "params" : "query"), true);
        add(request, get ? asked.path("none") : asked.path("params"), false);
        if (asked.has("basic")) {
            // RFC 6749 §2.3.1: both are form-encoded first.
            String id = encoded(asked.get("basic").get(0).textValue());
            request.addHeader(HttpHeaders.AUTHORIZATION, "Basic "
                    + HttpHeaders.encodeBasicAuth(id, encoded(asked.get("basic").get(1).textValue()), null));
        }
        var response = new MockHttpServletResponse();
        try {
            server.handle(request, response);
        } catch (Shim.Unsupported why) {
            throw why;
        } catch (Exception beneath) { // a container answers 500
            return Map.of("outcome", "server_error", "status", 500, "body", String.valueOf(beneath));
        }
        return answer(name, response);
    }

    private static void add(MockHttpServletRequest request, JsonNode pairs, boolean query) {
        var text = new ArrayList<String>();
        for (JsonNode pair : pairs) {
            if (!pair.get(1).isTextual()) {
                throw new Shim.Unsupported("text only, no octets");
            }
            String name = pair.get(0).textValue();
            String value = pair.get(1).textValue();
            request.addParameter(name, value);
            text.add(encoded(name) + "=" + encoded(value));
        }
        if (query && !text.isEmpty()) {
            request.setQueryString(String.join("&", text));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** What a response carries, and no more. */
    private static Object answer(String step, MockHttpServletResponse response) throws IOException {
        var told = new LinkedHashMap<String, Object>();
        told.put("status", response.getStatus());
        told.put("content_type", String.valueOf(response.getHeaders("Content-Type").stream().findFirst().orElse("")));
        told.put("cache_control", String.join(", ", response.getHeaders("Cache-Control")));
        String body = response.getContentAsString(StandardCharsets.UTF_8);
        told.put("body", body);
        var members = new HashMap<String, String>();
        String location = response.getHeader("Location");
        if (location != null) {
            told.put("location", location);
            var query = UriComponentsBuilder.fromUri(URI.create(location)).build().getQueryParams();
            for (String name : List.of("code", "error", "state")) {
                if (query.getFirst(name) != null) {
                    members.put(name, URLDecoder.decode(query.getFirst(name), StandardCharsets.UTF_8));
                }
            }
        } else if (body.startsWith("{")) {
            JsonNode document = JSON.readTree(body);
            for (String name : List.of("access_token", "request_uri", "error")) {
                if (document.path(name).isTextual()) {
                    members.put(name, document.get(name).textValue());
                }
            }
        }
        told.putAll(members);
        String given = Map.of("authorize", "code", "par", "request_uri", "token", "access_token")
                .getOrDefault(step, "metadata");
        String outcome = given.equals("access_token") ? "token" : given;
        boolean gave = members.containsKey(given) || given.equals("metadata") && response.getStatus() == 200;
        told.put("outcome", gave ? outcome : response.getStatus() >= 500 ? "server_error" : "refused");
        return told;
    }

    private Flows() {}
}
