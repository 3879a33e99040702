import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A PKCE adapter: one library behind the adapter protocol, version 1 (PROTOCOL.md of pkce-conformance).
 * Run it as it is, then put your library in the place of the stand-in below: pkce run -- java Adapter.java
 */
final class Adapter {
    /** The library has no such call. */
    static final class Unsupported extends Exception {
        Unsupported(String why) {
            super(why);
        }
    }

    // ---- Your library goes here. Call it and report what it does: add no check, fill in no default. ----

    static final String NAME = "stand-in";
    static final String VERSION = ""; // ask the library's jar: SomeClass.class.getPackage().getImplementationVersion()

    static String derive(String verifier) throws Exception {
        return derive(verifier, "S256");
    }

    static String derive(String verifier, String method) throws Exception {
        if (!verifier.matches("[A-Za-z0-9\\-._~]{43,128}")) {
            throw new IllegalArgumentException("a verifier is 43 to 128 unreserved characters");
        }
        return switch (method) {
            case "plain" -> verifier;
            case "S256" -> base64url(MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(UTF_8)));
            default -> throw new IllegalArgumentException("the methods are S256 and plain");
        };
    }

    static boolean verify(String verifier, String challenge, String method) throws Exception {
        return MessageDigest.isEqual(derive(verifier, method).getBytes(UTF_8), challenge.getBytes(UTF_8));
    }

    static String generate(Integer length) {
        if (length != null && (length < 43 || length > 128)) {
            throw new IllegalArgumentException("a verifier is 43 to 128 characters");
        }
        byte[] octets = new byte[96];
        RANDOM.nextBytes(octets);
        return base64url(octets).substring(0, length == null ? 43 : length);
    }

    static String base64url(byte[] octets) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }

    static final SecureRandom RANDOM = new SecureRandom();

    /**
     * How a throw counts: a neutral reason of PROTOCOL.md where the library refuses by it, with a class of its own or an
     * IllegalArgumentException; "exception" where it comes from beneath (a NullPointerException, any Error) and nobody caught it.
     */
    static String reason(Throwable thrown) {
        var type = thrown.getClass();
        boolean beneath = thrown instanceof Error || type.getName().startsWith("java.");
        if (beneath && type != IllegalArgumentException.class) {
            return "exception";
        }
        return String.valueOf(thrown.getMessage()).contains("methods") ? "method_unsupported" : "other";
    }

    // ---- From here on it is the protocol. An operation that your library lacks leaves OPS. ----

    interface Operation {
        Map<String, ?> on(Map<?, ?> input) throws Exception;
    }

    static final Map<String, Operation> OPS = Map.of(
            "derive", i -> Map.of("challenge", i.containsKey("method")
                    ? derive(text(i, "verifier"), text(i, "method"))
                    : derive(text(i, "verifier"))), // a call that needs one: text(i, "method") alone
            "verify", i -> Map.of("match", verify(text(i, "verifier"), text(i, "challenge"), text(i, "method"))),
            "generate", i -> {
                var verifiers = new ArrayList<String>();
                for (int left = (Integer) i.get("count"); left > 0; left--) {
                    verifiers.add(generate((Integer) i.get("length")));
                }
                return Map.of("verifiers", verifiers);
            });

    /** What each reads. Text alone: octets come only where hello has "accepts": ["hex"]. */
    static final Map<String, Set<String>> MEMBERS = Map.of(
            "derive", Set.of("verifier", "method"),
            "verify", Set.of("verifier", "challenge", "method"),
            "generate", Set.of("count", "length"));

    static String text(Map<?, ?> values, String name) throws Unsupported {
        if (values.get(name) instanceof String text) {
            return text;
        }
        throw new Unsupported("no call without a " + name);
    }

    static Map<String, ?> answer(String op, Map<?, ?> input) {
        if (!OPS.containsKey(op)) {
            return Map.of("unsupported", "no " + op);
        }
        if (!MEMBERS.get(op).containsAll(input.keySet())) {
            return Map.of("unsupported", "a member that is not read here");
        }
        try {
            return Map.of("ok", OPS.get(op).on(input));
        } catch (Unsupported why) {
            return Map.of("unsupported", why.getMessage());
        } catch (Throwable thrown) {
            return Map.of("error", Map.of("reason", reason(thrown), "message", clip(thrown.toString())));
        }
    }

    static String clip(String message) {
        var clipped = new StringBuilder();
        String.valueOf(message).codePoints().limit(1000).forEach(clipped::appendCodePoint);
        return clipped.toString();
    }

    static Map<String, ?> reply(Map<?, ?> request) {
        if (request.get("op").equals("hello")) {
            return Map.of("protocol", 1, "name", NAME, "version", VERSION, "language", "Java", "ops", OPS.keySet());
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
