// Everything here makes pages better and nothing needs it: without it forms are sent, whole pages
// come back, and what was typed is kept on the server.
(() => {
  "use strict";

  const WARN_SECONDS = 120;
  const AUTOSAVE_MS = 1500;
  const csrf = () => document.body.dataset.csrf;

  // Where a form came back with mistakes, reading begins at their list.
  document.getElementById("summary")?.focus();

  // A form is sent once, however often the button is pressed. Coming back by the browser's own
  // button finds it ready again.
  const sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });

  // What is left of a text's length.
  for (const area of document.querySelectorAll("textarea[data-longest]")) {
    const count = document.getElementById(`${area.id}-count`);
    const longest = Number(area.dataset.longest);
    const tell = () => {
      const left = longest - [...area.value].length;
      count.textContent = left >= 0
        ? `${left.toLocaleString("en-US")} characters left`
        : `${(-left).toLocaleString("en-US")} characters too many`;
      count.classList.toggle("usa-error-message", left < 0);
    };
    area.addEventListener("input", tell);
    tell();
  }

  // A file that is too large is named before it is sent; the server looks again.
  const LARGEST_FILE = 25 * 1024 * 1024;
  for (const box of document.querySelectorAll("input[type=file]")) {
    box.addEventListener("change", () => {
      const large = [...box.files].find((file) => file.size > LARGEST_FILE);
      const said = box.parentElement.querySelector("[data-too-large]") || box.insertAdjacentElement("beforebegin", document.createElement("span"));
      said.dataset.tooLarge = "";
      said.setAttribute("role", "alert");
      said.className = large ? "usa-error-message" : "";
      said.textContent = large ? `${large.name} is larger than 25 MB: choose a smaller file.` : "";
      if (large) box.value = "";
    });
  }

  // Two minutes before a session is over, say so and offer to stay.
  const post = (path, fields = {}) => fetch(path, {
    method: "POST",
    headers: { "X-CSRF": csrf() },
    body: new URLSearchParams(fields),
    redirect: "manual",
  });

  let timer;
  const watch = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(warn, Math.max(0, seconds - WARN_SECONDS) * 1000);
  };
  const warn = () => {
    if (document.querySelector(".session-over")) return;
    const box = document.createElement("div");
    box.className = "session-over";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-labelledby", "session-over-words");
    const words = document.createElement("p");
    words.id = "session-over-words";
    words.textContent = "You will be signed out in two minutes. What you have typed is kept if that happens while you send it.";
    const stay = document.createElement("button");
    stay.className = "usa-button";
    stay.type = "button";
    stay.textContent = "Stay signed in";
    stay.addEventListener("click", async () => {
      const answer = await post("/session/stay");
      if (!answer.ok) { words.textContent = "The session is over. Send what you have typed: it is kept, and you are asked to sign in again."; return; }
      box.remove();
      watch(Number(await answer.text()));
    });
    box.append(words, stay);
    document.body.append(box);
    stay.focus();
  };
  if (document.body.dataset.secondsLeft) watch(Number(document.body.dataset.secondsLeft));

  // Forms with data-autosave are saved a moment after each change; the answer's text is shown.
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const said = document.createElement("p");
    said.className = "saved";
    said.setAttribute("role", "status");
    form.append(said);
    let waiting;
    let busy = 0;
    let stopped = false;
    let saving = Promise.resolve();
    const save = async () => {
      if (stopped) return;
      const fields = new FormData(form);
      fields.delete("once");
      for (const [name, value] of [...fields]) if (value instanceof File) fields.delete(name);
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: "POST",
          headers: { "X-CSRF": csrf(), "X-Autosave": "1" },
          body: new URLSearchParams(fields),
          redirect: "manual",
        });
        said.classList.toggle("saved--not", !answer.ok);
        const told = (answer.headers.get("content-type") ?? "").startsWith("application/json") ? await answer.json() : null;
        if (told) said.textContent = answer.ok ? take(told, fields) : told.said;
        else if (!answer.ok) said.textContent = "Not saved just now. It is tried again at the next change; the button saves as well.";
        else {
          const seen = answer.headers.get("X-Revision");
          if (seen && form.elements.seen) form.elements.seen.value = seen;
          said.textContent = await answer.text();
        }
      } catch {
        said.classList.add("saved--not");
        said.textContent = "Not saved: there is no connection just now. It is tried again at the next change.";
      }
    };
    // Several people may write in one form: what another changed meanwhile comes into boxes that
    // were left alone, and a box in which both wrote is left to a person to settle.
    const boxes = (name) => [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)];
    const of = (path) => [...form.elements].filter((box) => box.name === path || box.name.startsWith(`${path}:`) || box.name.startsWith(`${path}-`));
    const take = (heard, sent) => {
      if (heard.stop) { stopped = true; said.classList.add("saved--not"); return heard.said; }
      form.elements.seen.value = heard.revision;
      for (const [name, value] of heard.others) {
        for (const box of boxes(name)) {
          if (box.type === "radio" || box.type === "checkbox") box.checked = heard.others.some(([one, chosen]) => one === name && chosen === box.value);
          else if (box.value === (sent.get(name) ?? "").replace(/\r\n/g, "\n")) box.value = value;
        }
      }
      for (const path of Object.keys(heard.clashes)) {
        form.elements.shown.value = form.elements.shown.value.split(" ").filter((one) => one !== path).join(" ");
        for (const box of of(path)) { box.readOnly = true; box.removeAttribute("name"); }
      }
      return heard.said;
    };
    form.addEventListener("input", (event) => {
      if (event.target.type === "file") return;
      clearTimeout(waiting);
      waiting = setTimeout(() => { busy += 1; saving = saving.then(save).finally(() => { busy -= 1; }); }, AUTOSAVE_MS);
    });
    form.addEventListener("submit", (event) => {
      clearTimeout(waiting);
      if (!busy) return;
      event.preventDefault();
      saving.then(() => form.requestSubmit(event.submitter));
    });
  }

  // Passkeys.
  const unpack = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const pack = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: unpack(one.id) }));

  const create = async (options) => {
    options.challenge = unpack(options.challenge);
    options.user.id = unpack(options.user.id);
    options.excludeCredentials = known(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey: options });
    return { id: made.id, rawId: pack(made.rawId), type: made.type, response: {
      attestationObject: pack(made.response.attestationObject),
      clientDataJSON: pack(made.response.clientDataJSON),
    } };
  };
  const get = async (options) => {
    options.challenge = unpack(options.challenge);
    options.allowCredentials = known(options.allowCredentials);
    const shown = await navigator.credentials.get({ publicKey: options });
    const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
    return { id: shown.id, rawId: pack(shown.rawId), type: shown.type, response: {
      authenticatorData: pack(authenticatorData),
      clientDataJSON: pack(clientDataJSON),
      signature: pack(signature),
      userHandle: userHandle ? pack(userHandle) : null,
    } };
  };
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const form = place.closest("form");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const trouble = place.querySelector("[data-trouble]");
      trouble.hidden = true;
      try {
        const options = await (await post(place.dataset.options)).json();
        const credential = await (place.dataset.passkey === "add" ? create : get)(options);
        const fields = new FormData(form);
        fields.delete("once");
        fields.set("credential", JSON.stringify(credential));
        const answer = await post(form.getAttribute("action"), fields);
        if (!answer.ok) throw new Error("refused");
        window.location.assign((await answer.json()).onward);
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
