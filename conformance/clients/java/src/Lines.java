import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** The line protocol (README.md), for every Java fixture beside this file. */
final class Lines {
    /** Where the user agent is sent, and what the app keeps of this login until its callback. */
    record Login<K>(URI url, K kept) {}

    interface Begin<K> {
        Login<K> begin() throws Exception;
    }

    /** Ends without an exception where the library has a token. */
    interface Callback<K> {
        void callback(K kept, URI url) throws Exception;
    }

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Answers until the input ends. */
    static <K> void serve(Begin<K> begin, Callback<K> callback) throws Exception {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var answers = new Answers<>(begin, callback);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Map<String, Object> said;
            try {
                said = answers.to(JSON.readTree(line));
            } catch (Exception | LinkageError e) {
                said = Map.of("error", words(e));
            }
            out.println(JSON.writeValueAsString(said));
        }
        // Threads that the library keeps would keep the process.
        System.exit(0);
    }

    private static final class Answers<K> {
        private final Begin<K> begin;
        private final Callback<K> callback;
        private final Map<Integer, K> kept = new HashMap<>();
        private int logins = 0;

        Answers(Begin<K> begin, Callback<K> callback) {
            this.begin = begin;
            this.callback = callback;
        }

        Map<String, Object> to(JsonNode request) throws Exception {
            if (request.path("op").asText().equals("begin")) {
                var login = begin.begin();
                kept.put(++logins, login.kept());
                return Map.of("login", logins, "url", login.url().toString());
            }
            int login = request.path("login").asInt();
            if (!kept.containsKey(login)) throw new IllegalStateException("no login " + login + " is open");
            if (request.has("body")) throw new IllegalArgumentException("this app takes a callback by GET alone");
            callback.callback(kept.get(login), URI.create(request.path("url").asText()));
            // An app forgets a login that is done, and not one that a stranger's callback failed.
            kept.remove(login);
            return Map.of("token", true);
        }
    }

    private static String words(Throwable error) {
        String own = error.toString();
        return error.getCause() == null ? own : own + ": " + words(error.getCause());
    }
}
