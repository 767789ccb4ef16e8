"use strict";
// Marks of words in a paragraph that says in data-at where it begins in its document.
const wrapWords = (() => {
  // UTF-16 index of the code point `count` of a string.
  const index = (text, count) => {
    if (!/[\ud800-\udbff]/.test(text.slice(0, count * 2))) return count;
    let at = 0;
    for (; count > 0 && at < text.length; count--) at += text.codePointAt(at) > 0xffff ? 2 : 1;
    return at;
  };

  const length = (text) => (/[\ud800-\udbff]/.test(text) ? Array.from(text).length : text.length);

  // Wrap the code points [start, end) of the document that lie in one paragraph; the marks, in order.
  return (paragraph, start, end, className) => {
    const nodes = [];
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) nodes.push(walker.currentNode);
    let at = Number(paragraph.dataset.at);
    const marks = [];
    for (const node of nodes) {
      const size = length(node.data);
      const from = Math.max(start, at) - at;
      const to = Math.min(end, at + size) - at;
      at += size;
      if (from >= to) continue;
      const range = document.createRange();
      range.setStart(node, index(node.data, from));
      range.setEnd(node, index(node.data, to));
      const mark = document.createElement("mark");
      mark.className = className;
      range.surroundContents(mark);
      marks.push(mark);
    }
    return marks;
  };
})();
