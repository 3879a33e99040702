import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A PKCE adapter: an authorization server behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
 * Run it as it is, then put your server in the place of the stand-in below: pkce run -- java Adapter.java
 */
final class Adapter {
    /** The server has no such thing. */
    static final class Unsupported extends RuntimeException {
        Unsupported(String why) {
            super(why);
        }
    }

    /** A response; the names of its headers are in lower case. */
    record Response(int status, Map<String, String> headers, String body) {}

    // ---- Your server goes here: by mock requests of its framework, or over HTTP. Report what it answers. ----

    static final String NAME = "stand-in";
    static final String VERSION = ""; // ask the server's jar: SomeClass.class.getPackage().getImplementationVersion()

    /**
     * What it has and has not. A client authenticates in the body; by HTTP Basic where you add "roles",
     * Map.of("confidential", Map.of("auth", "basic")).
     */
    static final Map<String, ?> OFFERS =
            Map.of("roles", Map.of("public", Map.of("par", "no"), "confidential", Map.of("par", "no")),
                    "methods", List.of(List.of("S256"), List.of("S256", "plain")), "userinfo", false, "code_lifetime", true);

    /** One session's server. The policy and the clients are to be set; what cannot be set is Unsupported. */
    static final class Server {
        private final Map<?, ?> policy;
        private final Map<String, Map<String, String>> clients = new HashMap<>();
        private final Map<String, Issued> codes = new HashMap<>();
        private long now;

        record Issued(Map<String, String> asked, long end) {}

        Server(Map<?, ?> policy, List<Map<String, String>> clients) {
            this.policy = policy;
            clients.forEach(client -> this.clients.put(client.get("client_id"), client));
        }

        /** GET, with this query; the user is logged in and agrees. */
        Response authorize(String query) {
            var sent = new HashMap<String, String>();
            String error = read(query, sent);
            var client = clients.getOrDefault(sent.get("client_id"), Map.of());
            String redirect = client.get("redirect_uri");
            if (redirect == null || !redirect.equals(sent.get("redirect_uri"))) {
                return new Response(400, Map.of(), "no such client, or another redirect URI");
            }
            error = error != null ? error : refusal(client, sent);
            String code = random();
            if (error == null) {
                codes.put(code, new Issued(sent, now + (Integer) policy.get("code_lifetime")));
            }
            String answer = error == null ? "?code=" + code : "?error=" + error;
            String state = sent.containsKey("state") ? "&state=" + URLEncoder.encode(sent.get("state"), UTF_8) : "";
            return new Response(302, Map.of("location", redirect + answer + state), "");
        }

        private String refusal(Map<String, String> client, Map<String, String> sent) {
            if (!"code".equals(sent.get("response_type"))) {
                return "unsupported_response_type";
            }
            Object pkce = policy.get("pkce");
            boolean required = pkce.equals("required") || pkce.equals("default")
                    || pkce.equals("public") && !client.containsKey("client_secret")
                    || pkce instanceof Map<?, ?> some && ((List<?>) some.get("clients")).contains(client.get("client_id"));
            String challenge = sent.getOrDefault("code_challenge", "");
            String method = sent.getOrDefault("code_challenge_method", "");
            if (challenge.isEmpty()) {
                return required || !method.isEmpty() ? "invalid_request" : null;
            }
            boolean offered = ((List<?>) policy.get("methods")).contains(method.isEmpty() ? "plain" : method);
            return offered && isLegal(challenge) ? null : "invalid_request";
        }

        /** POST, with this query, body and headers. */
        Response token(String query, String body, Map<String, String> headers) throws Exception {
            var sent = new HashMap<String, String>();
            String error = read(body, sent);
            error = error != null ? error : redeem(sent, headers.get("authorization"));
            int status = error == null ? 200 : error.equals("invalid_client") ? 401 : 400;
            var answer = error == null ? Map.of("access_token", random(), "token_type", "Bearer") : Map.of("error", error);
            return new Response(status, Map.of("content-type", "application/json", "cache-control", "no-store"),
                    Json.write(answer));
        }

