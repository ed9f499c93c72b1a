// The conversation. What was drawn of an exchange stays as it is until its data change, and so does the focus in it.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement("textarea"); // no clipboard without https: the old way
    area.value = text;
    area.style.position = "fixed";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

// An element of a table. Its role is said too, since a narrow page draws it as a block, which loses it.
function part(name, role, className, ...inside) {
  const made = element(name, className, ...inside);
  made.setAttribute("role", role);
  return made;
}

// Brings a new question into view, and holds it there while what is around it comes and goes, unless the reader moves.
function hold(question) {
  const reader = new AbortController();
  for (const kind of ["wheel", "touchstart", "pointerdown", "keydown"])
    addEventListener(kind, () => reader.abort(), { signal: reader.signal, capture: true, passive: true });
  let left = 15;
  (function again() {
    if (reader.signal.aborted || !left) return reader.abort();
    left -= 1;
    question.scrollIntoView({ block: "start" });
    setTimeout(again, 100);
  })();
}

// The first Tab after an answer came goes from the input to its first source; all others go their way.
function leadTo(root) {
  root.leading?.abort();
  root.leading = new AbortController();
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || event.target !== input()) return;
    root.leading.abort();
    const marker = [...root.querySelectorAll(".answer")].at(-1)?.querySelector(".marker, .line");
    if (!marker) return;
    event.preventDefault();
    marker.focus({ focusVisible: true });
  }, { capture: true, signal: root.leading.signal });
}

function draw(exchange, tip, data, send) {
  const { answer } = exchange;
  const open = (number, nearest) => send("open", { place: exchange.place, number, nearest });
  const mark = (number) => markerOf(number, answer.sources[number], tip, open);

  // Text with its markers, which stay on the line of the word before them.
  function write(into, pieces) {
    let glue = null;
    for (const piece of pieces) {
      if (piece.source === null) {
        into.append(piece.text);
        glue = null;
      } else {
        glue = glue ?? into.appendChild(element("span", "markers"));
        glue.append("\u2060", mark(piece.source));
      }
    }
    return into;
  }

  function blockOf({ kind, items }) {
    if (kind === "p") return items.map((item) => write(element("p", ""), item.pieces));
    const list = element(kind, "");
    for (const item of items) {
      const drawn = list.appendChild(write(element("li", ""), item.pieces));
      if (item.number) drawn.value = item.number;
    }
    return [list];
  }

  function tableOf({ columns, rows }) {
    const names = part("tr", "row", "", part("td", "cell", ""), ...columns.map((name) => part("th", "columnheader", "", name)));
    const body = rows.map((row) => part("tr", "row", "", row.aspect ? part("th", "rowheader", "aspect", row.aspect) : part("td", "cell", "aspect"), ...row.cells.map(cellOf)));
    return part("table", "table", "comparison", part("thead", "rowgroup", "", names), part("tbody", "rowgroup", "", ...body));
  }

  function cellOf(cell) {
    const side = element("div", "side-name", cell.side); // stands in for the column's head where a page is narrow
    side.ariaHidden = "true";
    const drawn = part("td", "cell", "", side, write(element("div", cell.says ? "" : "nothing"), cell.pieces), cell.says && element("div", "tip-says", cell.says));
    drawn.colSpan = cell.span;
    return drawn;
  }

  function nearOf(line) {
    const quotes = line.numbers.map((number) => element("p", "near", `“${answer.near[number].quote}”`));
    return [...quotes, lineOf(line, () => open(line.numbers[0], true))];
  }

  function notCovered(text) {
    const note = element("p", "uncovered", text, data.covered && ` The guides cover ${data.covered}.`);
    if (data.adds) note.append(" ", button("plain", "Add a guide", () => send("add", true)));
    return note;
  }

  function answered() {
    const { groups, table, lines, differ, nearest } = answer;
    const refused = exchange.state === "refused";
    const said = element("span", "said");
    said.setAttribute("role", "status");
    const copy = button("copy", lines.length || groups.some((group) => group.line) || differ.length ? "Copy with sources" : "Copy", async () => {
      said.textContent = (await copied(answer.copy)) ? "Copied" : "Could not copy";
      setTimeout(() => { said.textContent = ""; }, 2500);
    });
    const drawn = groups.map((group) => {
      if (refused) return notCovered(group.blocks.flatMap((block) => block.items.map((item) => item.pieces.map((piece) => piece.text).join(""))).join(" "));
      const line = group.line && lineOf(group.line, () => open(group.line.numbers[0], false));
      return element("div", "group", ...group.blocks.flatMap(blockOf), line);
    });
    const removed = exchange.removed.length
      ? element("details", "", element("summary", "", `${exchange.removed.length} ${exchange.removed.length === 1 ? "sentence" : "sentences"} failed the checks`), ...exchange.removed.map((each) => element("p", "quiet", each)))
      : null;
    return [
      ...drawn,
      ...(table ? [tableOf(table)] : []),
      ...differ.map((each) => cardOf(each, answer.sources, (number) => open(number, false), mark)),
      ...(exchange.bars.length ? [barsOf(exchange.bars)] : []),
      ...(lines.length ? [element("div", "lines", ...lines.map((line) => lineOf(line, () => open(line.numbers[0], false))))] : []),
      ...(nearest.length ? [element("div", "group", element("p", "quiet", "What comes nearest"), ...nearest.flatMap(nearOf))] : []),
      ...(exchange.missing ? [notCovered(`Not in the guides: ${exchange.missing}.`)] : []),
      ...(exchange.notice ? [element("p", "quiet", exchange.notice)] : []),
      ...(removed ? [removed] : []),
      ...(exchange.foot ? [element("p", "quiet", exchange.foot)] : []),
      element("div", "actions", copy, said),
    ];
  }

  function unanswered() {
    const text = exchange.written.map((each) => element("p", "", each));
    if (exchange.state === "writing") {
      const looking = element("p", "quiet looking", text.length ? "Writing …" : "Looking in the guides …");
      return [...text, element("div", "actions", looking, button("plain", "Stop", () => send("stop", true)))];
    }
    const why = exchange.state === "failed" ? element("p", "failed", exchange.error) : element("p", "quiet", "Stopped here.");
    const again = button("plain", "Ask again", () => send("again", { place: exchange.place, question: exchange.question }));
    return [...text, why, element("div", "actions", again)];
  }

  const message = element("article", "message answer", ...(answer ? answered() : unanswered()));
  message.ariaLabel = "Answer";
  return [questionOf(exchange, send), message];
}

