// Opens and highlights the words that an address means: #<document>-<start>-<end>, offsets in code points.
(() => {
  const ADDRESS = /^#([0-9a-f]{12})-(\d+)-(\d+)$/;
  const body = document.body;
  const notice = document.getElementById("notice");

  const say = (words) => { if (notice) notice.textContent = words; };

  const clear = () => {
    for (const mark of document.querySelectorAll("mark.found")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  };

  // What was opened by an address, the link that was followed, and whether that made an entry of the history.
  let opened = [];
  let left = null;
  let entered = false;
  const back = document.createElement("button");
  back.type = "button";
  back.className = "back";

  const open = (element) => {
    for (let at = element; at; at = at.parentElement) {
      // A browser may have opened the text before: it is the address that did.
      if (at.tagName !== "DETAILS" || (at.open && !at.classList.contains("piece"))) continue;
      at.open = true;
      if (!opened.includes(at)) opened.push(at);
    }
  };

  const links = () => [...document.querySelectorAll('a[href^="#"]')];

  // Close what was opened, and stand where the reader was; without a link, at the head of the text.
  const leave = (link) => {
    const inner = opened[0] && opened[0].querySelector("summary");
    clear();
    back.remove();
    for (const details of opened) if (!link || !details.contains(link)) details.open = false;
    opened = [];
    left = null;
    const target = link || inner;
    if (!target) return;
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
    say(link ? "Back at the line." : "Text closed.");
  };

  const goBack = () => {
    if (body.classList.contains("texts") || (left && entered)) history.back();
    else leave(left);
  };

  const offerBack = (piece) => {
    const apart = body.classList.contains("texts");
    if (apart && history.length < 2) return;
    const line = left && left.closest("li.line, h2, h3");
    back.textContent = line ? "Back to the line" : left || apart ? "Back" : "Close the text";
    (piece.querySelector(".text") || piece).append(back);
  };

  const pieces = (id, start, end) => {
    const own = [...document.querySelectorAll(`[data-doc="${id}"]`)];
    const whole = own.filter((p) => Number(p.dataset.start) <= start && end <= Number(p.dataset.end));
    return whole.length ? whole.slice(0, 1)
      : own.filter((p) => Number(p.dataset.start) < end && start < Number(p.dataset.end));
  };

  const show = () => {
    const address = ADDRESS.exec(location.hash);
    if (!address) return;
    clear();
    const [id, start, end] = [address[1], Number(address[2]), Number(address[3])];
    const held = pieces(id, start, end);
    if (!held.length && body.dataset.texts) {
      const file = id.slice(0, Number(body.dataset.digits));
      location.replace(`${body.dataset.texts}/${file}.html${location.hash}`);
      return;
    }
    const marks = [];
    const whole = held.find((piece) => piece.dataset.top === location.hash.slice(1));
    if (whole) {
      open(whole);
      const head = whole.querySelector("summary, h2");
      head.tabIndex = head.tagName === "H2" ? -1 : 0;
      head.scrollIntoView({ block: "start" });
      head.focus({ preventScroll: true });
      offerBack(whole);
      say("Opened the full text at its beginning.");
      return;
    }
    for (const piece of held) {
      open(piece);
      for (const paragraph of piece.querySelectorAll("p[data-at]")) marks.push(...wrapWords(paragraph, start, end, "found"));
    }
    if (!marks.length) {
      say("These words are not in this pile.");
      return;
    }
    marks[0].id = "found";
    marks[0].tabIndex = -1;
    marks[0].scrollIntoView({ block: "center" });
    marks[0].focus({ preventScroll: true });
    offerBack(held[held.length - 1]);
    say("Opened in the full text, and highlighted.");
  };

  const copied = async (button) => {
    const address = new URL(`#${button.dataset.copy}`, location.href).href;
    try {
      await navigator.clipboard.writeText(address);
      button.textContent = "Copied";
    } catch {
      window.prompt("Address of these words", address);
    }
    say("Address copied.");
  };

  document.documentElement.classList.add("script");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (button) copied(button);
    const link = event.target.closest('a[href^="#"]');
    if (event.target === back) goBack();
    if (link && ADDRESS.test(link.getAttribute("href"))) {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      if (target) open(target);
      left = link;
      entered = link.getAttribute("href") !== location.hash;
      // A second click on the same address brings no hashchange.
      if (entered) history.replaceState({ line: links().indexOf(link) }, "");
      else show();
    }
    if (link && !ADDRESS.test(link.getAttribute("href"))) {
      const target = document.getElementById(link.getAttribute("href").slice(1));
      if (target) open(target);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && back.isConnected && !body.classList.contains("texts")) goBack();
  });
  // An entry that was left by a link holds its number: whoever comes back to it comes back to that link.
  window.addEventListener("hashchange", () => {
    if (history.state && "line" in history.state) leave(links()[history.state.line]);
    else show();
  });
  show();
})();