        private String redeem(Map<String, String> sent, String authorization) throws Exception {
            String id = sent.get("client_id");
            String secret = sent.get("client_secret");
            if (authorization != null) {
                String[] basic = new String(Base64.getDecoder().decode(authorization.substring(6)), UTF_8).split(":", 2);
                id = basic[0];
                secret = basic[1];
            }
            var client = clients.get(id);
            if (client == null || !String.valueOf(secret).equals(String.valueOf(client.get("client_secret")))) {
                return "invalid_client";
            }
            if (!"authorization_code".equals(sent.get("grant_type"))) {
                return "unsupported_grant_type";
            }
            var issued = codes.get(sent.get("code"));
            if (issued == null || !id.equals(issued.asked.get("client_id"))) {
                return "invalid_grant";
            }
            codes.remove(sent.get("code"));
            if (issued.end < now || !issued.asked.get("redirect_uri").equals(sent.get("redirect_uri"))) {
                return "invalid_grant";
            }
            String challenge = issued.asked.getOrDefault("code_challenge", "");
            String verifier = sent.getOrDefault("code_verifier", "");
            if (challenge.isEmpty() && verifier.isEmpty()) {
                return null;
            }
            if (challenge.isEmpty() || !isLegal(verifier)) {
                return "invalid_grant";
            }
            if ("S256".equals(issued.asked.get("code_challenge_method"))) {
                verifier = base64url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
            }
            return MessageDigest.isEqual(verifier.getBytes(UTF_8), challenge.getBytes(UTF_8)) ? null : "invalid_grant";
        }

        /** The clock that it reads moves on. */
        void waitFor(int seconds) {
            now += seconds;
        }
    }

    static boolean isLegal(String text) {
        return text.matches("[A-Za-z0-9\\-._~]{43,128}");
    }

    static String random() {
        byte[] octets = new byte[32];
        RANDOM.nextBytes(octets);
        return base64url(octets);
    }

    static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static final SecureRandom RANDOM = new SecureRandom();

    /** A form's parameters, and what is wrong of them: one that comes twice. */
    static String read(String form, Map<String, String> into) {
        String error = null;
        for (String pair : form.split("&")) {
            String[] both = (pair + "=").split("=", 3);
            String name = URLDecoder.decode(both[0], UTF_8);
            if (!name.isEmpty() && into.put(name, URLDecoder.decode(both[1], UTF_8)) != null) {
                error = "invalid_request";
            }
        }
        return error;
    }

    // ---- From here on it is the protocol. ----

    /** What a request carries goes on as it is. Requests at the same moment, and several user agents, are not served. */
    static final Map<String, ?> HELLO = Map.of("protocol", 1, "name", NAME, "version", VERSION, "language", "Java",
            "ops", List.of("flow.open", "flow.step", "flow.close"), "offers", OFFERS,
            "accepts", List.of("hex", "raw", "query", "duplicates"));

    static final Map<String, Server> SESSIONS = new HashMap<>();

    @SuppressWarnings("unchecked")
    static Map<String, ?> opened(Map<?, ?> input) {
        known(input, "session", "policy", "clients");
        var policy = (Map<?, ?>) input.get("policy");
        known(policy, "pkce", "methods", "code_lifetime");
        if (policy.get("pkce") instanceof Map<?, ?> some) {
            known(some, "clients");
        } else if (!Set.of("optional", "required", "public", "default").contains(policy.get("pkce"))) {
            throw new Unsupported("no such policy");
        }
        if (!List.of(List.of("S256"), List.of("S256", "plain")).contains(policy.get("methods"))) {
            throw new Unsupported("no such methods");
        }
        var clients = (List<Map<String, String>>) input.get("clients");
        clients.forEach(client -> known(client, "role", "client_id", "client_secret", "redirect_uri"));
        SESSIONS.put((String) input.get("session"), new Server(policy, clients));
        return Map.of();
    }

