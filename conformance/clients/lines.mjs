// The line protocol (README.md), for every JavaScript fixture beside this file.
//
// A fixture names two functions. `begin` gives the URL that the user agent is sent to, and what the app keeps of this
// login until its callback. `callback` gets what was kept, the URL that came back and, for a form_post, the body; it ends
// without a word where the library has a token.
import { createInterface } from "node:readline";

export async function serve({ begin, callback }) {
  const kept = new Map();
  let logins = 0;

  const answer = {
    async begin() {
      const { url, keep } = await begin();
      kept.set(++logins, keep);
      return { login: logins, url: String(url) };
    },
    async callback({ login, url, body }) {
      if (!kept.has(login)) throw new Error(`no login ${login} is open`);
      await callback(kept.get(login), new URL(url), body);
      // An app forgets a login that is done, and not one that a stranger's callback failed.
      kept.delete(login);
      return { token: true };
    },
  };

  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    const said = await answer[request.op](request).catch((error) => ({ error: words(error) }));
    process.stdout.write(`${JSON.stringify(said)}\n`);
  }
  // Sockets that the library keeps open would keep the process.
  process.exit();
}

// With the cause, where a library hides what happened in it.
function words(error) {
  const own = error?.message || String(error);
  return error?.cause?.message ? `${own}: ${error.cause.message}` : own;
}
