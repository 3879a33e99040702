
"use strict";
(() => {
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const field = (name) => document.getElementById(`f-${name}`);
  const names = ["name", "profile", "language", "role", "level", "verdict"];
  const levels = ["must", "should", "may", "hardening"];
  const targets = all("li.target");
  const form = document.getElementById("filters");

  // Whether a cell has something of the level and verdict that are asked for.
  const has = (counts, level, verdict) => {
    const at = levels.indexOf(level);
    const failing = at < 0 ? counts.slice(0, 4).reduce((a, b) => a + b, 0) : counts[at];
    const of = { fail: failing, broken: counts[4], pass: counts[5], open: counts[6] };
    return verdict ? of[verdict] > 0 : at < 0 || failing > 0;
  };

  const apply = () => {
    const want = Object.fromEntries(names.map((name) => [name, field(name).value]));
    const shown = new Set();
    for (const target of targets) {
      const { name, profile, language, roles } = target.dataset;
      const fits = name.toLowerCase().includes(want.name.trim().toLowerCase())
        && (!want.profile || profile === want.profile)
        && (!want.language || language === want.language)
        && (!want.role || roles.split(" ").includes(want.role));
      if (fits) shown.add(target.dataset.target);
    }
    for (const part of all("[data-target]")) part.hidden = !shown.has(part.dataset.target);
    let failures = 0;
    for (const failure of all(".failure")) {
      const { level, verdict } = failure.dataset;
      failure.hidden = Boolean((want.level && level !== want.level) || (want.verdict && verdict !== want.verdict));
      if (!failure.hidden && !failure.closest("[data-target][hidden]")) failures += 1;
    }
    for (const part of all(".requirement")) part.hidden = all(".failure", part).every((failure) => failure.hidden);
    for (const part of all(".group")) part.hidden = all(".requirement", part).every((one) => one.hidden);
    for (const part of all(".of-target")) part.hidden ||= all(".group", part).every((one) => one.hidden);
    for (const cell of all("#matrix td")) {
      cell.classList.toggle("dim", !has(cell.dataset.n.split(",").map(Number), want.level, want.verdict));
    }
    for (const row of all(".kept tbody tr")) row.hidden = Boolean(want.level && row.dataset.level !== want.level);
    document.getElementById("shown").textContent =
      `${shown.size} of ${targets.length} implementations; ${failures} failures in full`;
  };

  form.addEventListener("input", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(apply));
  // A link into what a filter hides shows it.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const place = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place && place.closest("[hidden]")) {
      form.reset();
      apply();
    }
    if (place && place.tabIndex === -1) place.focus({ preventScroll: true });
  });
  // On paper everything is open.
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const part of all("details:not([open])")) {
      part.open = true;
      opened.push(part);
    }
  });
  addEventListener("afterprint", () => opened.splice(0).forEach((part) => { part.open = false; }));
  form.hidden = false;
  apply();
})();