    static Map<String, ?> stepped(Map<?, ?> input) throws Exception {
        known(input, "session", "step");
        var server = SESSIONS.get(input.get("session"));
        var step = (Map<?, ?>) input.get("step");
        known(step, (String) step.keySet().iterator().next());
        if (step.get("authorize") instanceof Map<?, ?> request) {
            known(request, "params", "raw");
            return outcome("code", "code", server.authorize(form(request.get("params"), request.get("raw"))));
        }
        if (step.get("token") instanceof Map<?, ?> request) {
            known(request, "params", "raw", "query", "basic");
            var headers = new HashMap<>(Map.of("content-type", "application/x-www-form-urlencoded"));
            if (request.get("basic") instanceof List<?> basic) {
                byte[] both = (basic.get(0) + ":" + basic.get(1)).getBytes(UTF_8);
                headers.put("authorization", "Basic " + Base64.getEncoder().encodeToString(both));
            }
            String body = form(request.get("params"), request.get("raw"));
            String query = request.containsKey("query") ? form(request.get("query"), null) : "";
            return outcome("access_token", "token", server.token(query, body, headers));
        }
        if (step.get("wait") instanceof Map<?, ?> request) {
            known(request, "seconds");
            server.waitFor((Integer) request.get("seconds"));
            return Map.of("outcome", "waited");
        }
        throw new Unsupported("no such step");
    }

    static Map<String, ?> closed(Map<?, ?> input) {
        known(input, "session");
        SESSIONS.remove(input.get("session"));
        return Map.of();
    }

    /** A member that is not read here may be what the request is about. */
    static void known(Map<?, ?> values, String... names) {
        if (!List.of(names).containsAll(values.keySet())) {
            throw new Unsupported("a member that is not read here");
        }
    }

    /** Pairs in a form's encoding, then what is encoded already. */
    static String form(Object pairs, Object raw) {
        var encoded = new ArrayList<String>();
        for (Object pair : (List<?>) pairs) {
            var both = (List<?>) pair;
            encoded.add(percent(octets(both.get(0))) + "=" + percent(octets(both.get(1))));
        }
        if (raw != null) {
            encoded.add(new String(octets(raw), ISO_8859_1));
        }
        return String.join("&", encoded);
    }

    static String percent(byte[] octets) {
        return HexFormat.of().withPrefix("%").formatHex(octets);
    }

    static byte[] octets(Object value) {
        if (value instanceof String text) {
            return text.getBytes(UTF_8);
        }
        known((Map<?, ?>) value, "hex");
        return HexFormat.of().parseHex((String) ((Map<?, ?>) value).get("hex"));
    }

    /** What a response carries, and no more; a member that it could carry, and lacks, is "". */
    static Map<String, ?> outcome(String wanted, String given, Response response) {
        var told = new LinkedHashMap<String, Object>();
        told.put("status", response.status);
        told.put("body", response.body);
        told.put("content_type", response.headers.getOrDefault("content-type", ""));
        told.put("cache_control", response.headers.getOrDefault("cache-control", ""));
        told.put("outcome", response.status >= 500 ? "server_error" : "refused");
        Map<?, ?> members = response.body.startsWith("{") ? (Map<?, ?>) new Json(response.body).value() : null;
        String location = response.headers.get("location");
        if (location != null) {
            var query = new HashMap<String, String>();
            read(String.valueOf(URI.create(location).getRawQuery()), query);
            members = query;
            told.put("location", location);
            told.put("state", query.getOrDefault("state", ""));
        }
        if (members != null) {
            told.put("error", members.get("error") instanceof String error ? error : "");
        }
        if (members != null && members.get(wanted) instanceof String value && !value.isEmpty()) {
            told.put("outcome", given);
            told.put(wanted, value);
        }
        return told;
    }

