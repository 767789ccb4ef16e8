// Shows two pieces of the page side by side, with the passages that a row of a spread lists: #pair-<story>-<number>.
(() => {
  const ADDRESS = /#([0-9a-f]{12})-(\d+)-(\d+)$/;
  if (document.body.dataset.texts || !window.HTMLDialogElement) return;

  const made = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };

  const button = (text, act) => {
    const element = made("button", "", text);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  };

  const place = (link) => {
    const [, id, start, end] = ADDRESS.exec(link.getAttribute("href"));
    return { id, start: Number(start), end: Number(end) };
  };

  const pieceOf = (at) => [...document.querySelectorAll(`details.piece[data-doc="${at.id}"]`)]
    .find((piece) => Number(piece.dataset.start) <= at.start && at.end <= Number(piece.dataset.end));

  // A copy of a piece's text; its own addresses stay with the original.
  const paneOf = (piece, places, choose) => {
    const pane = made("section", "pane");
    const head = made("header");
    const name = piece.querySelector("summary .name").cloneNode(true);
    head.append(name, piece.querySelector("summary .where").cloneNode(true));
    const text = piece.querySelector(".text").cloneNode(true);
    for (const one of text.querySelectorAll("[id]")) one.removeAttribute("id");
    for (const one of text.querySelectorAll(".back, .from")) one.remove();
    for (const one of text.querySelectorAll("mark.found")) one.className = "";
    text.tabIndex = 0;
    places.forEach((at, number) => {
      const marks = [];
      for (const paragraph of text.querySelectorAll("p[data-at]")) {
        marks.push(...wrapWords(paragraph, at.start, at.end, "shared"));
      }
      for (const mark of marks) {
        mark.dataset.passage = number;
        mark.addEventListener("click", () => choose(number));
      }
      if (marks[0]) {
        const tag = button("", () => choose(number));
        tag.className = "tag";
        tag.dataset.n = number + 1;
        tag.setAttribute("aria-label", `Passage ${number + 1}: show it in the other piece`);
        marks[0].prepend(tag);
      }
    });
    pane.append(head, text);
    return pane;
  };

  const scrollTo = (text, mark) => {
    const [outer, inner] = [text.getBoundingClientRect(), mark.getBoundingClientRect()];
    text.scrollTop += inner.top - outer.top - outer.height / 3;
  };

  const open = (row) => {
    const firsts = [...row.querySelectorAll("a.first")].map(place);
    const laters = [...row.querySelectorAll("a.later")].map(place);
    const pieces = [pieceOf(firsts[0]), pieceOf(laters[0])];
    if (!pieces[0] || !pieces[1]) return false;
    const dialog = made("dialog", "sides");
    const told = made("p", "note");
    told.setAttribute("role", "status");
    let now = -1;
    const choose = (number) => {
      now = (number + firsts.length) % firsts.length;
      told.textContent = `${row.querySelector(".how").textContent.trim()} · passage ${now + 1} of ${firsts.length}`;
      for (const mark of dialog.querySelectorAll("mark.shared")) {
        mark.classList.toggle("now", Number(mark.dataset.passage) === now);
      }
      for (const text of dialog.querySelectorAll(".text")) {
        const mark = text.querySelector("mark.now");
        if (mark) scrollTo(text, mark);
      }
    };
    const tools = made("div", "controls");
    if (firsts.length > 1) {
      tools.append(button("Previous passage", () => choose(now - 1)), button("Next passage", () => choose(now + 1)));
    }
    tools.append(button("Close", () => dialog.close()));
    const head = made("header", "head");
    const title = made("h2", "section", "Side by side");
    title.id = "sides-title";
    dialog.setAttribute("aria-labelledby", title.id);
    head.append(title, told, tools);
    const panes = made("div", "panes");
    panes.append(paneOf(pieces[0], firsts, choose), paneOf(pieces[1], laters, choose));
    dialog.append(head, panes);
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    choose(0);
    return true;
  };

  // Before anchor.js, which would unfold the row.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#pair-"]');
    if (link) {
      const row = document.getElementById(link.getAttribute("href").slice(1));
      if (row && open(row)) {
        event.preventDefault();
        event.stopPropagation();
      }
    } else if (event.target.closest("dialog.sides a[href]")) {
      event.target.closest("dialog").close();
    }
  }, true);
})();