const SHOWN_CHARS = 700; // longer questions are cut on the page; editing shows them whole

function questionOf(exchange, send) {
  const { question } = exchange;
  const shown = element("p", "", question.length > SHOWN_CHARS ? `${question.slice(0, SHOWN_CHARS).trimEnd()} …` : question);
  const message = element("article", "message question", shown);
  message.ariaLabel = "Question";
  if (exchange.place === undefined) return message;
  const edit = button("icon symbol", "edit", () => {
    const area = element("textarea", "");
    area.value = question;
    area.ariaLabel = "Your question, changed";
    area.rows = Math.min(8, 1 + Math.ceil(question.length / 70));
    const ask = () => { if (area.value.trim()) { send("again", { place: exchange.place, question: area.value }); focusInput(); } };
    const leave = () => { message.replaceChildren(shown, edit); focusInput(0); };
    area.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); ask(); }
      if (event.key === "Escape") leave();
    };
    const actions = element("div", "actions", button("plain", "Ask this instead", ask), button("plain", "Leave it as it was", leave));
    message.replaceChildren(element("div", "editor", area, actions));
    area.focus();
  });
  edit.ariaLabel = "Edit the question";
  edit.title = "Edit the question";
  message.append(edit);
  return message;
}

export default function (component) {
  const { data, parentElement, setTriggerValue } = component;
  const root = parentElement.querySelector(".root");
  root.tip = root.tip ?? tipIn(root);
  root.pressed?.();
  root.pressed = pressedBeside(root);
  root.list = root.list ?? root.appendChild(element("div", "list"));
  root.rest = root.rest ?? root.appendChild(element("div", "rest"));
  root.set = setTriggerValue;
  const send = (event, value) => root.set(event, value);
  const shared = JSON.stringify([data.covered, data.adds]);
  const drawn = root.drawn ?? new Map();
  root.drawn = new Map();
  const order = [];
  for (const exchange of data.exchanges) {
    const is = JSON.stringify(exchange) + shared, before = drawn.get(exchange.id);
    const grows = before && exchange.state === "writing"; // only its text is drawn anew, so that Stop stays where it is
    const made = before?.is === is || grows ? before : { is, parts: draw(exchange, root.tip, data, send) };
    if (grows && made.is !== is) {
      const [, message] = made.parts;
      message.querySelectorAll(":scope > p").forEach((each) => each.remove());
      message.prepend(...exchange.written.map((each) => element("p", "", each)));
      made.is = is;
    }
    if (made !== before && before) before.parts.forEach((each) => each.remove());
    root.drawn.set(exchange.id, made);
    order.push(...made.parts);
  }
  for (const child of [...root.list.children]) if (!order.includes(child)) child.remove();
  order.forEach((each, place) => { if (root.list.children[place] !== each) root.list.insertBefore(each, root.list.children[place] ?? null); });

  const rest = [];
  if (data.waiting) rest.push(questionOf({ question: data.waiting }, send));
  if (data.next?.length) {
    const ask = (question) => button("suggestion", question, () => { send("ask", question); focusInput(); });
    if (data.head) rest.push(element("p", "quiet", data.head));
    rest.push(element("div", data.head ? "follow-up-questions" : "first-questions", ...data.next.map(ask)));
  }
  const restIs = JSON.stringify([data.waiting, data.next]);
  if (root.restIs !== restIs) root.rest.replaceChildren(...rest);
  root.restIs = restIs;

  const newest = data.exchanges.at(-1)?.id;
  if (newest === undefined && !root.restWas) focusInput();
  root.restWas = true;
  if (newest !== undefined && newest !== root.newest) {
    hold(root.list.querySelectorAll(":scope > .question")[data.exchanges.length - 1]);
    leadTo(root);
    focusInput();
  }
  root.newest = newest;
  return () => { root.pressed(); root.tip.end(); root.leading?.abort(); };
}