    static Map<String, ?> answer(String op, Map<?, ?> input) {
        try {
            return switch (op) {
                case "flow.open" -> Map.of("ok", opened(input));
                case "flow.step" -> Map.of("ok", stepped(input));
                case "flow.close" -> Map.of("ok", closed(input));
                default -> Map.of("unsupported", "no " + op);
            };
        } catch (Unsupported why) {
            return Map.of("unsupported", why.getMessage());
        } catch (Throwable thrown) { // nobody caught it, an Error neither: it counts as 5xx
            return Map.of("error", Map.of("reason", "exception", "message", clip(thrown.toString())));
        }
    }

    static String clip(String message) {
        var clipped = new StringBuilder();
        message.codePoints().limit(1000).forEach(clipped::appendCodePoint);
        return clipped.toString();
    }

    static Map<String, ?> reply(Map<?, ?> request) {
        if (request.get("op").equals("hello")) {
            return HELLO;
        }
        var reply = new LinkedHashMap<String, Object>(Map.of("id", ((Number) request.get("id")).longValue()));
        reply.putAll(answer((String) request.get("op"), (Map<?, ?>) request.get("input")));
        return reply;
    }

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, UTF_8);
        System.setOut(System.err); // standard output is the protocol's
        var lines = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            try {
                out.print(Json.write(reply((Map<?, ?>) new Json(line).value())) + "\n");
                out.flush();
            } catch (RuntimeException error) {
                System.err.println("not a request: " + error);
            }
        }
    }

    /** JSON, of which the standard library has none: objects are maps, arrays lists, numbers Integer or Double. */
    static final class Json {
        private final String text;
        private int at;

        Json(String text) {
            this.text = text;
        }

        Object value() {
            if (skip('"')) {
                return string();
            }
            if (skip('[')) {
                var elements = new ArrayList<Object>();
                for (boolean more = !skip(']'); more; more = another(']')) {
                    elements.add(value());
                }
                return elements;
            }
            if (skip('{')) {
                var members = new LinkedHashMap<String, Object>();
                for (boolean more = !skip('}'); more; more = another('}')) {
                    need('"');
                    String name = string();
                    need(':');
                    members.put(name, value());
                }
                return members;
            }
            int begin = at;
            while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            String word = text.substring(begin, at).strip();
            return switch (word) {
                case "null" -> null;
                case "true", "false" -> word.equals("true");
                default -> word.matches("-?\\d{1,9}") ? (Number) Integer.valueOf(word) : Double.valueOf(word);
            };
        }

        private String string() {
            var string = new StringBuilder();
            for (; text.charAt(at) != '"'; at++) {
                char next = text.charAt(at);
                if (next == '\\') {
                    next = text.charAt(++at);
                    int escape = "bfnrt".indexOf(next);
                    if (escape >= 0) {
                        next = "\b\f\n\r\t".charAt(escape);
                    } else if (next == 'u') {
                        next = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                        at += 4;
                    }
                }
                string.append(next);
            }
            at++;
            return string.toString();
        }

        private boolean skip(char wanted) {
            while (at < text.length() && text.charAt(at) <= ' ') {
                at++;
            }
            boolean there = at < text.length() && text.charAt(at) == wanted;
            at += there ? 1 : 0;
            return there;
        }

        private void need(char wanted) {
            if (!skip(wanted)) {
                throw new IllegalArgumentException("no " + wanted + " at " + at);
            }
        }

        private boolean another(char close) {
            boolean closed = skip(close);
            if (!closed) {
                need(',');
            }
            return !closed;
        }

        static String write(Object value) {
            if (value instanceof Map<?, ?> members) {
                return members.entrySet().stream().map(m -> write(m.getKey()) + ":" + write(m.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
            }
            if (value instanceof Collection<?> elements) {
                return elements.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            }
            if (value instanceof String text) {
                var string = new StringBuilder("\"");
                text.chars().forEach(c -> string.append(
                        c < ' ' || c > '~' || c == '"' || c == '\\' ? String.format("\\u%04x", c) : (char) c + ""));
                return string.append('"').toString();
            }
            return String.valueOf(value);
        }
    }
}
